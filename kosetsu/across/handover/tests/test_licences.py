"""Whoever came to every day of a course has it noted for the instrument's licence: once, and not charged again."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from kosetsu.across.handover import actions
from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.billing.tests.conftest import offering as priced
from kosetsu.foundation.billing.tests.conftest import with_class
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.tests.conftest import DAY, HOUR, published
from kosetsu.foundation.gatherings.tests.test_attending import arrival
from kosetsu.services.instruments.models import Licence, LicenceRule
from tests import build
from tests.build import browser
from tests.fixtures import AT

FIRST, SECOND = AT + 10 * DAY, AT + 11 * DAY


@pytest.fixture
def course(institute: build.Institute, company: build.Company) -> Gathering:
    """Two days that lead to the licence of the chamber, 3,000 yen a head."""
    with_class(company)
    offered = priced(institute, "C1", "電波暗室利用資格講習", "course", [("any", "unit", 3_000, "人")])
    chamber = priced(institute, "I1", "電波暗室", "instrument", [("any", "unit", 920, "時間")])
    LicenceRule.objects.create(offering=chamber, course=offered, level=3, months=36, source="fixture")
    return published(
        institute, kind="course", offering=offered, pools=[gatherings.Pool("会場", Format.ON_SITE, 9)],
        parts=[gatherings.Part(day, day + 2 * HOUR) for day in (FIRST, SECOND)],
    )  # fmt: skip


def come(institute: build.Institute, course: Gathering, company: build.Company, who: Any, *days: Any) -> None:
    """A colleague with an account, or a name without one, comes on these days."""
    name, email = (who, f"{uuid4().hex}@example.jp") if isinstance(who, str) else (who.name, str(who.email))
    [made] = gatherings.register(
        by=None if isinstance(who, str) else who, at=AT, gathering=course, quota=course.quotas.get(), agreed=True,
        guests=[gatherings.Guest(name, email)], workplace=company.workplace,
    )  # fmt: skip
    for day in days:
        gatherings.receive(by=institute.counter, at=SECOND, gathering=course, arrivals=[arrival(made, day)])


def test_who_came_every_day_has_the_course_noted_once_and_is_not_charged_again(
    institute: build.Institute, company: build.Company, course: Gathering
) -> None:
    half = build.person("半分")
    come(institute, course, company, company.engineer, FIRST, SECOND)
    come(institute, course, company, half, FIRST)
    come(institute, course, company, "登録なし", FIRST, SECOND)
    closed = gatherings.close_gathering(by=institute.researcher, at=SECOND, gathering=course)
    before = (Charge.objects.count(), Entry.objects.count())
    for _time in range(2):
        actions.note_learners(by=institute.researcher, at=SECOND, gathering=closed)
    licence = Licence.objects.get()
    assert (licence.person, licence.attended_on, licence.state, licence.workplace) == (
        company.engineer, SECOND.date(), "attended", company.workplace,
    )  # fmt: skip
    assert (Charge.objects.count(), Entry.objects.count()) == before == (1, 2)
    assert Charge.objects.get().yen == 9_000


def test_page_shows_who_can_be_noted_and_notes_them_by_one_press(
    institute: build.Institute, company: build.Company, course: Gathering, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = SECOND
    come(institute, course, company, company.engineer, FIRST, SECOND)
    come(institute, course, company, "登録なし", FIRST, SECOND)
    gatherings.close_gathering(by=institute.researcher, at=SECOND, gathering=course)
    client, page = browser(institute.researcher), reverse("handover-desk:note_learners", args=[course.public_id])
    desk = client.get(reverse("gatherings-desk:gathering", args=[course.public_id])).content.decode()
    shown = client.get(page).content.decode()
    answer = client.post(page, {"submission_key": str(uuid4())})
    assert (page in desk, "利用者登録がないため" in shown, answer.status_code) == (True, True, 302)
    assert [*Licence.objects.values_list("person", flat=True)] == [company.engineer.pk]
    assert "引き継ぎ済み" in client.get(page).content.decode()


def test_course_that_is_not_over_says_so_and_one_that_leads_nowhere_is_nothing(
    institute: build.Institute, company: build.Company, course: Gathering
) -> None:
    with pytest.raises(Refused, match="終了を記録してから"):
        actions.note_learners(by=institute.researcher, at=SECOND, gathering=course)
    other = published(institute)
    pages = [reverse("handover-desk:note_learners", args=[one.public_id]) for one in (course, other)]
    told = [browser(institute.researcher).get(page).status_code for page in pages]
    outside = browser(company.engineer).get(pages[0]).status_code
    assert (told, outside, Licence.objects.count()) == ([403, 404], 404, 0)
