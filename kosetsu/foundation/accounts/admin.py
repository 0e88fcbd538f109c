"""People in the back office: names and posts of record are kept there; passwords are never shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from kosetsu.foundation.accounts.models import Person, ProvenIdentity


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "name_kana", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("name", "name_kana", "email")
    fields = (
        "name",
        "name_kana",
        "email",
        "telephone",
        "language",
        "is_active",
        "is_staff",
        "is_superuser",
        "demo_role",
    )
    ordering = ("name_kana",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ProvenIdentity)
class ProvenIdentityAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("person", "provider", "kind", "corporate_number", "organisation_name", "proven_at")
    list_filter = ("provider", "kind")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
