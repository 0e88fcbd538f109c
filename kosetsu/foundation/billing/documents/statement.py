"""The statement of use that a ward's fee subsidy asks for: per workplace and fiscal year, only what was paid."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import eras, fiscal
from kosetsu.common.money import Rounding
from kosetsu.common.pdf import render_apart
from kosetsu.foundation.billing.models import Charge, Issuer
from kosetsu.foundation.billing.rules import SubsidyTerms, subsidy_yen, taxes
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.parties.models import Workplace

TEMPLATE = Path(__file__).parent.parent / "templates" / "billing" / "statement.typ"


@dataclass(frozen=True, slots=True)
class Use:
    """One line of a statement: day, test or instrument, code, unit price, points, amount with tax, tax."""

    on_date: dt.date
    label: str
    code: str
    unit_price: str
    quantity: int
    unit: str
    yen: int
    tax_yen: int
    invoice: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one workplace used and paid in one fiscal year."""

    workplace: Workplace
    fiscal_year: int
    uses: tuple[Use, ...]

    @property
    def paid_yen(self) -> int:
        return sum(use.yen for use in self.uses)

    @property
    def tax_yen(self) -> int:
        return sum(use.tax_yen for use in self.uses)

    def eligible_yen(self, terms: SubsidyTerms) -> int:
        """What the ward counts: with the tax or without it."""
        return max(self.paid_yen if terms.tax_included else self.paid_yen - self.tax_yen, 0)

    def relief_yen(self, terms: SubsidyTerms) -> int | None:
        """What the ward's rule gives back; None where no rate is printed."""
        return subsidy_yen(self.eligible_yen(terms), terms)


def statement_of(workplace: Workplace, fiscal_year: int) -> Statement:
    """The statement of one workplace."""
    return statements_of([workplace], fiscal_year)[0]


def statements_of(workplaces: Iterable[Workplace], fiscal_year: int) -> list[Statement]:
    """One statement for each of these workplaces, by one query; a room that is let is no use of an instrument."""
    places = list(workplaces)
    rows = Charge.objects.paid_in(fiscal_year).filter(workplace__in=places)
    rows = rows.exclude(offering__kind=OfferingKind.ROOM)
    rows = rows.select_related("offering", "invoice_line__invoice").order_by("on_date", "pk")
    uses: dict[int, list[Use]] = {place.pk: [] for place in places}
    for row in rows:
        uses[row.workplace_id].append(_use(row))
    return [Statement(place, fiscal_year, tuple(uses[place.pk])) for place in places]


def _use(charge: Charge) -> Use:
    """The tax of one line is told for the ward's sake; the invoice's is the sum rounded once."""
    sign = -1 if charge.yen < 0 else 1
    parts = [{**part, "yen": part["yen"] * sign} for part in charge.parts]
    found = taxes(parts, Rounding(charge.invoice_line.invoice.tax_rounding))
    unit = next((part["formula"] for part in charge.parts if part["part"] == "unit"), "")
    return Use(
        on_date=charge.on_date,
        label=charge.label,
        code=charge.offering.code if charge.offering else "",
        unit_price=unit.partition(" ")[0],
        quantity=charge.quantity,
        unit=charge.unit,
        yen=found.total_yen * sign,
        tax_yen=found.tax_yen * sign,
        invoice=charge.invoice_line.invoice.number,
    )


def statement_pdf(found: Statement, day: dt.date, at: dt.datetime) -> bytes:
    """The statement as A4, dated the day it is printed."""
    return render_apart(TEMPLATE, statement_data(found, day), at=at)


def statement_data(found: Statement, day: dt.date) -> dict[str, Any]:
    """What the template is filled with."""
    with override("ja"):
        issuer = Issuer.objects.on(day).first()
        place = found.workplace
        return {
            "title": _("利用実績証明書"),
            "year": fiscal.label(found.fiscal_year),
            "day": eras.long_text(day),
            "addressee": f"{place.organisation.name_on(day)} {place.name}".strip(),
            "address": f"{place.postal_code} {place.address}".strip(),
            "lead": _("下記のとおり、ご利用と料金のお支払いがあったことを証明します。"),
            "issuer": [issuer.name_ja, issuer.address, issuer.office] if issuer else [],
            "seal": issuer.seal_note if issuer else "",
            "heads": [
                _("利用日"), _("試験・機器"), _("番号"), _("単価"), _("点数"), _("金額（税込）"), _("うち消費税"),
                _("請求書"),
            ],
            "rows": [
                [f"{use.on_date:%Y/%m/%d}", use.label, use.code, use.unit_price, f"{use.quantity:,} {use.unit}",
                 f"{use.yen:,}", f"{use.tax_yen:,}", use.invoice]
                for use in found.uses
            ],
            "total_label": _("合計"),
            "total": f"{found.paid_yen:,}",
            "tax": f"{found.tax_yen:,}",
            "empty": _("この年度に、お支払い済みの利用はありません。"),
        }  # fmt: skip
