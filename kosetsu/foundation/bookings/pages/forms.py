"""Forms of bookings. Moments are typed and shown in the zone of the branch."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField, ZonedForm
from kosetsu.common.text import fold_company
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.rules import MINUTE, Span
from kosetsu.foundation.parties.models import Branch, Workplace

OFFERED = 10


class SpanForm(ZonedForm):
    """From when until when."""

    starts_at = MomentField(label=_("開始"))
    ends_at = MomentField(label=_("終了"))

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data["starts_at"], self.cleaned_data["ends_at"])


class BookForm(SpanForm):
    """A client's booking: with one workplace and nothing to bring along, only the times are asked."""

    workplace = forms.ModelChoiceField(Workplace.objects.none(), label=_("利用する事業所"), required=False)
    along = forms.ModelMultipleChoiceField(
        Resource.objects.none(), label=_("いっしょに使うもの"), required=False, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.CharField(label=_("利用の目的"), max_length=200, required=False)

    def __init__(self, *args: Any, resource: Resource, user: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, zone=resource.zone, **kwargs)
        places: Any = Workplace.objects.visible_to(user).open_on(today).select_related("organisation")
        along: Any = self.fields["along"]
        along.queryset = resource.goes_with.visible_to(user).for_booking()
        where: Any = self.fields["workplace"]
        where.queryset = places
        self.only = list(places[:2])
        if len(self.only) == 1:
            where.widget, where.initial = forms.HiddenInput(), self.only[0]
        if not along.queryset:
            del self.fields["along"]

    def clean_workplace(self) -> Workplace:
        chosen: Workplace | None = self.cleaned_data["workplace"] or (self.only[0] if len(self.only) == 1 else None)
        if chosen is None:
            raise ValidationError(_("事業所を選んでください。"))
        return chosen


class CallerForm(SpanForm):
    """What the counter hears on the telephone: a company's name finds its workplaces."""

    resource = forms.ModelChoiceField(Resource.objects.none(), label=_("機器・部屋"), to_field_name="code")
    caller_name = forms.CharField(label=_("利用者の氏名"), max_length=100)
    caller_telephone = forms.CharField(label=_("電話番号"), max_length=30, required=False)
    company = forms.CharField(label=_("会社名"), max_length=100, required=False)
    workplace = forms.ModelChoiceField(Workplace.objects.none(), label=_("事業所"), required=False)
    purpose = forms.CharField(label=_("利用の目的"), max_length=200, required=False)
    upkeep = forms.BooleanField(
        label=_("校正・保守のための予約"), required=False, help_text=_("校正の期限が切れた機器も予約できます。")
    )
    field_order = ["resource", "starts_at", "ends_at", "caller_name", "caller_telephone", "company", "workplace"]

    def __init__(self, *args: Any, resource: Resource | None, user: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, zone=resource.zone if resource else timezone.get_default_timezone(), **kwargs)
        known: Any = self.fields["resource"]
        known.queryset = Resource.objects.visible_to(user).filter(in_use=True).for_lists()
        typed = fold_company(str(self.data.get("company", "")))
        named: Any = Workplace.objects.visible_to(user).open_on(today).select_related("organisation")
        where: Any = self.fields["workplace"]
        where.queryset = named.filter(organisation__name_folded__contains=typed) if typed else named.none()
        self.found = list(where.queryset[:OFFERED]) if typed else []

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("company") and not data.get("workplace"):
            if len(self.found) != 1:
                said = _("事業所を選んでください。") if self.found else _("この名前の会社は登録がありません。")
                self.add_error("workplace" if self.found else "company", said)
            else:
                data["workplace"] = self.found[0]
        return data


class ImportForm(OnceForm):
    """A sheet of bookings; it is only tried until it is marked."""

    sheet = forms.FileField(
        label=_("予約の表（Excel・CSV）"),
        help_text=_("会社を入れると、その会社の予約になります。事業所を空けると、本社になります。"),
    )
    write = forms.BooleanField(
        label=_("登録する"), required=False, help_text=_("外したままなら、登録できるかどうかを確かめるだけです。")
    )


class WaitForm(SpanForm):
    """Some time within a span."""

    hours = forms.DecimalField(label=_("使いたい時間（時間）"), min_value=0, max_value=72, decimal_places=2, initial=1)
    workplace = forms.ModelChoiceField(Workplace.objects.none(), label=_("利用する事業所"))

    def __init__(self, *args: Any, resource: Resource, user: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, zone=resource.zone, **kwargs)
        where: Any = self.fields["workplace"]
        where.queryset = Workplace.objects.visible_to(user).open_on(today).select_related("organisation")

    @property
    def minutes(self) -> int:
        return int(self.cleaned_data["hours"] * 60)


class FeedForm(OnceForm):
    """A new calendar address: one's own bookings, a resource's or a branch's."""

    resource = forms.ModelChoiceField(Resource.objects.none(), label=_("機器・部屋"), required=False)
    branch = forms.ModelChoiceField(Branch.objects.none(), label=_("拠点"), required=False)
    named = forms.BooleanField(label=_("利用者の氏名を入れる（職員のみ）"), required=False)

    def __init__(self, *args: Any, user: Any, staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["resource"]
        known.queryset = Resource.objects.visible_to(user)
        places: Any = self.fields["branch"]
        places.queryset = Branch.objects.all()
        if not staff:
            del self.fields["named"]


class VerbForm(ZonedForm):
    """What a verb asks about one booking; most ask nothing."""

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, zone=booking.resource.zone, **kwargs)
        self.booking = booking


class MoveForm(VerbForm):
    starts_at = MomentField(label=_("開始"))
    ends_at = MomentField(label=_("終了"))


class EndForm(VerbForm):
    ends_at = MomentField(label=_("終了"))


class ReasonForm(VerbForm):
    reason = forms.CharField(label=_("理由"), max_length=200, required=False)


class RefuseForm(VerbForm):
    reason = forms.CharField(label=_("お受けできない理由"), max_length=200)


class HandOverForm(VerbForm):
    """A colleague with a membership of the same company."""

    to = forms.ModelChoiceField(Person.objects.none(), label=_("引き継ぐ人"))

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, booking=booking, **kwargs)
        company = booking.workplace.organisation_id if booking.workplace else None
        people = Person.objects.filter(is_active=True, memberships__organisation=company).exclude(
            pk=booking.person_id or 0
        )
        field: Any = self.fields["to"]
        field.queryset = people.distinct() if company else people.none()


HOUR = 60 * MINUTE
