"""Forms of the accounts office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.foundation.billing.models import Charge, Invoice
from kosetsu.foundation.catalogue.models import Relief


def reason_field() -> forms.CharField:
    return forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class CashForm(OnceForm):
    """Cash taken at the counter."""

    amount_yen = forms.IntegerField(label=_("受け取った金額（円）"), min_value=1, max_value=10**10)
    reference = forms.CharField(label=_("レジの番号"), max_length=60, help_text=_("同じ番号は二度使えません。"))
    received_on = day_field(_("入金日"))


class CorrectForm(OnceForm):
    """Which charges of a paper are taken back, and why."""

    charges = forms.ModelMultipleChoiceField(
        Charge.objects.none(), label=_("取り消す料金"), widget=forms.CheckboxSelectMultiple
    )
    reason = reason_field()

    def __init__(self, *args: Any, invoice: Invoice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["charges"]
        field.queryset = Charge.objects.filter(invoice_line__invoice=invoice, reversed_by=None)


class ReasonForm(OnceForm):
    """A verb that wants its reason."""

    reason = reason_field()


class RefundForm(OnceForm):
    """How much is paid back, and why."""

    yen = forms.IntegerField(label=_("返金額（円）"), min_value=1, max_value=10**10)
    reason = reason_field()


class CertificateForm(OnceForm):
    """A paper that entitles to a relief."""

    name = forms.ChoiceField(label=_("証明書"), choices=lambda: [(one, one) for one in _certificates()])
    number = forms.CharField(label=_("証明書の番号"), max_length=60, required=False)
    seen_on = day_field(_("確認した日"))
    valid_until = day_field(_("証明書の有効期限"), required=False)


def _certificates() -> list[str]:
    """The papers some relief asks for."""
    asked = Relief.objects.exclude(certificate="").order_by("certificate")
    return list(asked.values_list("certificate", flat=True).distinct())


class AllocateForm(OnceForm):
    """Against which paper, how much."""

    number = forms.CharField(label=_("請求書番号"), max_length=30)
    yen = forms.IntegerField(label=_("充てる金額（円）"), min_value=1, max_value=10**10)


class TransfersForm(OnceForm):
    """A bank's file; looked at first, taken in when the box is ticked."""

    file = forms.FileField(
        label=_("銀行のファイル"), help_text=_("全銀形式（振込入金通知、200バイト）またはCSV・Excel")
    )
    take_in = forms.BooleanField(
        label=_("内容を確かめたので取り込む"),
        required=False,
        help_text=_("印がなければ、中身を確かめるだけで取り込みません。"),
    )


class MonthForm(OnceForm):
    """Which month is closed."""

    month = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$", label=_("締める月"), help_text=_("「2026-11」のように入力してください。")
    )


class YearForm(OnceForm):
    """Which fiscal year is closed."""

    fiscal_year = forms.IntegerField(label=_("締める年度（西暦）"), min_value=2000, max_value=2200)
