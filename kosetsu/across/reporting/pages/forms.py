"""What people type on the report pages."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kosetsu.across.reporting.rules.periods import Period
from kosetsu.common import fiscal
from kosetsu.common.idempotency import OnceForm


class DayForm(forms.Form):
    """One day, by its address."""

    day = forms.DateField(label=_("基準日"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class PeriodForm(forms.Form):
    """A fiscal year, or a stretch of days."""

    year = forms.IntegerField(label=_("年度"), required=False, min_value=1990, max_value=2200)
    first = forms.DateField(label=_("開始日"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("終了日"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("終了日が開始日より前です。"))
        return given


class ReasonForm(OnceForm):
    """Why an entry is taken back."""

    reason = forms.CharField(
        label=_("訂正の理由"), max_length=300, help_text=_("次の版の変更一覧に、このまま載ります。")
    )


class EvidenceForm(OnceForm):
    """One sheet of evidence."""

    sheet = forms.FileField(
        label=_("根拠データのファイル"), help_text=_("様式に記入したExcelブック（.xlsx）またはCSV。10MBまで。")
    )


class ConfirmForm(OnceForm):
    """Nothing but the confirmation."""


def day_of(request: HttpRequest) -> dt.date:
    """``?day=``, today where none is asked or it cannot be read."""
    form = DayForm(request.GET)
    asked: dt.date | None = form.cleaned_data["day"] if form.is_valid() else None
    today: dt.date = request.today  # type: ignore[attr-defined]
    return asked or today


def period_of(request: HttpRequest) -> tuple[PeriodForm, Period]:
    """``?first=&last=`` or ``?year=``; the running fiscal year where neither is asked."""
    form = PeriodForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    if given.get("first") and given.get("last"):
        return form, Period(given["first"], given["last"])
    running = fiscal.fiscal_year(request.today)  # type: ignore[attr-defined]
    return form, Period.of_fiscal_year(given.get("year") or running)
