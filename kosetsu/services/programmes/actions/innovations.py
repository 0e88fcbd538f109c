"""A plan for management innovation: typed and checked by the company, sent, advised, passed on, decided."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.money import rate
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.programmes.actions import beats
from kosetsu.services.programmes.models import InnovationPlan, InnovationTerms
from kosetsu.services.programmes.permissions import can_move_innovation, can_open_matter
from kosetsu.services.programmes.rules.innovation import Check, Figures, Proposal, Terms, check, terms_on
from kosetsu.services.programmes.states import INNOVATION, INNOVATION_ENDS, InnovationState, NoticeKind

YEN = ("value_added_yen", "employees", "payroll_yen")


def checked(plan: InnovationPlan, day: dt.date) -> Check | None:
    """Every item with its value and threshold, by the terms of the day; None where the institute has none."""
    terms = [
        Terms(one.effective_from, one.effective_to, one.least_years, one.most_years, rate(one.value_added),
              rate(one.payroll), one.source)
        for one in InnovationTerms.objects.all()
    ]  # fmt: skip
    try:
        return check(proposal_of(plan.figures), terms_on(day, terms))
    except LookupError:
        return None


def proposal_of(figures: Mapping[str, Any]) -> Proposal:
    """What was typed, as the rules read it; an empty field is unknown and never zero."""
    novelties = figures.get("novelties")
    first, last = (Figures(**{name: figures.get(f"{when}_{name}") for name in YEN}) for when in ("base", "last"))
    return Proposal(
        frozenset(novelties) if novelties is not None else None, figures.get("new_to_company"), figures.get("years"),
        first, last,
    )  # fmt: skip


@transaction.atomic
def open_innovation(
    *, by: Person, at: dt.datetime, workplace: Workplace, title: str, summary: str, figures: Mapping[str, Any]
) -> InnovationPlan:
    """Begin a plan; it lies with the company until it is sent."""
    require(can_open_matter(by, workplace))
    title = tidy_line(title)[:200]
    require(YES if title else no(_("計画の名称を書いてください。")))
    case = beats.opened(by, at, kind="innovation_plan", prefix="革", state=InnovationState.DRAFT, workplace=workplace,
                        title=title)  # fmt: skip
    made = InnovationPlan.objects.create(case=case, summary=tidy(summary)[:4000], figures=dict(figures))
    beats.record("open_innovation", made, by=by, at=at)
    return made


@transaction.atomic
def change_innovation(
    *, by: Person, at: dt.datetime, plan: InnovationPlan, summary: str, figures: Mapping[str, Any]
) -> InnovationPlan:
    """Other figures, while it lies with the company."""
    found = _asked(by, plan, "change_innovation")
    found.summary, found.figures = tidy(summary)[:4000], dict(figures)
    found.save()
    beats.record("change_innovation", found, by=by, at=at)
    return found


@transaction.atomic
def send_innovation(*, by: Person, at: dt.datetime, plan: InnovationPlan) -> InnovationPlan:
    """Hand it to the desk, whatever the check says of it: a person looks at it next."""
    found = _asked(by, plan, "send_innovation")
    result = checked(found, day_of(at))
    beats.move(found, "send_innovation", INNOVATION, by=by, at=at, verdict=result.verdict if result else "")
    beats.tell_desk(found, NoticeKind.ARRIVED, at=at)
    return found


@transaction.atomic
def advise_innovation(
    *, by: Person, at: dt.datetime, plan: InnovationPlan, advice: str, on_date: dt.date, channel: str
) -> InnovationPlan:
    """Advice: a unit of service, an entry of the casebook each time; the company goes on from there."""
    found = _asked(by, plan, "advise_innovation")
    beats.not_in_the_future(on_date, at)
    found.advice = beats.needed(advice, _("助言"))
    found.save()
    beats.entry(found, "innovation_advice", by=by, at=at, day=on_date, channel=channel, topic=found.case.title)
    beats.move(found, "advise_innovation", INNOVATION, by=by, at=at)
    beats.tell_company(found, NoticeKind.DECIDED, at=at)
    return found


@transaction.atomic
def pass_on_innovation(
    *, by: Person, at: dt.datetime, plan: InnovationPlan, passed_to: str, passed_on: dt.date
) -> InnovationPlan:
    """It goes to whoever approves it (the prefecture)."""
    found = _asked(by, plan, "pass_on_innovation")
    beats.not_in_the_future(passed_on, at)
    found.passed_to, found.passed_on = beats.needed(passed_to, _("取次ぎ先"))[:200], passed_on
    found.save()
    beats.move(found, "pass_on_innovation", INNOVATION, by=by, at=at)
    beats.tell_company(found, NoticeKind.DECIDED, at=at)
    return found


@transaction.atomic
def approve_innovation(
    *, by: Person, at: dt.datetime, plan: InnovationPlan, decided_on: dt.date, approval_number: str = ""
) -> InnovationPlan:
    """It was approved: an entry of the casebook on that day."""
    found = _decided(by, at, plan, "approve_innovation", decided_on)
    found.approval_number = tidy_line(approval_number)[:60]
    found.save()
    beats.entry(found, "innovation_approved", by=by, at=at, day=decided_on, topic=found.case.title,
                reference=found.approval_number)  # fmt: skip
    beats.move(found, "approve_innovation", INNOVATION, by=by, at=at, ends=INNOVATION_ENDS)
    return found


@transaction.atomic
def disapprove_innovation(*, by: Person, at: dt.datetime, plan: InnovationPlan, decided_on: dt.date) -> InnovationPlan:
    """It was not approved."""
    found = _decided(by, at, plan, "disapprove_innovation", decided_on)
    found.save()
    beats.move(found, "disapprove_innovation", INNOVATION, by=by, at=at, ends=INNOVATION_ENDS)
    return found


@transaction.atomic
def withdraw_innovation(*, by: Person, at: dt.datetime, plan: InnovationPlan) -> InnovationPlan:
    """The company gives it up."""
    found = _asked(by, plan, "withdraw_innovation")
    beats.move(found, "withdraw_innovation", INNOVATION, by=by, at=at, ends=INNOVATION_ENDS)
    return found


def _decided(by: Person, at: dt.datetime, plan: InnovationPlan, verb: str, day: dt.date) -> InnovationPlan:
    found = _asked(by, plan, verb)
    beats.not_in_the_future(day, at)
    early = no(_("取次ぎ日より前の日付は指定できません。"), _("通知書の日付を確かめてください。"))
    require(YES if found.passed_on is None or found.passed_on <= day else early)
    found.decided_on = day
    return found


def _asked(by: Person, plan: InnovationPlan, verb: str) -> InnovationPlan:
    found = beats.locked(plan)
    require(can_move_innovation(by, found, verb))
    return found
