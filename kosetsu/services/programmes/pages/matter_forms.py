"""Forms of dispatches, checked plans and awards."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.parties.pages.naming import PlacedForm
from kosetsu.services.programmes.states import Novelty

MOST_YEN = 99_999_999_999_999
CHANNELS = [one for one in Channel.choices if one[0] != Channel.OTHER]


def long_field(label: Any, *, rows: int = 5, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A text of some lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=4000, required=required, widget=widget, help_text=help_text)


def yen_field(label: Any, *, required: bool = False, least: int | None = 0, help_text: Any = "") -> forms.IntegerField:
    """Whole yen."""
    return forms.IntegerField(label=label, required=required, min_value=least, max_value=MOST_YEN, help_text=help_text)


class DispatchForm(PlacedForm):
    theme = long_field(_("専門家に相談したいこと"), help_text=_("いまの状況と、めざす状態を書いてください。"))
    programme = forms.CharField(
        label=_("施策の番号"), max_length=20, required=False, help_text=_("決まっていれば（例：P012）。")
    )
    wished_from = day_field(_("希望する時期"), required=False)


class AcceptForm(OnceForm):
    expert = forms.CharField(label=_("専門家（分野・氏名）"), max_length=100)
    times = forms.IntegerField(label=_("派遣の回数（上限）"), min_value=1, max_value=50)
    answer = long_field(_("会社への連絡"), rows=3, required=False)


class RefuseForm(OnceForm):
    answer = long_field(_("理由（会社に伝わります）"), rows=3)


class DispatchVisitForm(OnceForm):
    visited_on = day_field(_("訪問日"))
    hours = forms.IntegerField(label=_("時間"), min_value=1, max_value=24)
    channel = forms.ChoiceField(label=_("方法"), choices=CHANNELS, initial=Channel.ONSITE)
    text = long_field(_("助言の内容"))


class OutcomeForm(OnceForm):
    outcome = long_field(_("成果"))


class FiguresForm(OnceForm):
    """What the check rests on; what is left empty is unknown, and never zero."""

    novelties = forms.MultipleChoiceField(
        label=_("新しい取組の種類（あてはまるものすべて）"), choices=Novelty.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    new_to_company = forms.TypedChoiceField(
        label=_("自社にとって新しい取組ですか"), choices=[("", _("未回答")), ("yes", _("はい")), ("no", _("いいえ"))],
        coerce=lambda said: said == "yes", empty_value=None, required=False,
    )  # fmt: skip
    years = forms.IntegerField(label=_("計画の年数"), min_value=1, max_value=30, required=False)
    base_value_added_yen = yen_field(
        _("直近期の付加価値額（円）"), least=None, help_text=_("営業利益＋人件費＋減価償却費")
    )
    base_employees = forms.IntegerField(label=_("直近期の従業員数"), min_value=0, max_value=999_999, required=False)
    base_payroll_yen = yen_field(_("直近期の給与支給総額（円）"))
    last_value_added_yen = yen_field(_("最終年度の付加価値額（円）"), least=None)
    last_employees = forms.IntegerField(label=_("最終年度の従業員数"), min_value=0, max_value=999_999, required=False)
    last_payroll_yen = yen_field(_("最終年度の給与支給総額（円）"))
    summary = long_field(_("新しい取組の内容"), required=False)

    NUMBERS = (
        "years", "base_value_added_yen", "base_employees", "base_payroll_yen", "last_value_added_yen",
        "last_employees", "last_payroll_yen", "new_to_company",
    )  # fmt: skip

    @property
    def figures(self) -> dict[str, Any]:
        """What the plan keeps; no kind of novelty ticked is not answered yet."""
        said = self.cleaned_data
        known = {name: said[name] for name in self.NUMBERS if said.get(name) is not None}
        return {**known, **({"novelties": said["novelties"]} if said["novelties"] else {})}


class InnovationForm(FiguresForm, PlacedForm):
    title = forms.CharField(label=_("計画の名称"), max_length=200)
    field_order = ("workplace", "title", "novelties", *FiguresForm.NUMBERS)


class AdviceForm(OnceForm):
    advice = long_field(_("助言"))
    on_date = day_field(_("助言した日"))
    channel = forms.ChoiceField(label=_("方法"), choices=CHANNELS)


class PassOnForm(OnceForm):
    passed_to = forms.CharField(label=_("取次ぎ先"), max_length=200)
    passed_on = day_field(_("取次ぎ日"))


class DecidedForm(OnceForm):
    decided_on = day_field(_("不承認の日"))


class ApprovedForm(OnceForm):
    decided_on = day_field(_("承認日"))
    approval_number = forms.CharField(label=_("承認番号"), max_length=60, required=False)


class AwardForm(PlacedForm):
    programme = forms.ChoiceField(label=_("施策"))
    award_yen = yen_field(_("交付決定額（円）"), required=True)
    awarded_on = day_field(_("交付決定日"))

    def __init__(self, *args: Any, today: dt.date, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.today = today
        self.fields["programme"].choices = [("", _("選んでください")), *programmes]  # type: ignore[attr-defined]

    def clean_awarded_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["awarded_on"]
        if day > self.today:
            raise forms.ValidationError(_("これからの日付は指定できません。"))
        return day


class CancelForm(OnceForm):
    reason = forms.CharField(label=_("理由"), max_length=300)


class ReportForm(OnceForm):
    """One yearly report; a figure that is not known stays empty."""

    sales_yen = yen_field(_("売上高（円）"), required=True)
    value_added_yen = yen_field(_("付加価値額（円）"), least=None)
    payroll_yen = yen_field(_("給与支給総額（円）"))
    employees = forms.IntegerField(label=_("従業員数"), min_value=0, max_value=999_999)
    text = long_field(_("成果と課題"))
