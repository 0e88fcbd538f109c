"""Story 8: the web exhibition — recommended, checked, open at 00:00, each visitor once per page, closed, counted.

What the annual report prints comes out of records that the actions wrote: 61 exhibitors and 825 registered in the
exhibition of 2021, 66 and 601 in that of 2022, and the viewers of the six companies that partners recommended.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.db import transaction

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import book
from kosetsu.common.tables import load_folder
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Branch, Membership, Organisation, Workplace
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, Exhibition, Look, Recommendation, Visitor
from tests import build
from tests.stories.conftest import TOKYO

pytestmark = pytest.mark.django_db
JST = dt.timezone(dt.timedelta(hours=9))
BROWSER = "Mozilla/5.0 Firefox/96.0"
RECOMMENDED = {
    "ロボット駆動用モーターメーカー": ("ORG068", 155), "生分解性ポリマーメーカー": ("ORG068", 86),
    "遠隔診療サービス関連企業": ("ORG006", 76), "IoT 活用サービス業": ("ORG006", 55),
    "機能性食品メーカー": ("ORG099", 46), "力学シミュレーションソフト開発企業": ("ORG099", 42),
}  # fmt: skip
VIEWERS = ("robot", "polymer", "telemedicine", "iot", "food", "simulation")
_serial = count(1)


def at(year: int, month: int, day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(year, month, day, hour, tzinfo=JST)


class Staff:
    """Who runs the exhibition, who checks the pages, and one of the institute who only looks."""

    def __init__(self) -> None:
        self.branch = Branch.objects.get(code="B01")
        posts = (StaffRole.PARTNERSHIPS, StaffRole.PLANNING, StaffRole.RESEARCHER)
        self.runner, self.checker, self.colleague = (
            build.post(build.person(str(role.label)), role, self.branch) for role in posts
        )


@pytest.fixture(scope="module")
def staff(django_db_setup: None, django_db_blocker: Any) -> Iterator[Staff]:
    """Tokyo's folder without its demo rows, which hold the published figures already."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_folder(TOKYO, demo=False)
        yield Staff()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _own_columns(settings: Any, tmp_path: Any) -> None:
    settings.KOSETSU_DATA_DIR = tmp_path


def people(number: int) -> list[Person]:
    """So many people with an account."""
    return Person.objects.bulk_create(
        Person(email=f"story{next(_serial)}@example.jp", name="来場 者") for _one in range(number)
    )


def company(name: str) -> tuple[Workplace, Person]:
    organisation = Organisation.objects.create(kind="company", name=name, name_folded=name)
    place = Workplace.objects.create(organisation=organisation, name="本社")
    [person] = people(1)
    Membership.objects.create(person=person, organisation=organisation, workplace=place, role="owner")
    return place, person


def planned(staff: Staff, year: int, last: dt.date) -> Exhibition:
    """In view from 20 January on; three bodies may recommend."""
    partners = Organisation.objects.filter(code__in={partner for partner, _viewers in RECOMMENDED.values()})
    plan = actions.Plan(
        title=f"東京イノベーション発信交流会 {year} WEB展示会", branch=staff.branch, terms="参加条件",
        recommends_until=dt.date(year, 1, 10), opens_on=dt.date(year, 1, 20), registers_until=last, closes_on=last,
        invited=[(partner, 2) for partner in partners],
    )  # fmt: skip
    begun = at(year - 1, 11, 1)
    made = actions.plan_exhibition(by=staff.runner, at=begun, plan=plan)
    return actions.begin_inviting(by=staff.runner, at=begun, exhibition=made)


def recommended(staff: Staff, exhibition: Exhibition, topic: str, code: str, moment: dt.datetime) -> Booth:
    """A partner names the company, the company consents, the institute chooses."""
    partner = Organisation.objects.get(code=code)
    [officer] = people(1)
    Membership.objects.create(person=officer, organisation=partner, role="officer")
    place, person = company(f"{topic}株式会社")
    made = actions.recommend(
        by=officer, at=moment, invitation=exhibition.invitations.get(partner=partner), company=place.organisation.name,
        email=str(person.email), reason="将来性",
    )  # fmt: skip
    assert list(Recommendation.objects.visible_to(staff.runner).filter(pk=made.pk)) == []
    actions.consent_recommendation(by=person, at=moment, recommendation=made, workplace=place)
    return actions.choose_recommendation(by=staff.runner, at=moment, recommendation=made)


def invited(staff: Staff, exhibition: Exhibition, number: int, moment: dt.datetime) -> Booth:
    place, person = company(f"出展{exhibition.code}-{number}株式会社")
    made = actions.invite_booth(by=staff.runner, at=moment, exhibition=exhibition, kind="company", workplace=place)
    return actions.accept_booth(by=person, at=moment, booth=made)


def checked(staff: Staff, booth: Booth, topic: str, moment: dt.datetime) -> Booth:
    """Written by the company, checked by the institute."""
    by = booth.contact
    assert by
    actions.describe_booth(by=by, at=moment, booth=booth, name=booth.name, topic=topic, lead="技術を紹介します。")
    actions.add_panel(by=by, at=moment, booth=booth, kind="seed", title="技術", text="特長")
    booth = actions.submit_booth(by=by, at=moment, booth=booth)
    return actions.check_booth(by=staff.checker, at=moment, booth=booth)


def registered(exhibition: Exhibition, number: int) -> list[Visitor]:
    """So many visitors over the first days."""
    first = exhibition.opens_at + dt.timedelta(hours=10)
    return [
        actions.register_visitor(
            by=person, at=first + dt.timedelta(days=place % 20), exhibition=exhibition, agreed=True
        )
        for place, person in enumerate(people(number))
    ]  # fmt: skip


def figures(keys: list[str], year: int) -> dict[str, int]:
    measures = [book().measures[key] for key in keys]
    found = Reader().figures(measures, Period.of_fiscal_year(year))
    return {key: int(found[key].value or 0) for key in keys}


def test_exhibition_of_2021_has_61_exhibitors_and_825_registered(staff: Staff) -> None:
    exhibition, moment = planned(staff, 2021, dt.date(2021, 2, 19)), at(2020, 12, 1)
    for number in range(61):
        checked(staff, invited(staff, exhibition, number, moment), "", moment)
    exhibition = actions.open_exhibition(at=exhibition.opens_at, exhibition=exhibition)
    registered(exhibition, 825)
    assert figures(["webexpo.exhibitors", "webexpo.registrants"], 2020) == {
        "webexpo.exhibitors": 61, "webexpo.registrants": 825,
    }  # fmt: skip


def test_exhibition_of_2022_counts_as_printed_from_what_its_actions_wrote(staff: Staff) -> None:
    exhibition, moment = planned(staff, 2022, dt.date(2022, 2, 18)), at(2021, 12, 1)
    booths = [
        checked(staff, recommended(staff, exhibition, topic, code, moment), topic, moment)
        for topic, (code, _viewers) in RECOMMENDED.items()
    ]
    for number in range(60):
        checked(staff, invited(staff, exhibition, number, moment), "", moment)
    assert list(Booth.objects.shown(exhibition.opens_at - dt.timedelta(seconds=1)).filter(exhibition=exhibition)) == []
    actions.keep_moments(at=exhibition.opens_at)
    exhibition = Exhibition.objects.get(pk=exhibition.pk)
    visitors = registered(exhibition, 601)
    for booth, (_code, viewers) in zip(booths, RECOMMENDED.values(), strict=True):
        _look(booth, visitors[:viewers], staff.colleague)
    actions.keep_moments(at=exhibition.closes_at)

    expected = {
        f"webexpo.viewers.{key}": seen for key, (_code, seen) in zip(VIEWERS, RECOMMENDED.values(), strict=True)
    }
    expected |= {"webexpo.exhibitors": 66, "webexpo.registrants": 601}
    assert figures([*expected], 2021) == expected
    told = Entry.objects.get(
        kind="exhibitor_viewers", reference=exhibition.code, topic="ロボット駆動用モーターメーカー"
    )
    assert (told.on_date, told.partner and told.partner.code) == (dt.date(2022, 2, 18), "ORG068")
    recount = actions.recount(at=exhibition.closes_at, exhibition=exhibition)
    assert (recount.viewers, recount.differing) == (460, [])


def _look(booth: Booth, visitors: list[Visitor], colleague: Person) -> None:
    """Everyone looks, the first ones again; a robot and a colleague are logged and not counted."""
    booth = Booth.objects.select_related("exhibition__branch").get(pk=booth.pk)
    moment = booth.exhibition.closes_at - dt.timedelta(days=2)
    for visitor in [*visitors, *visitors[:5]]:
        actions.look(by=visitor.person, at=moment, booth=booth, visitor=visitor, agent=BROWSER)
    actions.look(by=None, at=moment, booth=booth, visitor=None, agent="ExampleBot/1.0")
    actions.look(by=colleague, at=moment, booth=booth, visitor=None, agent=BROWSER)
    assert Look.objects.filter(booth=booth).exclude(verdict="counted").count() == 2
