"""Money of the demo, lived through: every row of the file becomes what the actions make of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions
from kosetsu.foundation.billing.models import Charge, Invoice, TransferFile
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.rules import Options
from kosetsu.foundation.governance.actions import give_consent
from kosetsu.foundation.governance.consents import text_in_force
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Organisation

MORNING = dt.time(8, 40)
OVERPAID_YEN, REFUND_YEN = 1_000, 400
WARD_PURPOSE = "ward-use-statement"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One line of the demo's bank file."""

    days_ago: int
    amount_yen: int
    payer: str
    reference: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One charge of the demo: how long ago, for whom, on which paper, and how it was paid."""

    organisation: Organisation
    days_ago: int
    offering: Offering
    quantity: int
    copies: int
    paper: str
    paid: str


def play(deliveries: Sequence[Delivery], at: dt.datetime) -> None:
    """Charge, bill and pay in the order of time; once, on a database that holds no charge yet."""
    clerk = Person.objects.of_the_demo().filter(email__startswith="accounts@").first()
    if clerk is None or Charge.objects.exists():
        return
    for one in sorted(deliveries, key=lambda one: -one.days_ago):
        moment = at - dt.timedelta(days=one.days_ago)
        whom: dict[str, Any] = {"organisation": one.organisation, "workplace": one.organisation.workplaces.first()}
        made = actions.charge(
            by=clerk, at=moment, **whom, offering=one.offering, quantity=one.quantity, on_date=day_of(moment),
            options=Options(copies=one.copies), branch=one.offering.branch,
        )  # fmt: skip
        if one.paper:
            _bill(made, one.paid, clerk, moment)
        else:
            item = actions.Item(one.offering, one.quantity)
            actions.issue_quote(by=clerk, at=moment, **whom, title=one.offering.name_ja, items=[item])
    _consent(at)


def import_transfers(transfers: Sequence[Transfer], at: dt.datetime) -> None:
    """Take the bank's file of the day before in, once: its sums wait for the accounts office to set them against."""
    cast = Cast(at)
    if not transfers or TransferFile.objects.exists():
        return
    rows = [["入金日", "金額", "振込人", "照会番号"]]
    rows += [[f"{cast.working_day(-one.days_ago)}", f"{one.amount_yen}", one.payer, one.reference] for one in transfers]
    data = "\r\n".join(",".join(row) for row in rows).encode()
    day = cast.moment(-1, MORNING)
    actions.import_transfers(by=cast.people["accounts"], at=day, name=f"振込明細_{day:%Y%m%d}.csv", data=data)


def _bill(made: Charge, paid: str, clerk: Person, at: dt.datetime) -> None:
    invoice = actions.issue_invoice(by=clerk, at=at, charges=[made])
    if not paid:
        return
    yen = {
        "back": invoice.total_yen,
        "part": invoice.total_yen // 2,
        "full": invoice.total_yen,
        "over": invoice.total_yen + OVERPAID_YEN,
    }[paid]
    later = at + dt.timedelta(days=2)
    payment = actions.take_cash(by=clerk, at=later, invoice=invoice, amount_yen=yen, reference=f"D-{invoice.pk}")
    actions.issue_receipt(by=clerk, at=later, payment=payment)
    if paid == "over":
        actions.request_refund(by=clerk, at=later, payment=payment, yen=REFUND_YEN, reason=payment.payer)
    if paid == "back":
        actions.correct_invoice(by=clerk, at=later, invoice=invoice, charges=[made], reason=made.label)
    if paid == "part":
        _remind(invoice, clerk, at)


def _remind(invoice: Invoice, clerk: Person, at: dt.datetime) -> None:
    actions.remind(by=clerk, at=at + dt.timedelta(days=40), invoice=invoice)
    actions.propose_write_off(by=clerk, at=at + dt.timedelta(days=70), invoice=invoice, reason=invoice.title)


def _consent(at: dt.datetime) -> None:
    """The demo's owner agrees that the ward sees the company's use."""
    owner = Person.objects.of_the_demo().filter(email__startswith="owner@").first()
    text = text_in_force(WARD_PURPOSE, day_of(at))
    if owner and text:
        give_consent(by=owner, at=at, person=owner, purpose=text.purpose, version=text.version)
