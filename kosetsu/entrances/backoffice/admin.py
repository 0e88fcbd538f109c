"""Records without a page of their own, to look at: what the program counts, dates and sends by itself."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kosetsu.across.navigator.models import Facet, Intent
from kosetsu.common.models import NumberSeries, ScheduledRun
from kosetsu.foundation.bookings.models import AdviserHours
from kosetsu.foundation.casebook.models import Case, ClosedYear, Entry
from kosetsu.foundation.catalogue.models import TariffLine
from kosetsu.foundation.parties.models import Area, Institute, OrganisationName
from kosetsu.foundation.parties.post import FAILED, SENT, WAITING, mails
from kosetsu.services.labs.models import CapacityChange


class ToLookAt(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows come from actions or from the institute's folder; nothing is changed here."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Case)
class CaseAdmin(ToLookAt):
    list_display = ("number", "service", "kind", "state", "branch", "group", "opened_at", "closed_at")
    list_filter = ("service", "state")
    search_fields = ("number",)
    list_select_related = ("branch", "group")
    ordering = ("-pk",)


@admin.register(Entry)
class EntryAdmin(ToLookAt):
    list_display = ("id", "on_date", "service", "kind", "branch", "quantity", "unit", "source", "reason")
    list_filter = ("source", "service", "fiscal_year")
    search_fields = ("reference", "topic")
    list_select_related = ("branch",)
    ordering = ("-pk",)


@admin.register(ClosedYear)
class ClosedYearAdmin(ToLookAt):
    list_display = ("fiscal_year", "closed_at", "closed_by")


class Delivery(admin.SimpleListFilter):
    """Whether a mail is out, on its way, or given up after the last attempt."""

    title = _("送信の状態")
    parameter_name = "delivery"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("failed", _("送れなかった")), ("waiting", _("送信待ち")), ("sent", _("送信済み"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        stands = {"failed": FAILED, "waiting": WAITING, "sent": SENT}.get(self.value() or "")
        return queryset.filter(stands) if stands else queryset


@admin.register(*mails())
class MailAdmin(ToLookAt):
    list_display = ("made_at", "address", "subject", "sent_at", "attempts", "problem")
    list_filter = (Delivery, "made_at")
    search_fields = ("address", "subject")
    ordering = ("-pk",)


@admin.register(NumberSeries)
class NumberSeriesAdmin(ToLookAt):
    list_display = ("document", "fiscal_year", "last")


@admin.register(ScheduledRun)
class ScheduledRunAdmin(ToLookAt):
    list_display = ("job", "due_at")
    list_filter = ("job",)
    ordering = ("-due_at",)


@admin.register(Institute)
class InstituteAdmin(ToLookAt):
    list_display = ("key", "name_ja", "short_name", "prefecture", "corporate_number")


@admin.register(Area)
class AreaAdmin(ToLookAt):
    list_display = ("code", "name_ja", "name_kana", "kind", "region")
    list_filter = ("kind",)
    search_fields = ("code", "name_ja")


@admin.register(OrganisationName)
class OrganisationNameAdmin(ToLookAt):
    list_display = ("organisation", "name", "valid_from", "valid_to", "source")
    search_fields = ("name",)
    list_select_related = ("organisation",)


@admin.register(TariffLine)
class TariffLineAdmin(ToLookAt):
    list_display = ("offering", "client_class", "part", "from_quantity", "yen", "rate", "valid_from", "valid_to")
    list_filter = ("client_class", "part")
    search_fields = ("offering__code", "offering__name_ja")
    list_select_related = ("offering",)


@admin.register(AdviserHours)
class AdviserHoursAdmin(ToLookAt):
    list_display = ("offering", "weekday", "starts", "ends", "channel", "valid_from", "valid_to")
    list_select_related = ("offering",)


@admin.register(CapacityChange)
class CapacityChangeAdmin(ToLookAt):
    list_display = ("month", "site", "rooms_delta", "rooms_after", "note")


@admin.register(Facet)
class FacetAdmin(ToLookAt):
    list_display = ("kind", "label", "terms")
    list_filter = ("kind",)


@admin.register(Intent)
class IntentAdmin(ToLookAt):
    list_display = ("kind", "words", "weight")
