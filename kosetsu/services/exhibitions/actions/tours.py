"""A tour in the order of its life: asked for, a day and a guide proposed, agreed, held and counted; or not."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of, written
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, Refused, need_reason, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.foundation.parties.post import owe
from kosetsu.services.exhibitions import documents
from kosetsu.services.exhibitions.models import Tour, TourLetter
from kosetsu.services.exhibitions.permissions import can_answer_tour, can_move_tour
from kosetsu.services.exhibitions.states import GUIDED, TOUR, TourLetterKind

MOST_PEOPLE = 200
MOST_MINUTES = 480


@transaction.atomic
def ask_tour(
    *, by: Person | None, at: dt.datetime, branch: Branch, group: str, contact: str, email: str, people: int,
    wishes: str, interest: str, language: str = "ja",
) -> Tour:  # fmt: skip
    """A group asks, with or without an account; it gets the address of its ticket by mail."""
    require(YES if 1 <= people <= MOST_PEOPLE else no(_("人数は1人から%(most)s人です。") % {"most": MOST_PEOPLE}))
    made = Tour.objects.create(
        branch=branch, group=tidy_line(group), contact=tidy_line(contact), email=email.strip().lower(), people=people,
        wishes=tidy_line(wishes), interest=tidy(interest), language=language, asked_at=at, asked_by=by,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="ask_tour", thing=made, after={"branch": branch.pk, "people": people})
    _tell(made, TourLetterKind.TOUR_ASKED, at)
    return made


@transaction.atomic
def propose_tour(
    *, by: Person, at: dt.datetime, tour: Tour, day: dt.date, starts: dt.time, minutes: int, guide: Person,
    partner: Organisation | None = None, words: str = "",
) -> Tour:  # fmt: skip
    """Propose a day, or another one, with whoever guides; refused while the guide shows another group round."""
    lock_keys(f"exhibitions:guide:{guide.pk}", f"exhibitions:tour:{tour.pk}")
    tour = Tour.objects.select_related("branch").get(pk=tour.pk)
    require(can_move_tour(by, tour, "propose_tour"))
    begins = dt.datetime.combine(day, starts, ZoneInfo(tour.branch.timezone))
    ends = begins + dt.timedelta(minutes=minutes)
    require(_in_time(begins, minutes, at))
    require(_guide_is_free(tour, guide, begins, ends))
    moved: dict[str, Any] = {
        "starts_at": begins, "ends_at": ends, "guide": guide, "words": tidy_line(words), "partner": partner,
    }  # fmt: skip
    try:
        with transaction.atomic():
            tour = audit.move_record(tour, TOUR, "propose_tour", by=by, at=at, **moved)
    except IntegrityError as clash:
        raise Refused(_busy(guide, begins)) from clash
    _tell(tour, TourLetterKind.TOUR_PROPOSED, at)
    return tour


def _in_time(begins: dt.datetime, minutes: int, at: dt.datetime) -> Decision:
    if not 10 <= minutes <= MOST_MINUTES:
        return no(_("見学の長さは10分から%(most)s分です。") % {"most": MOST_MINUTES})
    return YES if begins > at else no(_("これからの日時を入れてください。"))


def _guide_is_free(tour: Tour, guide: Person, begins: dt.datetime, ends: dt.datetime) -> Decision:
    others = Tour.objects.filter(guide=guide, state__in=GUIDED, starts_at__lt=ends, ends_at__gt=begins)
    busy = others.exclude(pk=tour.pk).order_by("starts_at").first()
    return _busy(guide, busy.starts_at or begins) if busy else YES


def _busy(guide: Person, begins: dt.datetime) -> Decision:
    told = {"guide": guide, "moment": written(begins)}
    return no(_("%(guide)sさんには、%(moment)sからほかの見学の案内があります。") % told,
              _("別の日時か、別の案内者にしてください。"))  # fmt: skip


@transaction.atomic
def accept_tour(*, by: Person | None, at: dt.datetime, tour: Tour) -> Tour:
    """The group comes on that day."""
    tour = _locked(tour)
    require(can_answer_tour(tour, "accept_tour", at))
    tour = audit.move_record(tour, TOUR, "accept_tour", by=by, at=at)
    _tell(tour, TourLetterKind.TOUR_AGREED, at)
    return tour


@transaction.atomic
def ask_other_day(*, by: Person | None, at: dt.datetime, tour: Tour, wishes: str) -> Tour:
    """That day does not suit the group; the guide is free again."""
    tour = _locked(tour)
    require(can_answer_tour(tour, "ask_other_day", at))
    require(YES if tidy_line(wishes) else no(_("希望する日時を書いてください。")))
    return audit.move_record(
        tour, TOUR, "ask_other_day", by=by, at=at, wishes=tidy_line(wishes), starts_at=None, ends_at=None, guide=None
    )


@transaction.atomic
def cancel_tour(*, by: Person | None, at: dt.datetime, tour: Tour) -> Tour:
    """The group does not come after all."""
    tour = _locked(tour)
    require(can_answer_tour(tour, "call_off_tour", at))
    return audit.move_record(tour, TOUR, "call_off_tour", by=by, at=at, guide=None)


@transaction.atomic
def decline_tour(*, by: Person, at: dt.datetime, tour: Tour, reason: str) -> Tour:
    """The group cannot be shown round; it is told why."""
    return _end(tour, "decline_tour", TourLetterKind.TOUR_DECLINED, reason, by, at)


@transaction.atomic
def call_off_tour(*, by: Person, at: dt.datetime, tour: Tour, reason: str) -> Tour:
    """It is not held after all; the group is told why."""
    return _end(tour, "call_off_tour", TourLetterKind.TOUR_CALLED_OFF, reason, by, at)


def _end(tour: Tour, verb: str, kind: TourLetterKind, reason: str, by: Person, at: dt.datetime) -> Tour:
    tour = _locked(tour)
    require(can_move_tour(by, tour, verb))
    why = need_reason(reason)
    tour = audit.move_record(tour, TOUR, verb, by=by, at=at, words=why, because=why)
    _tell(tour, kind, at)
    return tour


@transaction.atomic
def hold_tour(*, by: Person, at: dt.datetime, tour: Tour, came: int) -> Tour:
    """It was held: one entry with so many people, of the partner body whose group it was."""
    tour = _locked(tour)
    require(can_move_tour(by, tour, "hold_tour"))
    begins = tour.starts_at
    if begins is None or begins > at:
        raise Refused(no(_("見学が始まってから記録してください。")))
    wrong = no(
        _("来た人数は1人から%(most)s人です。") % {"most": MOST_PEOPLE},
        _("誰も来なかったときは、見学を取りやめてください。"),
    )
    require(YES if 1 <= came <= MOST_PEOPLE else wrong)
    entry = record_entry(
        by=by, at=at, service="exhibitions", kind="tour", on_date=day_of(begins, tour.branch.timezone), unit="回",
        headcount=came, branch=tour.branch, partner=tour.partner, format=Format.ON_SITE, reference=f"TOUR-{tour.pk}",
        topic=tour.partner.name if tour.partner else "",
    )  # fmt: skip
    return audit.move_record(tour, TOUR, "hold_tour", by=by, at=at, came=came, entry=entry)


def _locked(tour: Tour) -> Tour:
    lock_keys(f"exhibitions:tour:{tour.pk}")
    return Tour.objects.select_related("branch", "guide", "partner").get(pk=tour.pk)


def _tell(tour: Tour, kind: TourLetterKind, at: dt.datetime) -> None:
    """A mail in the group's language, with the address of its ticket."""
    subject, body = documents.tour_text(tour, kind)
    owe(TourLetter, tour=tour, kind=kind, address=tour.email, subject=subject, body=body, made_at=at)
