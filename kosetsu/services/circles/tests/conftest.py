"""A small institute with a call for one cohort, five companies that may apply, and a circle that runs."""

import datetime as dt
from types import SimpleNamespace

import pytest

from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.governance.models import ConsentText
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.circles import actions
from kosetsu.services.circles.states import Aim, CircleKind
from tests import build

DAYS = ["水曜", "金曜"]


def call(institute, at, **changed):
    """A call that opened yesterday and closes in a week."""
    said = {
        "kind": CircleKind.COHORT, "aim": Aim.PROBLEM, "branch": institute.head_office, "title": "異業種交流グループ",
        "text": "集まれ", "opens_at": at - dt.timedelta(days=1), "closes_at": at + dt.timedelta(days=7),
        "launches_on": at.date() + dt.timedelta(days=30), "cohorts": 1, "least": 2, "most": 3, "days": DAYS,
        "interests": ["新素材", "IoT"], "size_steps": [5, 20],
    }  # fmt: skip
    return actions.Call(**{**said, **changed})


def wish(person, **changed):
    said = {
        "contact_name": person.name, "contact_email": person.email, "motive": "仲間がほしい", "interests": ["IoT"],
        "days": ["水曜"],
    }  # fmt: skip
    return actions.Wish(**{**said, **changed})


@pytest.fixture
def partner(institute):
    """The colleague who runs circles and decides."""
    return build.post(build.person("連携 係"), StaffRole.PARTNERSHIPS, institute.head_office)


@pytest.fixture
def intake(institute, partner, at):
    return actions.plan_intake(by=partner, at=at, call=call(institute, at))


@pytest.fixture
def firms(company, rival):
    """Four companies of other trades."""
    more = [build.company(name, "131091") for name in ("甲食品株式会社", "乙木工株式会社")]
    found = [company, rival, *more]
    for one, trade in zip(found, ("E24", "E29", "E09", "E12"), strict=True):
        one.organisation.industry = trade
        one.organisation.save()
    return found


@pytest.fixture
def applied(intake, firms, at):
    """Three of them applied."""
    return [
        actions.apply(by=one.engineer, at=at, intake=intake, workplace=one.workplace, wish=wish(one.engineer))
        for one in firms[:3]
    ]


@pytest.fixture
def after(at):
    """A day after the call has closed."""
    return at + dt.timedelta(days=8)


@pytest.fixture
def secrecy(db):
    return ConsentText.objects.create(
        purpose="circle-secrecy", version="1", valid_from=dt.date(2026, 4, 1), title_ja="約束", text_ja="守ります"
    )


@pytest.fixture
def formed(intake, applied, partner, after):
    """The cohort of the first two; the third was refused."""
    [made] = actions.form_circles(
        by=partner, at=after, intake=intake, cohorts=[applied[:2]], days=["水曜"],
        reasons={applied[2].pk: "曜日が合いませんでした。"},
    )  # fmt: skip
    return made


@pytest.fixture
def launched_at(at):
    return at + dt.timedelta(days=31)


@pytest.fixture
def circle(formed, partner, launched_at, secrecy):
    """The cohort in its first year."""
    return actions.launch(by=partner, at=launched_at, circle=formed)


@pytest.fixture
def meet(partner):
    """Plan a meeting and hold it: so many people of each member on site, so many online."""

    def held(circle, at, here=(1, 0), by=partner, **said):
        on_site, online = here
        format_ = Format.HYBRID if on_site and online else Format.ONLINE if online else Format.ON_SITE
        appointment = actions.Appointment(
            topic="例会", starts_at=at, ends_at=at + dt.timedelta(hours=2), format=format_
        )
        meeting = actions.plan_meeting(by=by, at=at - dt.timedelta(days=1), circle=circle, appointment=appointment)
        came = dict.fromkeys(circle.members.on(at.date()), here)
        return actions.hold_meeting(
            by=by, at=at + dt.timedelta(hours=3), meeting=meeting, held=actions.Held(came=came, **said)
        )

    return held


@pytest.fixture
def firm(firms):
    """Companies by what they are to the circle."""
    return SimpleNamespace(member=firms[0], other=firms[1], refused=firms[2], stranger=firms[3])
