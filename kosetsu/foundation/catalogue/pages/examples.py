"""The price of an offering for each class, computed for the amounts a visitor types."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common import units
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.rules import Options, PriceBreakdown, count_units
from kosetsu.foundation.catalogue.states import ClientClass, PricePart
from kosetsu.foundation.parties.models import Institute, Organisation
from kosetsu.foundation.parties.standing import standing

CLASSES = (ClientClass.SME, ClientClass.LARGE, ClientClass.OUTSIDE)
OPTION_FIELDS: Mapping[PricePart, tuple[str, Any]] = {
    PricePart.COPY: ("copies", gettext_lazy("成績書の謄本（通）")),
    PricePart.ENGLISH: ("english", gettext_lazy("英文成績書（通）")),
}


class PriceForm(forms.Form):
    """The amounts of the unit ("時間", "個"), and the papers this offering has a price for."""

    unit: str

    @classmethod
    def of(cls, offering: Offering, day: dt.date, asked: Mapping[str, Any]) -> Optional["PriceForm"]:
        """The form for what is priced on ``day``; None for an offering without a price."""
        parts = {line.part: line for line in offering.tariff.all() if line.holds_on(day)}
        if not parts:
            return None
        unit = parts[PricePart.UNIT].unit if PricePart.UNIT in parts else ""
        fields: dict[str, forms.Field] = {f"amount{number}": one for number, one in enumerate(_amounts(unit))}
        for part, (name, label) in OPTION_FIELDS.items():
            if part in parts:
                fields[name] = forms.IntegerField(label=label, min_value=0, max_value=20, required=False, initial=0)
        if PricePart.URGENT in parts:
            fields["urgent"] = forms.BooleanField(label=_("至急"), required=False)
        form = cls(asked) if any(name in asked for name in fields) else cls()
        form.fields |= fields
        form.unit = unit
        return form

    def said(self, name: str) -> int:
        """The number typed, or what the form began with."""
        if self.is_bound and self.is_valid():
            return int(self.cleaned_data.get(name) or 0)
        return int(self.fields[name].initial or 0) if name in self.fields else 0

    @property
    def quantity(self) -> int:
        factors = units.factors(self.unit) if self.unit else []
        amounts = [max(self.said(f"amount{number}"), 1) for number in range(len(factors))]
        return count_units(self.unit, amounts) if factors else 1

    @property
    def options(self) -> Options:
        return Options(copies=self.said("copies"), english=self.said("english"), urgent=bool(self.said("urgent")))


def _amounts(unit: str) -> list[forms.IntegerField]:
    return [
        forms.IntegerField(label=units.unit_name(name, units.SEVERAL), min_value=1, max_value=100_000, initial=step)
        for step, name in (units.factors(unit) if unit else [])
    ]


@dataclass(frozen=True, slots=True)
class Example:
    """One class's price, or why there is none."""

    client_class: str
    label: str
    price: PriceBreakdown | None
    problem: str
    yours: bool


def examples(offering: Offering, day: dt.date, user: Any, form: PriceForm) -> list[Example]:
    """The price of each class; the visitor's own first, where it is known."""
    institute = Institute.current()
    names = institute.price_class_names if institute else {}
    own = own_class(user, day, institute)
    found = [_example(offering, day, one, names.get(one) or str(one.label), one == own, form) for one in CLASSES]
    return sorted(found, key=lambda one: not one.yours)


def own_class(user: Any, day: dt.date, institute: Institute | None) -> str | None:
    """The class of the company the visitor acts for, when there is one company and its class is known."""
    companies = standing(user).organisations
    company = Organisation.objects.filter(pk__in=companies).first() if len(companies) == 1 else None
    return company.price_class_on(day, institute).client_class if company else None


def _example(
    offering: Offering, day: dt.date, client_class: ClientClass, label: str, yours: bool, form: PriceForm
) -> Example:
    try:
        price = offering.price(day=day, client_class=client_class, quantity=form.quantity, options=form.options)
    except Mistake as mistake:
        return Example(client_class, label, None, str(mistake), yours)
    return Example(client_class, label, price, "", yours)
