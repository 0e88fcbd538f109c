"""Short words for the tests of exhibitions: one that opens in ten days, a partner with two places, booths in view."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import RobotWord
from kosetsu.foundation.parties.models import Branch, Membership, Organisation
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, CountingRule, Exhibition, Visitor
from kosetsu.services.exhibitions.states import PanelKind
from tests import build
from tests.fixtures import AT

DAY = dt.timedelta(days=1)
JST = dt.timezone(dt.timedelta(hours=9))
OPENING = dt.datetime(2026, 12, 1, tzinfo=JST)
DURING = OPENING + 3 * DAY
CLOSING = OPENING + 31 * DAY
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture
def partner(db: None) -> Organisation:
    return Organisation.objects.create(
        kind="support_foundation", name="中小企業振興公社", name_folded="中小企業振興公社"
    )


@pytest.fixture
def officer(partner: Organisation) -> Person:
    person = build.person("公社 係")
    Membership.objects.create(person=person, organisation=partner, role="officer")
    return person


def rules() -> None:
    """Fewer than five people are not told; three words of robots."""
    CountingRule.objects.create(name="試験の数え方", small_cell=5, follow_up_months=[3, 12], source="試験")
    for word in ("bot", "crawler", "curl"):
        RobotWord.objects.create(word=word, source="試験")


def plan(institute: build.Institute, **changes: Any) -> actions.Plan:
    return plan_at(institute.head_office, **changes)


def plan_at(branch: Branch, invited: Sequence[tuple[Organisation, int]] = (), **changes: Any) -> actions.Plan:
    """December, with recommendations until 25 November and registrations until the 20th."""
    given: dict[str, Any] = {
        "title": "東京イノベーション発信交流会 WEB展示会", "branch": branch, "terms": "撮影はご遠慮ください。",
        "recommends_until": dt.date(2026, 11, 25), "opens_on": dt.date(2026, 12, 1), "tags": ["ロボット", "環境"],
        "registers_until": dt.date(2026, 12, 20), "closes_on": dt.date(2026, 12, 31), "invited": invited,
    }  # fmt: skip
    return actions.Plan(**{**given, **changes})


@pytest.fixture
def exhibition(institute: build.Institute, partner: Organisation) -> Exhibition:
    """Exhibitors are being invited; the foundation may recommend two companies."""
    rules()
    made = actions.plan_exhibition(by=institute.planner, at=AT, plan=plan(institute, invited=[(partner, 2)]))
    return actions.begin_inviting(by=institute.planner, at=AT, exhibition=made)


def invited(exhibition: Exhibition, company: build.Company, institute: build.Institute, **more: Any) -> Booth:
    """The company's booth, accepted, with a headline and one seed on its page."""
    made = actions.invite_booth(
        by=institute.planner, at=AT, exhibition=exhibition, kind="company", workplace=company.workplace
    )
    made = actions.accept_booth(by=company.engineer, at=AT, booth=made)
    return written(made, company.engineer, **more)


def written(
    booth: Booth, by: Person, *, lead: str = "小さくて静かなモーター", topic: str = "モーターメーカー"
) -> Booth:
    actions.describe_booth(
        by=by, at=AT, booth=booth, name=booth.name, topic=topic, lead=lead, tags=["ロボット"], plan="online"
    )
    actions.add_panel(by=by, at=AT, booth=booth, kind=PanelKind.SEED, title="静音駆動", text="1mの距離で20dB以下です。")
    return Booth.objects.select_related("exhibition").get(pk=booth.pk)


def in_view(booth: Booth, by: Person, checker: Person, at: dt.datetime = AT) -> Booth:
    """Handed in and checked."""
    booth = actions.submit_booth(by=by, at=at, booth=booth)
    return actions.check_booth(by=checker, at=at, booth=booth)


@pytest.fixture
def booth(exhibition: Exhibition, company: build.Company, institute: build.Institute) -> Booth:
    """The company's booth, checked, in view from the opening moment on."""
    return in_view(invited(exhibition, company, institute), company.engineer, institute.planner)


@pytest.fixture
def opened(exhibition: Exhibition, booth: Booth) -> Exhibition:
    return actions.open_exhibition(at=OPENING, exhibition=exhibition)


def come(exhibition: Exhibition, person: Person | None = None, at: dt.datetime = DURING, **more: Any) -> Visitor:
    """Somebody registers as a visitor."""
    person = person or build.person("来場 者")
    return actions.register_visitor(by=person, at=at, exhibition=exhibition, agreed=True, **more)


def look(booth: Booth, visitor: Visitor | None, at: dt.datetime = DURING, agent: str = BROWSER, by: Any = None) -> str:
    """The verdict of one look."""
    found = Booth.objects.select_related("exhibition__branch").get(pk=booth.pk)
    by = by or (visitor.person if visitor else None)
    return actions.look(by=by, at=at, booth=found, visitor=visitor, agent=agent).verdict
