"""Short words for the tests of bookings: a microscope under a plain rule, and times on the next Tuesday."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.models import Booking, BookingRule, Resource
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.parties.models import Branch
from tests import build

TOKYO = ZoneInfo("Asia/Tokyo")
RULE: dict[str, Any] = {
    "opening": "0-4 09:00-17:00", "horizon": "months+2", "longest_minutes": 480, "longest_days": 3,
    "fee": "day-1=0; start=1/2; after=1", "no_show_minutes": 30, "reminder_minutes": 1440, "source": "fixture",
}  # fmt: skip


def resource(code: str, branch: Branch, *, rule: dict[str, Any] | None = None, **fields: Any) -> Resource:
    """A resource with one rule."""
    given = {"kind": "instrument", "name_ja": f"機器 {code}", "source": "fixture", **fields}
    made = Resource.objects.create(code=code, branch=branch, **given)
    BookingRule.objects.create(resource=made, **RULE | (rule or {}))
    return made


def hours(begins: float, ends: float, day: int = 24) -> Span:
    """So many hours of a day in November 2026; the 24th is the Tuesday after the fixed clock's Friday."""
    midnight = dt.datetime(2026, 11, day, tzinfo=TOKYO)
    return Span(midnight + dt.timedelta(hours=begins), midnight + dt.timedelta(hours=ends))


@pytest.fixture
def sem(institute: build.Institute) -> Resource:
    """A microscope that one client at a time uses."""
    return resource("I-SEM", institute.head_office, name_ja="走査電子顕微鏡")


@pytest.fixture
def book(company: build.Company, sem: Resource, at: dt.datetime) -> Callable[..., Booking]:
    """Book something as the company's engineer."""

    def make(
        span: Span, *more: Resource, by: Person | None = None, verb: Any = actions.request, **fields: Any
    ) -> Booking:
        given = {"resources": (sem, *more), "workplace": company.workplace, **fields}
        when = given.pop("at", at)
        return verb(by=by or company.engineer, at=when, wish=actions.Wish(span=span, **given))

    return make


def engineer_of(one: build.Company, name: str) -> Person:
    """One more engineer of a company."""
    who = build.person(name)
    who.memberships.create(organisation=one.organisation, workplace=one.workplace, role="engineer")
    return who
