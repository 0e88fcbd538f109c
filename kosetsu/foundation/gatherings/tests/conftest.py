"""A seminar in ten days with a few places, planned by one and approved by another."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering, Registration
from tests import build
from tests.fixtures import AT

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def plan(**changes: Any) -> actions.Plan:
    """A seminar of two hours in ten days, free of charge, with two places on site."""
    given: dict[str, Any] = {
        "service": "training", "kind": "seminar", "title": "めっきの密着不良を防ぐ", "format": Format.HYBRID,
        "parts": [actions.Part(AT + 10 * DAY, AT + 10 * DAY + 2 * HOUR)],
        "pools": [actions.Pool("会場", Format.ON_SITE, 2)],
        "registers_from": AT - DAY, "registers_until": AT + 9 * DAY,
    }  # fmt: skip
    return actions.Plan(**{**given, **changes})


def published(institute: build.Institute, **changes: Any) -> Gathering:
    """The same, open to everyone."""
    made = actions.plan_gathering(
        by=institute.researcher, at=AT, plan=plan(**{"branch": institute.head_office, **changes})
    )
    made = actions.approve_gathering(by=institute.planner, at=AT, gathering=made)
    return actions.publish(by=institute.researcher, at=AT, gathering=made)


def come(gathering: Gathering, name: str, *, at: dt.datetime = AT, quota: str = "", **more: Any) -> Registration:
    """One guest without an account registers."""
    chosen = gathering.quotas.get(name=quota) if quota else gathering.quotas.all()[0]
    guest = actions.Guest(name, f"{name}@example.jp")
    given: dict[str, Any] = {"by": None, "agreed": True, **more}
    return actions.register(at=at, gathering=gathering, quota=chosen, guests=[guest], **given)[0]


@pytest.fixture
def seminar(institute: build.Institute) -> Gathering:
    return published(institute)
