"""The year's call: planned, changed, applied to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Refused, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch, Workplace
from kosetsu.services.circles import rules
from kosetsu.services.circles.actions import beats
from kosetsu.services.circles.models import Application, Intake
from kosetsu.services.circles.permissions import can_apply, can_apply_for, can_change_intake, can_run, can_withdraw
from kosetsu.services.circles.states import Aim, ApplicationState, CircleKind, NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """All that a call says."""

    kind: CircleKind
    aim: Aim
    branch: Branch
    title: str
    text: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    launches_on: dt.date
    cohorts: int
    least: int
    most: int
    days: Sequence[str]
    interests: Sequence[str]
    size_steps: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an applicant says."""

    contact_name: str
    contact_email: str
    motive: str
    interests: Sequence[str]
    days: Sequence[str]
    rivals: str = ""
    language: str = "ja"


@transaction.atomic
def plan_intake(*, by: Person, at: dt.datetime, call: Call) -> Intake:
    """Write the year's call down; everyone reads it from its first day on."""
    require(can_run(by))
    year = fiscal.fiscal_year(call.launches_on)
    known = Intake.objects.filter(kind=call.kind, fiscal_year=year).exists()
    require(no(_("%(year)sの募集は、すでにあります。") % {"year": fiscal.label(year)}) if known else YES)
    intake = Intake(planned_by=by)
    _write(intake, call)
    intake.save(force_insert=True)
    audit.record(by=by, at=at, verb="plan_intake", thing=intake, after={"fiscal_year": year})
    return intake


@transaction.atomic
def change_intake(*, by: Person, at: dt.datetime, intake: Intake, call: Call) -> Intake:
    """Say it otherwise, until the cohorts are decided."""
    intake = beats.lock_intake(intake)
    require(can_change_intake(by, intake))
    _write(intake, call)
    intake.save()
    audit.record(by=by, at=at, verb="change_intake", thing=intake)
    return intake


@transaction.atomic
def apply(*, by: Person, at: dt.datetime, intake: Intake, workplace: Workplace, wish: Wish) -> Application:
    """A workplace applies, once; trade, size and place are read from what is known of it today."""
    intake = beats.lock_intake(intake)
    require(can_apply_for(by, workplace))
    require(can_apply(by, intake, at))
    _check(intake, wish)
    _once(intake, workplace)
    company = workplace.organisation
    made = Application.objects.create(
        intake=intake, workplace=workplace, trade=company.industry[:3], place=workplace.area or company.area,
        size=rules.size_class(company.employees, intake.size_steps), made_at=at, made_by=by,
        **{**_said(wish), "motive": tidy(wish.motive), "rivals": tidy(wish.rivals),
           "contact_name": tidy_line(wish.contact_name)},
    )  # fmt: skip
    audit.record(by=by, at=at, verb="apply_to_intake", thing=made, after={"intake": intake.title})
    beats.tell_applicant(made, NoticeKind.RECEIVED, at=at)
    return made


@transaction.atomic
def withdraw_application(*, by: Person, at: dt.datetime, application: Application) -> Application:
    """Not this year; the workplace may apply again while the call is open."""
    beats.lock_intake(application.intake)
    application.refresh_from_db()
    require(can_withdraw(by, application))
    return beats.move(application, "withdraw_application", by=by, at=at)


def _write(intake: Intake, call: Call) -> None:
    require(YES if call.days else no(_("例会の曜日・時間の候補を、1つ以上入れてください。")))
    require(YES if call.closes_at > call.opens_at else no(_("募集締切は、募集開始より後にしてください。")))
    closes = day_of(call.closes_at) <= call.launches_on
    require(YES if closes else no(_("発足日は、募集締切より後にしてください。")))
    require(YES if 1 <= call.least <= call.most else no(_("社数は、最少が最多をこえないようにしてください。")))
    for name, value in {**_said(call), "title": tidy_line(call.title), "text": tidy(call.text)}.items():
        setattr(intake, name, value)
    intake.fiscal_year = fiscal.fiscal_year(call.launches_on)


def _check(intake: Intake, wish: Wish) -> None:
    require(YES if tidy(wish.motive) else no(_("応募の動機を書いてください。")))
    require(YES if wish.days else no(_("参加できる曜日・時間を、1つ以上選んでください。")))
    offered = set(wish.days) <= set(intake.days) and set(wish.interests) <= set(intake.interests)
    require(YES if offered else no(_("募集にない選択肢が含まれています。"), _("画面を開き直してください。")))


def _once(intake: Intake, workplace: Workplace) -> None:
    if intake.applications.filter(workplace=workplace).exclude(state=ApplicationState.WITHDRAWN).exists():
        raise Refused(no(_("「%(name)s」は、この募集にすでに応募しています。") % {"name": workplace}))


def _said(of: Call | Wish) -> dict[str, Any]:
    """Its fields by name; what was chosen from a list as a list."""
    found = {one.name: getattr(of, one.name) for one in fields(of)}
    return {name: list(value) if isinstance(value, tuple | list) else value for name, value in found.items()}
