"""Forms of a business-meeting day: its slots, who dropped out, a meeting by hand."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.actions.plan import exhibition_zone
from kosetsu.services.exhibitions.models import Booth, Exhibition, Fair, Slot, Visitor
from kosetsu.services.exhibitions.states import TAKING_PART


def _time(label: Any, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(label=label, required=required, widget=forms.TimeInput(attrs={"type": "time"}))


class DayForm(OnceForm):
    """A day of slots of equal length."""

    title = forms.CharField(label=_("名称"), max_length=200)
    place = forms.CharField(label=_("会場・方法"), max_length=200, required=False)
    on_date = day_field(_("開催日"))
    starts = _time(_("開始"))
    ends = _time(_("終了"))
    minutes = forms.IntegerField(label=_("1枠の長さ（分）"), min_value=5, max_value=240, initial=30)
    tables = forms.IntegerField(label=_("卓の数"), min_value=1, max_value=500, initial=5)
    lunch_from = _time(_("昼食の時間帯（から）"), required=False)
    lunch_until = _time(_("昼食の時間帯（まで）"), required=False)
    longest_run = forms.IntegerField(
        label=_("続けて行う商談の上限"), min_value=0, max_value=50, initial=0, help_text=_("0は、上限なしです。")
    )
    wishes_until = day_field(_("希望を受け付ける最終日"))

    def __init__(self, *args: Any, exhibition: Exhibition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(exhibition_zone(exhibition.branch))

    def plan(self) -> actions.DayPlan:
        given = self.cleaned_data

        def moment(name: str) -> dt.datetime | None:
            return dt.datetime.combine(given["on_date"], given[name], self.zone) if given[name] else None

        starts, ends = moment("starts"), moment("ends")
        assert starts
        assert ends
        last = dt.datetime.combine(given["wishes_until"] + dt.timedelta(days=1), dt.time(), self.zone)
        plain = {name: given[name] for name in ("title", "place", "minutes", "tables", "longest_run")}
        return actions.DayPlan(
            **plain, starts_at=starts, ends_at=ends, lunch_from=moment("lunch_from"),
            lunch_until=moment("lunch_until"), wishes_until=last,
        )  # fmt: skip


class DropOutForm(OnceForm):
    """Who does not come any more, and from which slot on the rest is planned anew."""

    gone = forms.MultipleChoiceField(label=_("来られなくなった人"), widget=forms.CheckboxSelectMultiple)
    from_slot = forms.TypedChoiceField(label=_("この枠から組み直す"), coerce=int)

    def __init__(self, *args: Any, fair: Fair, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["gone"].choices, fields["from_slot"].choices = parties, slots_of(fair)


class PlaceForm(OnceForm):
    """A meeting by hand."""

    slot = forms.ModelChoiceField(Slot.objects.none(), label=_("枠"), to_field_name="number")
    table = forms.IntegerField(label=_("卓"), min_value=1, max_value=500)
    booth = forms.ModelChoiceField(Booth.objects.none(), label=_("出展者"), to_field_name="public_id")
    visitor = forms.ModelChoiceField(Visitor.objects.none(), label=_("来場者"), to_field_name="public_id")

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["slot"].queryset = fair.slots.all()
        fields["slot"].label_from_instance = slot_label
        fields["booth"].queryset = fair.exhibition.booths.filter(state__in=TAKING_PART)
        fields["visitor"].queryset = (
            fair.exhibition.visitors.filter(wishes__fair=fair).select_related("person").distinct()
        )


def slot_label(slot: Slot) -> str:
    """A slot as people call it."""
    return f"{localtime(slot.starts_at):%m/%d %H:%M}"


def slots_of(fair: Fair) -> list[tuple[int, str]]:
    return [(slot.number, slot_label(slot)) for slot in fair.slots.all()]
