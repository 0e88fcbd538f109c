"""What a visitor does: registers, looks, saves. An exhibitor is told nothing but what the visitor agreed to."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Refused, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.models import RobotWord
from kosetsu.foundation.casebook.rules import is_robot
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.exhibitions import rules
from kosetsu.services.exhibitions.actions.plan import exhibition_zone
from kosetsu.services.exhibitions.models import (
    Booth,
    CountingRule,
    Exhibition,
    Look,
    Saved,
    Viewing,
    Visitor,
)
from kosetsu.services.exhibitions.permissions import acts_for, can_register, can_take_part
from kosetsu.services.exhibitions.states import Verdict


@transaction.atomic
def register_visitor(
    *, by: Person, at: dt.datetime, exhibition: Exhibition, agreed: bool, company: str = "", shows_company: bool = False
) -> Visitor:
    """Register a signed-in person once; refused without consent to the terms, and after the deadline."""
    require(can_register(exhibition, at))
    require(
        YES if agreed else no(_("参加条件への同意が必要です。"), _("参加条件を読み、同意の欄に印を付けてください。"))
    )
    try:
        with transaction.atomic():
            visitor = Visitor.objects.create(
                exhibition=exhibition, person=by, company=tidy_line(company), shows_company=shows_company, agreed_at=at
            )
    except IntegrityError as clash:
        raise Refused(no(_("この展示会には、すでに参加登録しています。"))) from clash
    record_entry(
        by=by, at=at, service="exhibitions", kind="registration", on_date=_day(exhibition, at), unit="名",
        branch=exhibition.branch, format=Format.ONLINE, reference=exhibition.code,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="register_visitor", thing=visitor, after={"exhibition": exhibition.code})
    return visitor


@transaction.atomic
def change_visitor(*, by: Person, at: dt.datetime, visitor: Visitor, company: str, shows_company: bool) -> Visitor:
    """Say otherwise of which company one is, and whether exhibitors may know it; it holds from now on."""
    require(YES if visitor.person_id == by.pk else no(_("自分の登録だけを変えられます。")))
    visitor.company, visitor.shows_company = tidy_line(company), shows_company
    visitor.save(update_fields=["company", "shows_company"])
    audit.record(by=by, at=at, verb="change_visitor", thing=visitor, after={"shows_company": shows_company})
    return visitor


def look(*, by: Any, at: dt.datetime, booth: Booth, visitor: Visitor | None, agent: str) -> Look:
    """Log one look, with the reason why it counts or not; whoever counts is counted once per booth."""
    exhibition = booth.exhibition
    day = _day(exhibition, at)
    why = rules.verdict(
        robot=is_robot(agent, RobotWord.of(day)), staff=standing(by).is_staff, own=acts_for(by, booth),
        registered=visitor is not None, running=exhibition.runs_at(at),
    )  # fmt: skip
    with transaction.atomic():
        made = Look.objects.create(booth=booth, visitor=visitor, at=at, verdict=why, rule=CountingRule.of(day).name)
        if why == Verdict.COUNTED:
            Viewing.objects.bulk_create([Viewing(booth=booth, visitor=visitor, first_at=at)], ignore_conflicts=True)
    return made


@transaction.atomic
def save_booth(*, by: Person, at: dt.datetime, visitor: Visitor, booth: Booth) -> None:
    """Keep a booth in mind; again changes nothing."""
    require(can_take_part(_own(visitor, by), booth.exhibition, at))
    Saved.objects.get_or_create(visitor=visitor, booth=booth)


@transaction.atomic
def forget_booth(*, by: Person, at: dt.datetime, visitor: Visitor, booth: Booth) -> None:
    """Out of mind."""
    require(can_take_part(_own(visitor, by), booth.exhibition, at))
    Saved.objects.filter(visitor=visitor, booth=booth).delete()


def _own(visitor: Visitor, by: Person) -> Visitor | None:
    return visitor if visitor.person_id == by.pk else None


def _day(exhibition: Exhibition, at: dt.datetime) -> dt.date:
    """The day of a moment where the exhibition's days begin."""
    return day_of(at, exhibition_zone(exhibition.branch))
