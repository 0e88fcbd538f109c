from django.contrib import admin
from django.http import HttpRequest

from kosetsu.foundation.search.models import Concept, UnansweredQuestion


class _ToLookAt(admin.ModelAdmin):  # type: ignore[type-arg]
    """Words and questions change at the desk, with audit; here they are only looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Concept)
class ConceptAdmin(_ToLookAt):
    """The concept table."""

    list_display = ("name", "kind", "terms")
    list_filter = ("kind",)
    search_fields = ("name",)


@admin.register(UnansweredQuestion)
class UnansweredQuestionAdmin(_ToLookAt):
    """Questions that found nothing."""

    list_display = ("asked_at", "question", "scope", "handled_at")
    list_filter = ("scope",)
    date_hierarchy = "asked_at"
