"""The back office sees the records of this room and changes none of them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kosetsu.foundation.governance import models


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows are made by actions only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.AuditEvent)
class AuditEventAdmin(ReadOnly):
    list_display = ("sequence", "at", "actor_name", "verb", "thing", "thing_id", "reason")
    list_filter = ("thing", "verb")
    search_fields = ("thing_id", "actor_name")
    ordering = ("-sequence",)
    show_full_result_count = False


@admin.register(models.Verification)
class VerificationAdmin(ReadOnly):
    list_display = ("at", "rows", "anchors", "faults")


@admin.register(models.RestoreDrill)
class RestoreDrillAdmin(ReadOnly):
    list_display = ("at", "archive", "passed", "rows", "seconds")


@admin.register(models.ExportDeclaration)
class ExportDeclarationAdmin(ReadOnly):
    list_display = ("person", "declared_on", "state", "decided_by", "decided_at")
    list_filter = ("state",)


@admin.register(models.ConsentText)
class ConsentTextAdmin(ReadOnly):
    list_display = ("purpose", "version", "valid_from", "title_ja")


@admin.register(models.Consent)
class ConsentAdmin(ReadOnly):
    list_display = ("person", "purpose", "text_version", "subject", "given_at", "withdrawn_at")
    list_filter = ("purpose",)


@admin.register(models.AccessRecord)
class AccessRecordAdmin(ReadOnly):
    list_display = ("at", "person", "thing", "thing_id", "page")
    list_filter = ("thing",)
    show_full_result_count = False
