"""Forms of the desk's catalogue."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.common.money import Rounding
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.catalogue.actions import FIELDS, TariffEntry
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.catalogue.states import ClientClass, OfferingKind, PricePart, RateBase, TaxClass
from kosetsu.foundation.parties.models import Branch, Group


class LinesField(forms.CharField):
    """Several values, one per line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line for line in (tidy_line(one) for one in str(super().clean(value)).splitlines()) if line]


class OfferingForm(OnceForm):
    """What is said about an offering."""

    name_ja = forms.CharField(label=gettext_lazy("名称"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("英語の名称"), max_length=200, required=False)
    name_th = forms.CharField(label=gettext_lazy("タイ語の名称"), max_length=200, required=False)
    summary = forms.CharField(
        label=gettext_lazy("概要"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("何がわかるのかを、専門でない人の言葉で書いてください。"),
    )
    detail = forms.CharField(label=gettext_lazy("内容"), widget=forms.Textarea(attrs={"rows": 8}), required=False)
    branch = forms.ModelChoiceField(label=gettext_lazy("拠点"), queryset=Branch.objects.all())
    group = forms.ModelChoiceField(label=gettext_lazy("担当グループ"), queryset=Group.objects.all(), required=False)
    field = forms.ModelChoiceField(label=gettext_lazy("技術分野"), queryset=TechnologyField.objects.all())
    standards = LinesField(
        label=gettext_lazy("規格"), required=False, help_text=gettext_lazy("1行に一つずつ書いてください。")
    )
    keywords = LinesField(
        label=gettext_lazy("キーワード"),
        required=False,
        help_text=gettext_lazy("お客様が使いそうな言葉を、1行に一つずつ書いてください。"),
    )
    training_level = forms.IntegerField(label=gettext_lazy("研修レベル"), min_value=0, max_value=9, initial=0)
    lead_days = forms.IntegerField(
        label=gettext_lazy("着手までの目安（稼働日）"), min_value=0, max_value=400, required=False
    )

    def clean_detail(self) -> str:
        return tidy(self.cleaned_data["detail"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        group, branch = data.get("group"), data.get("branch")
        if group and branch and group.branch_id != branch.pk:
            self.add_error("group", _("「%(group)s」は、この拠点のグループではありません。") % {"group": group.name})
        return data

    @property
    def said(self) -> dict[str, Any]:
        """The columns of the offering."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @classmethod
    def values(cls, offering: Offering) -> dict[str, Any]:
        return {name: getattr(offering, name) for name in FIELDS}


class NewOfferingForm(OfferingForm):
    """An offering that does not exist yet."""

    code = forms.RegexField(
        r"^[A-Z]-[A-Z0-9-]{3,24}$",
        label=gettext_lazy("番号"),
        help_text=gettext_lazy("「T-COR-015」のように、英大文字と数字で書いてください。"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("種別"), choices=OfferingKind.choices)
    field_order = ("code", "kind")


class ReasonForm(OnceForm):
    """A verb that wants its reason."""

    reason = forms.CharField(label=gettext_lazy("理由"), widget=forms.Textarea(attrs={"rows": 3}))


class EditionForm(OnceForm):
    """From when a new tariff holds, and on which decision it rests."""

    valid_from = day_field(gettext_lazy("適用開始日"))
    source = forms.CharField(
        label=gettext_lazy("根拠"), max_length=200, help_text=gettext_lazy("決裁番号や規程の名前を書いてください。")
    )


class LineForm(forms.Form):
    """One line of the new edition; an empty one is left out."""

    client_class = forms.ChoiceField(label=gettext_lazy("料金区分"), choices=ClientClass.choices)
    part = forms.ChoiceField(label=gettext_lazy("費目"), choices=PricePart.choices)
    unit = forms.CharField(label=gettext_lazy("単位"), max_length=30, required=False)
    from_quantity = forms.IntegerField(
        label=gettext_lazy("数量がこれを超える分から"), min_value=0, initial=0, required=False
    )
    yen = forms.IntegerField(label=gettext_lazy("金額（円）"), min_value=0, max_value=100_000_000, required=False)
    rate = forms.RegexField(r"^\d+/[1-9]\d*$", label=gettext_lazy("率"), required=False)
    rounding = forms.ChoiceField(
        label=gettext_lazy("端数"),
        choices=lambda: [(one.value, one.label) for one in Rounding],
        initial=Rounding.DOWN.value,
        required=False,
    )
    minimum_quantity = forms.IntegerField(label=gettext_lazy("最低の数量"), min_value=0, initial=0, required=False)
    step = forms.IntegerField(label=gettext_lazy("計算の順番"), min_value=0, max_value=999, initial=0, required=False)
    base = forms.ChoiceField(
        label=gettext_lazy("率をかける相手"), choices=RateBase.choices, initial=RateBase.SUM, required=False
    )
    round_to = forms.IntegerField(label=gettext_lazy("端数の単位（円）"), min_value=1, initial=1, required=False)
    tax_class = forms.ChoiceField(label=gettext_lazy("消費税"), choices=TaxClass.choices)

    @property
    def entry(self) -> TariffEntry | None:
        """The line, or None where neither a price nor a rate stands."""
        data = getattr(self, "cleaned_data", {})
        if data.get("yen") is None and not data.get("rate"):
            return None
        return TariffEntry(
            client_class=ClientClass(data["client_class"]),
            part=PricePart(data["part"]),
            unit=data["unit"],
            from_quantity=data["from_quantity"] or 0,
            yen=data["yen"],
            rate=data["rate"],
            rounding=data["rounding"] or Rounding.DOWN,
            round_to=data["round_to"] or 1,
            minimum_quantity=data["minimum_quantity"] or 0,
            step=data["step"] or 0,
            base=data["base"] or RateBase.SUM,
            tax_class=TaxClass(data["tax_class"]),
        )


BLANK_LINES = 3
TariffForms = forms.formset_factory(LineForm, extra=BLANK_LINES, max_num=60)


def lines_on(offering: Offering, day: dt.date) -> list[dict[str, Any]]:
    """The lines in force, as the beginning of a new edition."""
    names = LineForm.base_fields.keys()
    lines: list[TariffLine] = [line for line in offering.tariff.all() if line.holds_on(day)]
    return [{name: getattr(line, name) for name in names} for line in lines]
