"""Places that are paid beforehand: asked for on one paper, firm once it is paid, and what giving one back costs.

What is asked for is an advance of billing; the charge comes with the delivery, as everywhere, and the advance is set
against its invoice. So a place that nobody delivers is never charged.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.actions.quotes import class_of, price_of
from kosetsu.foundation.billing.models import Invoice
from kosetsu.foundation.billing.rules import kept, month_of
from kosetsu.foundation.billing.states import InvoiceKind
from kosetsu.foundation.bookings.rules import fee_share, read_fee
from kosetsu.foundation.casebook.actions import YEAR_LOCK
from kosetsu.foundation.catalogue.states import TaxClass
from kosetsu.foundation.gatherings.actions import beats
from kosetsu.foundation.gatherings.actions.mail import tell
from kosetsu.foundation.gatherings.models import FeeTerms, Gathering, Registration
from kosetsu.foundation.gatherings.rules import pay_until
from kosetsu.foundation.gatherings.states import OPEN, RegistrationState
from kosetsu.foundation.parties.models import Workplace


def hold_money(gathering: Gathering, day: dt.date) -> None:
    """All of money that the places of a locked gathering may need, at once and in one order, before the audit log."""
    rows = gathering.registrations.filter(state__in=OPEN)
    companies = set(rows.exclude(workplace=None).values_list("workplace__organisation", flat=True))
    lock_keys(
        YEAR_LOCK.format(fiscal.fiscal_year(day)), f"billing:month:{month_of(day)}",
        *(f"billing:company:{one}" for one in companies),
    )  # fmt: skip
    list(Invoice.objects.select_for_update().filter(pk__in=rows.values("advance")).order_by("pk"))


def ask(
    *,
    by: Person | None,
    at: dt.datetime,
    gathering: Gathering,
    workplace: Workplace | None,
    names: Sequence[str],
    latest: dt.date | None = None,
) -> dict[str, Any]:
    """Ask for the price of these people's places: what their registrations keep of it; nothing where it is not
    prepaid, costs nothing, or is charged apart. It is due by ``latest`` and by the beginning.
    """
    if not gathering.prepaid or workplace is None or gathering.offering is None or gathering.starts_on is None:
        return {}
    paper = billing.request_advance(
        by=by, at=at, issuer=_answers(gathering), organisation=workplace.organisation, workplace=workplace,
        offering=gathering.offering, on_date=gathering.starts_on, labels=[f"{gathering} {name}" for name in names],
        title=gathering.title, latest=latest or max(gathering.starts_on, gathering.day_of(at)),
    )  # fmt: skip
    if paper is None:
        return {}
    assert paper.due_on
    terms, begins = _terms(gathering, at), _begins(gathering)
    until = pay_until(paper.due_on, terms.grace_days if terms else 0, begins, at)
    return {"advance": paper, "fee_yen": paper.total_yen // len(names), "offered_until": until}


def confirm(*, by: Person | None, at: dt.datetime, registration: Registration, verb: str, **columns: Any) -> None:
    """The place is theirs by ``verb`` (won, accepted): firm at once, or once it is paid."""
    asked = ask(
        by=by, at=at, gathering=registration.gathering, workplace=registration.workplace, names=[registration.name]
    )
    if asked:
        owe_place(by=by, at=at, registration=registration, **columns, **asked)
    else:
        tell(beats.move_registration(registration, verb, by=by, at=at, **columns), at=at)


def owe_place(*, by: Person | None, at: dt.datetime, registration: Registration, **columns: Any) -> None:
    """The place is theirs once what was asked for is paid."""
    tell(beats.move_registration(registration, "owe_place", by=by, at=at, **columns), at=at)


def firm_places(*, at: dt.datetime, invoice: Invoice) -> int:
    """Everybody whose place this paper asked for comes; how many became so now."""
    rows = Registration.objects.filter(advance=invoice, state=RegistrationState.UNPAID).select_related("gathering")
    return sum(pay_place(at=at, registration=one) for one in rows.order_by("pk"))


@transaction.atomic
def pay_place(*, at: dt.datetime, registration: Registration) -> int:
    """1 where the place is firm by this, 0 where it was so already, is lost, or is not paid."""
    now = beats.registration_of(registration)
    return firm(now, at=at) if now.state == RegistrationState.UNPAID and is_paid(now) else 0


def firm(registration: Registration, *, at: dt.datetime) -> int:
    """A locked registration whose advance is paid."""
    tell(beats.move_registration(registration, "pay_place", by=None, at=at), at=at)
    return 1


def is_paid(registration: Registration) -> bool:
    """Whether all that the locked registration's paper asks for has come; its paper is locked with that."""
    paper = Invoice.objects.select_for_update().filter(pk=registration.advance_id).first()
    registration.advance = paper
    return paper is not None and paper.dropped_at is None and not paper.open_yen


def give_up(registration: Registration, *, by: Person | None, at: dt.datetime) -> None:
    """A locked registration's place is given back or lost: what is paid is given back but for what the rule keeps,
    what is not is asked for no longer; for the others of the same paper anew.
    """
    if registration.advance_id is None or registration.state not in (
        RegistrationState.UNPAID, RegistrationState.CONFIRMED,
    ):  # fmt: skip
        return
    if registration.state == RegistrationState.CONFIRMED or is_paid(registration):
        keep(registration, _kept(registration, at), by=by, at=at)
        return
    others, paper = _others(registration), registration.advance
    drop(registration, by=by, at=at)
    if others and paper and at < (others[0].offered_until or at):
        _ask_again(others, latest=paper.due_on, by=by, at=at)


def drop(registration: Registration, *, by: Person | None, at: dt.datetime) -> None:
    """The paper asks for nothing any more; what came of it, too little or too late, goes back."""
    paper = registration.advance
    if paper is not None and paper.dropped_at is None and paper.open_yen:
        registration.advance = billing.drop_advance(by=by, at=at, invoice=paper)
        _back(registration, registration.advance.credit_yen, by=by, at=at)


def keep(registration: Registration, share: Fraction, *, by: Person | None, at: dt.datetime) -> None:
    """Charge the share of a paid place that nobody takes, and give the rest back."""
    gathering, fee = registration.gathering, registration.fee_yen or 0
    day, label = day_of(at), _("取消し料")
    if fee and share and registration.workplace and gathering.starts_on:
        terms = _terms(gathering, registration.made_at)
        registration.charge = billing.charge(
            by=by, at=at, organisation=registration.workplace.organisation, workplace=registration.workplace,
            price=kept(fee, share, label=label, tax_class=_tax_class(registration), day=day,
                       source=terms.source if terms else ""),
            offering=gathering.offering, advance=registration.advance, on_date=day, branch=gathering.branch,
            label=f"{gathering} {registration.name} {label}"[:200], what="cancellation",
        )  # fmt: skip
        registration.save(update_fields=["charge"])
        fee -= registration.charge.yen
    _back(registration, fee, by=by, at=at)


def give_all_back(registrations: Collection[Registration], *, by: Person, at: dt.datetime) -> None:
    """The institute calls it off: whatever was paid for these places goes back whole."""
    for one in registrations:
        if one.state == RegistrationState.CONFIRMED or (one.advance and is_paid(one)):
            _back(one, one.fee_yen or 0, by=by, at=at)
        elif one.advance:
            drop(one, by=by, at=at)


def charge_places(gathering: Gathering, *, by: Person, at: dt.datetime) -> None:
    """The end: whoever came is charged the tariff's price, whoever paid and did not come what the rule keeps."""
    paid = gathering.registrations.filter(state=RegistrationState.CONFIRMED, charge=None).exclude(advance=None)
    came = set(paid.filter(arrivals__isnull=False).values_list("pk", flat=True))
    for one in paid.select_related("workplace__organisation", "advance", "gathering__branch").order_by("pk"):
        assert one.workplace
        assert gathering.starts_on
        if one.pk not in came:
            keep(one, _kept(one, _ends(gathering)), by=by, at=at)
            continue
        one.charge = billing.charge(
            by=by, at=at, organisation=one.workplace.organisation, workplace=one.workplace, advance=one.advance,
            offering=gathering.offering, on_date=gathering.starts_on, branch=gathering.branch,
            label=f"{gathering} {one.name}"[:200],
        )  # fmt: skip
        one.save(update_fields=["charge"])


def _ask_again(
    others: Sequence[Registration], *, latest: dt.date | None, by: Person | None, at: dt.datetime
) -> None:  # fmt: skip
    """One paper for those who remain, until the same moment."""
    first = others[0]
    names = [one.name for one in others]
    asked = ask(by=by, at=at, gathering=first.gathering, workplace=first.workplace, names=names, latest=latest)
    for one in others:
        one.advance, one.fee_yen = asked["advance"], asked["fee_yen"]
        one.save(update_fields=["advance", "fee_yen"])
        tell(one, at=at)


def _others(registration: Registration) -> list[Registration]:
    rows = Registration.objects.filter(advance=registration.advance_id, state=RegistrationState.UNPAID)
    return list(rows.exclude(pk=registration.pk).for_mail().select_related("workplace__organisation").order_by("pk"))


def _tax_class(registration: Registration) -> TaxClass:
    """That of the price; what was asked beforehand has the tax inside."""
    gathering, workplace = registration.gathering, registration.workplace
    assert gathering.offering
    assert gathering.starts_on
    assert workplace
    client_class = class_of(workplace.organisation, gathering.starts_on)
    found = TaxClass(price_of(billing.Item(gathering.offering), client_class, gathering.starts_on).tax_class)
    return TaxClass.INCLUDED_10 if found == TaxClass.EXCLUDED_10 else found


def _back(registration: Registration, yen: int, *, by: Person | None, at: dt.datetime) -> None:
    """Ask the office to pay back what the paper still holds of it."""
    paper = Invoice.objects.get(pk=registration.advance_id) if registration.advance_id else None
    if paper is not None and paper.kind == InvoiceKind.DEPOSIT and (owed := min(yen, paper.credit_yen)) > 0:
        reason = _("「%(title)s」の参加の取消し：%(name)s") % {
            "title": registration.gathering.title, "name": registration.name,
        }  # fmt: skip
        asks = by or _answers(registration.gathering)
        billing.owe_refund(by=asks, at=at, yen=owed, credit=paper, reason=reason[:300])


def _kept(registration: Registration, at: dt.datetime) -> Fraction:
    """The share that giving the place back costs at a moment, by the rule of the day of the registration."""
    gathering, terms = registration.gathering, _terms(registration.gathering, registration.made_at)
    return fee_share(read_fee(terms.fee) if terms else (), _begins(gathering), at, gathering.zone)


def _terms(gathering: Gathering, at: dt.datetime) -> FeeTerms | None:
    return FeeTerms.of(gathering.kind_key, gathering.day_of(at))


def _begins(gathering: Gathering) -> dt.datetime:
    return gathering.sessions.order_by("starts_at")[0].starts_at.astimezone(gathering.zone)


def _ends(gathering: Gathering) -> dt.datetime:
    return gathering.sessions.order_by("-ends_at")[0].ends_at


def _answers(gathering: Gathering) -> Person:
    """In whose name the program asks: whoever approved the gathering with its price."""
    found = gathering.approved_by or gathering.planned_by
    assert found
    return found
