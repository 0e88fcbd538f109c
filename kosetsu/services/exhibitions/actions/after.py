"""After an exhibition: exhibitors are asked once for each month of the rule, answer once, and pay what it cost."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kosetsu.common.calendars import after_months
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import HIDDEN, YES, Decision, Refused, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.actions import charge
from kosetsu.foundation.governance import audit
from kosetsu.services.exhibitions.actions.beats import lock, locked_booth, mailbox, tell
from kosetsu.services.exhibitions.actions.plan import exhibition_zone
from kosetsu.services.exhibitions.documents import whole
from kosetsu.services.exhibitions.models import Booth, CountingRule, Exhibition, FollowUp
from kosetsu.services.exhibitions.permissions import acts_for, can_charge
from kosetsu.services.exhibitions.states import ENDED, BoothKind, BoothState, LetterKind


def ask_follow_ups(*, at: dt.datetime) -> int:
    """Ask whoever exhibited and whose month has come; how many were asked."""
    return sum(_ask(exhibition, at) for exhibition in Exhibition.objects.filter(state__in=ENDED).order_by("pk"))


def _ask(exhibition: Exhibition, at: dt.datetime) -> int:
    zone = exhibition_zone(exhibition.branch)
    last, today = day_of(exhibition.closes_at - dt.timedelta(seconds=1), zone), day_of(at, zone)
    months = CountingRule.of(day_of(exhibition.opens_at, zone)).follow_up_months
    due = [one for one in months if after_months(last, one) <= today]
    booths = exhibition.booths.filter(kind=BoothKind.COMPANY, state=BoothState.FROZEN).select_related("contact")
    asked = set(FollowUp.objects.filter(booth__in=booths).values_list("booth", "months"))
    return sum(_ask_one(booth, one, at) for booth in booths for one in due if (booth.pk, one) not in asked)


def _ask_one(booth: Booth, months: int, at: dt.datetime) -> int:
    """Once, whoever asks at the same moment."""
    try:
        with transaction.atomic():
            made = FollowUp.objects.create(booth=booth, months=months, asked_at=at)
            audit.record(by=None, at=at, verb="ask_follow_up", thing=made, after={"months": months})
            url = whole("exhibitions:follow_up", made.public_id)
            tell(booth.exhibition, LetterKind.FOLLOW_UP, mailbox(booth.contact), at=at, follow_up=made, url=url)
    except IntegrityError:
        return 0
    return 1


@transaction.atomic
def answer_follow_up(
    *, by: Person, at: dt.datetime, follow_up: FollowUp, contacts: int, negotiations: int, contracts: int,
    contracts_yen: int = 0, comment: str = "",
) -> FollowUp:  # fmt: skip
    """The exhibitor says what became of it; a second answer is refused."""
    lock(follow_up.booth.exhibition)
    follow_up = FollowUp.objects.select_related("booth__exhibition").get(pk=follow_up.pk)
    require(YES if acts_for(by, follow_up.booth) else HIDDEN)
    require(can_answer(follow_up))
    numbers = {"contacts": contacts, "negotiations": negotiations, "contracts": contracts}
    for name, value in {**numbers, "contracts_yen": contracts_yen}.items():
        setattr(follow_up, name, value)
    follow_up.comment, follow_up.answered_at, follow_up.answered_by = tidy(comment), at, by
    follow_up.save()
    audit.record(by=by, at=at, verb="answer_follow_up", thing=follow_up, after=numbers)
    return follow_up


def can_answer(follow_up: FollowUp) -> Decision:
    """Once."""
    return no(_("このおたずねには、すでに回答いただいています。")) if follow_up.answered_at else YES


@transaction.atomic
def charge_booth(*, by: Person, at: dt.datetime, booth: Booth) -> Booth:
    """Charge what exhibiting costs the company by its size, once; billing says what is missing."""
    booth = locked_booth(booth)
    require(can_charge(by, booth))
    fee = booth.exhibition.fees.select_related("offering").get(plan=booth.plan)
    organisation, entry = booth.organisation, booth.entry
    if organisation is None or entry is None:
        raise Refused(no(_("会期中に公開された企業の出展だけを計上できます。")))
    booth.charge = charge(
        by=by, at=at, organisation=organisation, workplace=booth.workplace, offering=fee.offering, entry=entry,
        on_date=entry.on_date, branch=booth.exhibition.branch, what="exhibit",
    )  # fmt: skip
    booth.save(update_fields=["charge"])
    audit.record(by=by, at=at, verb="charge_booth", thing=booth, after={"yen": booth.charge.yen})
    return booth
