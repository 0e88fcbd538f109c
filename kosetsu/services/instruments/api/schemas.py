"""Licences as the API takes and shows them."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, StringConstraints

from kosetsu.common.api.paging import Asked, Page, Words
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.services.instruments.models import Licence, LicenceRule
from kosetsu.services.instruments.states import LicenceState, Validity

Text = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class LicencesAsked(Asked):
    """Which licences."""

    state: LicenceState | Literal[""] = ""
    instrument: Words = ""


class LicenceVerb(StrEnum):
    """What a trainer decides about a licence."""

    PASS = "pass"
    FAIL = "fail"
    ISSUE = "issue"
    RENEW = "renew"
    SUSPEND = "suspend"
    RESUME = "resume"


class ReasonIn(Schema):
    """Why: asked for a course that was not passed, and for a suspension."""

    model_config = ConfigDict(extra="forbid")

    reason: Text = ""


class LicenceOut(Schema):
    """One licence; ``validity`` is the word of its card today, empty where there is none yet."""

    id: UUID
    instrument: str
    person: str
    level: int
    state: LicenceState
    state_label: str
    number: str
    attended_on: dt.date
    valid_from: dt.date | None
    valid_until: dt.date | None
    validity: Validity | None


class LicencePage(Page):
    """One page of licences."""

    items: list[LicenceOut]


class CourseDateOut(Schema):
    """One date of a course."""

    starts_on: dt.date | None
    title: str
    branch: str | None


class NeededOut(Schema):
    """What an instrument asks of whoever operates it: nothing (``level`` is empty), or a licence and its course."""

    instrument: str
    level: int | None
    course: str | None
    months: int | None
    dates: list[CourseDateOut]
    licensed: bool
    """Whether the caller may operate it today."""


def licence_out(one: Licence, today: dt.date) -> LicenceOut:
    return LicenceOut(
        id=one.public_id,
        instrument=one.offering.code,
        person=str(one.person),
        level=one.level,
        state=LicenceState(one.state),
        state_label=str(LicenceState(one.state).label),
        number=one.number,
        attended_on=one.attended_on,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        validity=one.validity_on(today) if one.has_card else None,
    )


def needed_out(code: str, rule: LicenceRule | None, dates: list[Gathering], licensed: bool) -> NeededOut:
    return NeededOut(
        instrument=code,
        level=rule.level if rule else None,
        course=rule.course.code if rule else None,
        months=rule.months if rule else None,
        dates=[
            CourseDateOut(
                starts_on=one.starts_on,
                title=one.title,
                branch=one.branch.code if one.branch else None,
            )
            for one in dates
        ],
        licensed=licensed,
    )
