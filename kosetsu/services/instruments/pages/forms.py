"""Forms of the bench and of licences: what a thumb can answer."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.devices.states import DeviceState
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.instruments.models import Consumable, LicenceRule
from kosetsu.services.instruments.states import PaperKind, RenewalKind

YEARS_OFFERED = 21
LENGTHS = [(30, _("30分")), (60, _("1時間")), (120, _("2時間"))]


class PaperForm(OnceForm):
    """A photograph or a document, with the words for whoever does not see it."""

    kind = forms.ChoiceField(label=_("種類"), choices=PaperKind.choices)
    file = forms.FileField(label=_("ファイル"))
    name = forms.CharField(
        label=_("名前"), max_length=200, help_text=_("写真では、何が写っているかを書きます（読み上げに使われます）。")
    )


class BenchForm(OnceForm):
    """What a verb of the bench asks about one booking; start and stop ask nothing."""

    def __init__(self, *args: Any, booking: Booking, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.booking, self.day = booking, day


class ExtendForm(BenchForm):
    minutes = forms.TypedChoiceField(label=_("延長する時間"), choices=LENGTHS, coerce=int)


class GuidanceForm(BenchForm):
    minutes = forms.IntegerField(label=_("操作指導（分）"), min_value=1, max_value=1440)


class ConsumableForm(BenchForm):
    consumable = forms.ModelChoiceField(Consumable.objects.none(), label=_("消耗品"))
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=10_000, initial=1)

    def __init__(self, *args: Any, booking: Booking, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, booking=booking, day=day, **kwargs)
        field: Any = self.fields["consumable"]
        field.queryset = Consumable.objects.on(day).filter(offering=booking.resource.offering_id)


class FaultForm(OnceForm):
    text = forms.CharField(label=_("故障の内容"), max_length=300)
    unusable = forms.BooleanField(label=_("この機器は使えない"), required=False)


class MendForm(OnceForm):
    mending = forms.CharField(label=_("処置"), max_length=300)
    repair_yen = forms.IntegerField(label=_("修理費（円）"), min_value=0, max_value=999_999_999, required=False)


class AttendForm(OnceForm):
    """Who took the course of an instrument, and which workplace pays for it."""

    offering = forms.ModelChoiceField(Offering.objects.none(), label=_("機器"), to_field_name="code")
    email = forms.EmailField(label=_("受講者のメールアドレス"))
    attended_on = day_field(_("受講日"))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["offering"]
        ruled = LicenceRule.objects.on(today).values("offering")
        field.queryset = Offering.objects.filter(pk__in=ruled).order_by(F("code"))

    def clean_email(self) -> Person:
        found = Person.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("このメールアドレスの利用者は登録がありません。"))
        return found

    @property
    def workplace(self) -> Workplace | None:
        """The only workplace the person acts for; where there are several, nobody is charged here."""
        person: Person = self.cleaned_data["email"]
        found = list(Workplace.objects.visible_to(person).select_related("organisation")[:2])
        return found[0] if len(found) == 1 else None


class VerbForm(OnceForm):
    """A verb of a licence that asks nothing."""


class ReasonForm(VerbForm):
    reason = forms.CharField(label=_("理由"), max_length=200)


class StepForm(OnceForm):
    step = forms.CharField(label=_("対応"), max_length=300, help_text=_("例：講習会を増やす、他拠点へ移す、更新しない"))


class OutcomeForm(VerbForm):
    outcome = forms.CharField(label=_("結果・取りやめの理由"), max_length=300)


class ChangeRenewalForm(OnceForm):
    """What a line of the renewal plan says of its device."""

    kind = forms.ChoiceField(label=_("区分"), choices=RenewalKind.choices)
    fiscal_year = forms.TypedChoiceField(label=_("予定年度"), coerce=int)
    estimated_yen = forms.IntegerField(label=_("概算額（円）"), min_value=0, max_value=99_999_999_999)
    money = forms.CharField(label=_("財源"), max_length=100, required=False, help_text=_("例：運営費交付金、補助金"))
    reason = forms.CharField(label=_("理由"), max_length=300)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this, field = fiscal.fiscal_year(today), self.fields["fiscal_year"]
        field.choices = [(year, fiscal.label(year)) for year in range(this, this + YEARS_OFFERED)]  # type: ignore[attr-defined]


class RenewalForm(ChangeRenewalForm):
    """A new line, with its device."""

    device = forms.ModelChoiceField(Device.objects.none(), label=_("機器"), to_field_name="code")
    field_order = ("device", "kind", "fiscal_year", "estimated_yen", "money", "reason")

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        field: Any = self.fields["device"]
        field.queryset = Device.objects.exclude(state=DeviceState.RETIRED).order_by("code")
        field.label_from_instance = lambda one: f"{one.code} {one.name}"
