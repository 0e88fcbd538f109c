from django.contrib import admin
from django.http import HttpRequest

from kosetsu.foundation.catalogue.models import Offering, Relief, TechnologyField


@admin.register(TechnologyField)
class TechnologyFieldAdmin(admin.ModelAdmin[TechnologyField]):
    """Fields of technology are few; they are kept in the back office."""

    list_display = ("code", "name_ja", "name_en", "parent")
    search_fields = ("code", "name_ja", "name_en")
    list_select_related = ("parent",)


@admin.register(Relief)
class ReliefAdmin(admin.ModelAdmin[Relief]):
    """Reductions of the institute's own prices."""

    list_display = ("code", "name_ja", "rate", "cap_yen", "valid_from", "valid_to")


@admin.register(Offering)
class OfferingAdmin(admin.ModelAdmin[Offering]):
    """To look at only: offerings change through their own verbs, with review and audit."""

    list_display = ("code", "kind", "name_ja", "branch", "group", "state")
    list_filter = ("kind", "state", "branch")
    search_fields = ("code", "name_ja", "name_en")
    list_select_related = ("branch", "group")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Offering | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Offering | None = None) -> bool:
        return False
