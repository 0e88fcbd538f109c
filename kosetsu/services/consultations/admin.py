from django.contrib import admin

from kosetsu.services.consultations.models import CannedAnswer


@admin.register(CannedAnswer)
class CannedAnswerAdmin(admin.ModelAdmin[CannedAnswer]):
    """Prepared answers are edited in the back office."""

    list_display = ("title", "group", "in_use")
    list_filter = ("in_use", "group")
    search_fields = ("title", "text")
