"""Offerings proposed to the client, each with its quantity and the price of that day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, Refused, no, require
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.rules import Options, PriceBreakdown
from kosetsu.services.consultations import signals
from kosetsu.services.consultations.actions import beats
from kosetsu.services.consultations.actions.mail import tell_client
from kosetsu.services.consultations.actions.thread import say
from kosetsu.services.consultations.models import Consultation, Proposal
from kosetsu.services.consultations.permissions import can_work
from kosetsu.services.consultations.states import MessageKind, NoticeKind, Side


@dataclass(frozen=True, slots=True)
class Item:
    """One offering to propose: how many units, how many copies of the report, how many reports in English."""

    offering: Offering
    quantity: int
    copies: int = 0
    english: int = 0


@transaction.atomic
def propose(
    *, by: Person, at: dt.datetime, consultation: Consultation, items: Sequence[Item], text: str
) -> list[Proposal]:
    """Propose offerings at today's prices for this client's class.

    Raises ``Refused`` for an offering no longer offered or whose tariff has ended; then nothing is proposed.
    """
    day = day_of(at)
    consultation = beats.locked(consultation)
    require(can_work(by, consultation, "propose"))
    for item in items:
        require(_can_be_proposed(item, day))
    client_class = class_of(consultation, day) or ""
    prices = [price_of(item, client_class, day) for item in items]
    beats.move(consultation, "propose", by=by, at=at)
    message = say(consultation, Side.INSTITUTE, MessageKind.PROPOSAL, text, by=by, at=at)
    proposals = Proposal.objects.bulk_create(
        Proposal(
            consultation=consultation, message=message, priced_on=day, client_class=client_class, **_row(item, price)
        )
        for item, price in zip(items, prices, strict=True)
    )
    tell_client(consultation, NoticeKind.PROPOSAL, at=at)
    tell = partial(
        signals.offerings_proposed.send, Proposal, consultation=consultation, proposals=proposals, by=by, at=at
    )
    transaction.on_commit(tell)
    return proposals


def class_of(consultation: Consultation, day: dt.date) -> str | None:
    """The client's class of price; None while a fact about the client is missing."""
    organisation = consultation.case.organisation
    return organisation.price_class_on(day).client_class if organisation else None


def price_of(item: Item, client_class: str, day: dt.date) -> PriceBreakdown | None:
    """The price of one item; None where the offering has no tariff at all or the class is not known."""
    if not client_class or not item.offering.tariff.all():
        return None
    options = Options(copies=item.copies, english=item.english)
    try:
        with override(settings.LANGUAGE_CODE):  # it is kept as proposed, whoever reads it
            return item.offering.price(day=day, client_class=client_class, quantity=item.quantity, options=options)
    except Mistake as mistake:
        raise Refused(no(mistake.reason, mistake.next_step)) from mistake


def _row(item: Item, price: PriceBreakdown | None) -> dict[str, Any]:
    return {
        "offering": item.offering,
        "quantity": item.quantity,
        "copies": item.copies,
        "english": item.english,
        "amount_yen": price.total_yen if price else None,
        "lines": [{"part": str(line.part), "formula": line.formula, "yen": line.yen} for line in price.lines]
        if price
        else [],
    }


def _can_be_proposed(item: Item, day: dt.date) -> Decision:
    if item.quantity < 1:
        return no(_("数量は1以上にしてください。"))
    if item.offering.is_offered_on(day):
        return YES
    return no(
        _("「%(offering)s」は、いまは提供していません。") % {"offering": item.offering},
        _("別の項目を選んでください。"),
    )
