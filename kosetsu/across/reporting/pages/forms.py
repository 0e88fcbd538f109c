"""What people type on the report pages."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kosetsu.across.reporting.documents.evidence import known_words, workplace_of
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import Book
from kosetsu.common import fiscal
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.casebook.states import Channel, Format
from kosetsu.foundation.parties.models import Branch, Workplace

FIRST_YEAR, LAST_YEAR = 1990, 2200


class DayForm(forms.Form):
    """One day, by its address."""

    day = forms.DateField(label=_("基準日"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class PeriodForm(forms.Form):
    """A fiscal year, or a stretch of days."""

    year = forms.IntegerField(label=_("年度"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
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


class LateForm(OnceForm):
    """One entry of a frozen year."""

    on_date = forms.DateField(label=_("日付"), widget=forms.DateInput(attrs={"type": "date"}))
    service = forms.ChoiceField(label=_("サービス"))
    kind = forms.ChoiceField(label=_("種類"))
    branch = forms.ModelChoiceField(label=_("拠点"), queryset=Branch.objects.all(), required=False)
    corporate_number = forms.CharField(label=_("法人番号"), max_length=13, required=False)
    workplace = forms.CharField(label=_("事業所名"), max_length=100, required=False)
    channel = forms.ChoiceField(label=_("受付方法"), choices=[("", "―"), *Channel.choices], required=False)
    format = forms.ChoiceField(label=_("開催形式"), choices=[("", "―"), *Format.choices], required=False)
    field = forms.CharField(label=_("分野コード"), max_length=20, required=False)
    quantity = forms.IntegerField(label=_("数量"), initial=1, min_value=1)
    unit = forms.CharField(label=_("単位"), max_length=10)
    headcount = forms.IntegerField(label=_("人数"), initial=0, min_value=0)
    headcount_online = forms.IntegerField(label=_("うちオンライン"), initial=0, min_value=0)
    reference = forms.CharField(label=_("対象の番号"), max_length=80, required=False)
    topic = forms.CharField(label=_("内容"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("追加の理由"), max_length=300, help_text=_("次の版の変更一覧に、このまま載ります。")
    )

    def __init__(self, *args: Any, year: int, book: Book, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.period, language = Period.of_fiscal_year(year), get_language() or "ja"
        for name in ("service", "kind"):
            choices = [(value, book.word(name, value, language)) for value in known_words(book.measures, name)]
            self.fields[name].choices = sorted(choices, key=lambda choice: choice[1])  # type: ignore[attr-defined]

    def clean_on_date(self) -> dt.date:
        day: dt.date = self.cleaned_data["on_date"]
        if not self.period.first <= day <= self.period.last:
            raise forms.ValidationError(gettext("この年度の日付を入力してください。"))
        return day

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        try:
            found = workplace_of(given.get("corporate_number", ""), given.get("workplace", ""))
        except ValueError as wrong:
            self.add_error("corporate_number", str(wrong))
            return given
        given["workplace"] = Workplace.objects.get(pk=found) if found else None
        return given

    def entry(self) -> dict[str, Any]:
        """What was typed, as the columns of an entry."""
        given = {k: v for k, v in self.cleaned_data.items() if k not in ("submission_key", "corporate_number")}
        workplace = given["workplace"]
        return {**given, "organisation": workplace.organisation if workplace else None}


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
