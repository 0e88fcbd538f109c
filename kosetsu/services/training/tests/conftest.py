"""Short words for the tests of training: a company with its class of price, priced offerings, a tailored course."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.models import Registration
from kosetsu.foundation.gatherings.tests.conftest import come
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.training import actions
from kosetsu.services.training.actions import Lesson
from kosetsu.services.training.models import OnDemandCourse, TailoredCourse, TailoredTerms
from kosetsu.services.training.tests.courses import course
from tests import build
from tests.fixtures import AT

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
BEGINS = AT + 10 * DAY
LESSONS = [
    Lesson(day=1, title="めっきの基礎", minutes=60, lecturer="表面 研究員"),
    Lesson(day=1, title="密着不良の実習", minutes=30),
    Lesson(day=2, title="自社の事例", minutes=60, lecturer="外部 講師"),
]


def offering(institute: build.Institute, code: str, name: str, yen: int, unit: str) -> Offering:
    """A course of the catalogue with one price for everybody."""
    field, _new = TechnologyField.objects.get_or_create(code="COR", defaults={"name_ja": "表面"})
    made = Offering.objects.create(
        code=code, kind="course", name_ja=name, branch=institute.head_office, group=institute.surface, field=field,
        state="offered",
    )  # fmt: skip
    TariffLine.objects.create(
        offering=made, client_class="any", part="unit", yen=yen, unit=unit, source="試験",
        valid_from=dt.date(2026, 4, 1),
    )  # fmt: skip
    return made


@pytest.fixture
def client(company: build.Company) -> build.Company:
    """The company, its class of price decided."""
    company.organisation.class_decided, company.organisation.class_reason = "sme", "試験"
    company.organisation.save()
    return company


@pytest.fixture
def terms(institute: build.Institute) -> None:
    """10,000 yen per hour of teaching, 500 per head; 3,000 per day where it is held at the company's."""
    build.rules_of_paying()
    for code, basis, yen, unit, place in (
        ("C-T1", "time", 10_000, "時間", ""),
        ("C-T2", "people", 500, "人", ""),
        ("C-T3", "days", 3_000, "回", "company"),
    ):
        made = offering(institute, code, f"教程 {unit}", yen, unit)
        TailoredTerms.objects.create(offering=made, basis=basis, place=place, source="試験")


@pytest.fixture
def head(institute: build.Institute) -> Person:
    """Who heads the surface group."""
    return build.post(build.person("表面 課長"), StaffRole.GROUP_HEAD, institute.head_office, institute.surface)


@dataclass(frozen=True, slots=True)
class Tailoring:
    """Drives a tailored course through its life, one short verb each."""

    institute: build.Institute
    client: build.Company

    def asked(self, **fields: Any) -> TailoredCourse:
        asked: dict[str, Any] = {"subject": "めっきの密着不良を減らしたい", "people": 2, "place": "here"}
        who = self.client
        return actions.ask_tailored(by=who.engineer, at=AT, workplace=who.workplace, **{**asked, **fields})

    def designed(self, course: TailoredCourse | None = None) -> TailoredCourse:
        return actions.design_tailored(
            by=self.institute.researcher, at=AT, course=course or self.asked(), title="めっき入門", lessons=LESSONS,
            group=self.institute.surface,
        )  # fmt: skip

    def quoted(self, course: TailoredCourse | None = None) -> TailoredCourse:
        return actions.quote_tailored(by=self.institute.researcher, at=AT, course=course or self.designed())

    def accepted(self, course: TailoredCourse | None = None) -> TailoredCourse:
        return actions.accept_tailored(by=self.client.engineer, at=AT, course=course or self.quoted())

    def planned(self) -> TailoredCourse:
        """Two people are named, and another one has approved the plan."""
        people = [gatherings.Guest(f"社員{n}", f"staff{n}@example.jp") for n in (1, 2)]
        course = actions.name_participants(by=self.client.engineer, at=AT, course=self.accepted(), people=people)
        begins = {1: BEGINS, 2: BEGINS + DAY}
        course = actions.plan_tailored(by=self.institute.researcher, at=AT, course=course, begins=begins)
        gatherings.approve_gathering(by=self.institute.planner, at=AT, gathering=course.gathering)
        return course

    def ready(self) -> TailoredCourse:
        return actions.enrol_tailored(by=self.institute.researcher, at=AT, course=self.planned())

    def held(self, heads: tuple[int, int] = (2, 1)) -> TailoredCourse:
        """On its second day all were counted."""
        course, at = self.ready(), BEGINS + DAY + 3 * HOUR
        for n, many in enumerate(heads):
            day = (BEGINS + n * DAY).date()
            gatherings.count_heads(
                by=self.institute.researcher, at=at, gathering=course.gathering, on_date=day, headcount=many
            )
        return actions.complete_tailored(by=self.institute.researcher, at=at, course=course)


@pytest.fixture
def tailoring(institute: build.Institute, client: build.Company, terms: None) -> Tailoring:
    return Tailoring(institute, client)


@pytest.fixture
def on_demand(institute: build.Institute) -> OnDemandCourse:
    return course(institute)


@pytest.fixture
def learner(on_demand: OnDemandCourse) -> Registration:
    return come(on_demand.gathering, "a")
