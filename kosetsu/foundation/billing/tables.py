"""The institute's rules of paying: ``billing/*.csv``. Each file is the whole of its kind; every row has its source."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Literal

from django.db.models import Model
from django.utils.translation import gettext as _
from pydantic import Field, field_validator, model_validator

from kosetsu.common import corporate_number, money
from kosetsu.common.clock import now
from kosetsu.common.money import Rounding
from kosetsu.common.tables import BadRow, Blank, Table, TableRow, cells, lookup
from kosetsu.foundation.billing.actions.demo import Delivery, Transfer, import_transfers, play
from kosetsu.foundation.billing.documents.finance import VALUES
from kosetsu.foundation.billing.models import BillingTerms, DunningRule, FinanceColumn, Issuer
from kosetsu.foundation.billing.states import PaymentTiming
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import ClientClass, OfferingKind
from kosetsu.foundation.parties.models import Organisation


class _Dated(TableRow):
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str


class TermsRow(_Dated):
    """One line of billing/terms.csv."""

    offering_kind: OfferingKind | str = Field(default="", union_mode="left_to_right")
    client_class: ClientClass | str = Field(default="", union_mode="left_to_right")
    from_yen: int = Field(default=0, ge=0)
    payment_timing: PaymentTiming
    deposit_rate: str = ""
    due_days: int = Field(ge=0, le=365)
    quote_days: int = Field(ge=1, le=365)
    tax_rounding: Rounding

    @model_validator(mode="after")
    def _stands(self) -> "TermsRow":
        for value, known in ((self.offering_kind, OfferingKind), (self.client_class, ClientClass)):
            if value and value not in set(known):
                raise ValueError(_("「%(value)s」は使えません。") % {"value": value})
        if (self.payment_timing == PaymentTiming.DEPOSIT) != bool(self.deposit_rate):
            raise ValueError(_("一部前納のときだけ、前納の率を書いてください。"))
        if self.deposit_rate:
            money.rate(self.deposit_rate)
        return self


class IssuerRow(_Dated):
    """One line of billing/issuers.csv."""

    registration_number: str
    name_ja: str
    postal_code: str
    address: str
    telephone: str
    office: str = ""
    seal_note: str = ""
    bank_account: str

    @field_validator("registration_number")
    @classmethod
    def _number(cls, text: str) -> str:
        """A body's registration number is T and its corporate number, whose check digit must be right."""
        number = corporate_number.normalise_registration(text)
        corporate_number.normalise(number[1:])
        return number


class DunningRow(_Dated):
    """One line of billing/dunning.csv."""

    step: int = Field(ge=1, le=9)
    after_days: int = Field(ge=1, le=3650)
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    text_ja: str
    text_en: str = ""
    text_th: str = ""


class FinanceRow(_Dated):
    """One line of billing/finance_columns.csv."""

    position: int = Field(ge=1)
    heading: str
    value: str

    @field_validator("value")
    @classmethod
    def _known(cls, value: str) -> str:
        if not value.startswith("=") and value not in VALUES:
            raise ValueError(
                _("「%(value)s」は使えません。使える値: %(known)s") % {"value": value, "known": " ".join(VALUES)}
            )
        return value


class DemoChargeRow(TableRow):
    """One line of demo/charges.csv: something delivered so many days before the loading day."""

    code: str
    organisation: str
    days_ago: int = Field(ge=0, le=360)
    offering: str
    quantity: int = Field(ge=1)
    copies: int = Field(default=0, ge=0)
    paper: str = ""
    paid: Literal["", "part", "full", "over", "back"] = ""
    source: str


def load_demo(rows: list[tuple[int, DemoChargeRow]]) -> None:
    """The demo's charges with their papers and payments."""
    offerings = Offering.objects.select_related("branch").in_bulk(field_name="code")
    bodies = {one.code: one for one in Organisation.objects.exclude(code=None) if one.code}
    deliveries = [
        Delivery(
            organisation=lookup(bodies, row.organisation, line, "organisation"),
            offering=lookup(offerings, row.offering, line, "offering"),
            **row.model_dump(exclude={"code", "organisation", "offering", "source"}),
        )
        for line, row in rows
    ]
    play(deliveries, now())


class DemoTransferRow(TableRow):
    """One line of demo/transfers.csv: a sum on the institute's account, so many days before the loading day."""

    days_ago: int = Field(ge=1, le=60)
    amount_yen: int = Field(ge=1)
    payer: str
    reference: str
    source: str


def load_transfers(rows: list[tuple[int, DemoTransferRow]]) -> None:
    """The demo's file of the bank."""
    import_transfers([Transfer(**row.model_dump(exclude={"source"})) for row in cells(rows)], now())


def _replace(model: type[Model]) -> Any:
    """The file is the whole of it."""

    def load(rows: list[tuple[int, Any]]) -> None:
        model._default_manager.all().delete()
        model._default_manager.bulk_create(model(**row.model_dump()) for row in cells(rows))

    return load


def _load_dunning(rows: list[tuple[int, DunningRow]]) -> None:
    """Reminders already written point at their rule: a step is changed in place."""
    for row in cells(rows):
        key: dict[str, Any] = {"step": row.step, "valid_from": row.valid_from}
        DunningRule.objects.update_or_create(**key, defaults=row.model_dump(exclude=set(key)))


def _one_at_a_time(rows: list[tuple[int, Any]]) -> Iterator[BadRow]:
    """Two rows of the same kind never hold on the same day."""
    for position, (line, row) in enumerate(rows):
        for before, other in rows[:position]:
            if _key(row) == _key(other) and _overlap(row, other):
                yield BadRow(line, "valid_from", _("%(line)d 行目と期間が重なっています。") % {"line": before})


def _key(row: Any) -> tuple[Any, ...]:
    names = ("offering_kind", "client_class", "from_yen", "step", "position")
    return tuple(getattr(row, name, None) for name in names)


def _overlap(one: Any, other: Any) -> bool:
    first, last = dt.date.min, dt.date.max
    return (one.valid_from or first) <= (other.valid_to or last) and (other.valid_from or first) <= (
        one.valid_to or last
    )


TABLES = [
    Table("billing/terms.csv", TermsRow, _replace(BillingTerms), order=95, optional=True, check=_one_at_a_time),
    Table("billing/issuers.csv", IssuerRow, _replace(Issuer), order=95, optional=True, check=_one_at_a_time),
    Table("billing/dunning.csv", DunningRow, _load_dunning, order=95, optional=True, check=_one_at_a_time),
    Table("demo/charges.csv", DemoChargeRow, load_demo, order=450, optional=True, demo=True, key=("code",)),
    Table("demo/transfers.csv", DemoTransferRow, load_transfers, order=630, optional=True, demo=True,
          key=("reference",)),
    Table(
        "billing/finance_columns.csv", FinanceRow, _replace(FinanceColumn), order=95, optional=True,
        check=_one_at_a_time,
    ),
]  # fmt: skip
