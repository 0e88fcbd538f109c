"""Forms of the institute's own money."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.services.treasury.models import ReservePurpose
from kosetsu.services.treasury.states import ReserveKind

LARGEST_YEN = 10**13


def yen_field(label: Any, least: int = 1, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=LARGEST_YEN, **more)


def reason_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ChangeForm(OnceForm):
    """A decided change of a line's budget."""

    yen = yen_field(_("補正額（円）"), -LARGEST_YEN, help_text=_("減らすときは、負の額を入力してください。"))
    on_date = day_field(_("補正日"))
    reason = reason_field(_("理由"))


class ExecuteForm(OnceForm):
    """One sum under a line."""

    yen = yen_field(_("金額（円）"), -LARGEST_YEN, help_text=_("戻入のときは、負の額を入力してください。"))
    on_date = day_field(_("執行日"))
    words = forms.CharField(label=_("摘要"), max_length=200)
    document = forms.CharField(label=_("伝票番号"), max_length=40)
    document_line = forms.IntegerField(label=_("伝票の行"), min_value=1, max_value=9999, initial=1)


class ReverseForm(OnceForm):
    """Why a row is taken back, and on which day."""

    on_date = day_field(_("取り消す日"))
    reason = reason_field(_("理由"))


class SettleForm(OnceForm):
    """The year is settled; nothing is typed."""

    sure = forms.BooleanField(label=_("内容を確かめました。この年度の日付では、以後何も登録できません。"))


class SheetForm(OnceForm):
    """The finance system's sheet; looked at first, taken in when the box is ticked."""

    file = forms.FileField(label=_("執行のファイル"), help_text=_("様式のExcelまたはCSV"))
    take_in = forms.BooleanField(
        label=_("内容を確かめたので取り込む"),
        required=False,
        help_text=_("印がなければ、中身を確かめるだけで取り込みません。"),
    )


class BorrowForm(OnceForm):
    """A short-term loan."""

    lender = forms.CharField(label=_("借入先"), max_length=100)
    yen = yen_field(_("借入額（円）"))
    borrowed_on = day_field(_("借入日"))
    due_on = day_field(_("返済期限"))
    reason = reason_field(_("借入の理由"))


class RepayForm(OnceForm):
    """A repayment, in full or in part."""

    yen = yen_field(_("返済額（円）"))
    on_date = day_field(_("返済日"))


class RollOverForm(OnceForm):
    """The sum that cannot be repaid, borrowed anew with the founder's approval."""

    lender = forms.CharField(label=_("借入先"), max_length=100)
    yen = yen_field(_("借換額（円）"), help_text=_("年度内に返済できない額だけを借り換えます。"))
    on_date = day_field(_("借換日"))
    due_on = day_field(_("返済期限"))
    approval = forms.CharField(label=_("設立団体の長の認可番号"), max_length=60)
    approved_on = day_field(_("認可日"))
    reason = reason_field(_("借換えの理由"))


class RecogniseForm(OnceForm):
    """What was approved as surplus or reserve."""

    kind = forms.ChoiceField(label=_("種類"), choices=ReserveKind.choices)
    purpose = forms.ModelChoiceField(
        ReservePurpose.objects.none(), label=_("使途"), required=False, help_text=_("目的積立金だけに選びます。")
    )
    yen = yen_field(_("金額（円）"))
    recognised_on = day_field(_("承認日"))
    approval = forms.CharField(label=_("承認番号"), max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["purpose"]
        field.queryset = ReservePurpose.objects.all()


class UseForm(OnceForm):
    """What a reserve was used for."""

    yen = yen_field(_("金額（円）"))
    on_date = day_field(_("使用日"))
    words = forms.CharField(label=_("使いみち"), max_length=200)
