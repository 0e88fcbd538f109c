"""Short words for the tests of instruments: a chamber that needs a licence, its course, its tariff, and people."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.tests.conftest import hours, resource
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.governance.actions import declare
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import CourseDate, Licence, LicenceRule, MeteringRule
from tests import build

RULE = {"level": 3, "months": 36, "renewal_months": 6, "source": "fixture"}


@pytest.fixture(autouse=True)
def _class_is_known(company: build.Company) -> None:
    company.organisation.class_decided = "sme"
    company.organisation.save()


@pytest.fixture
def field(db: None) -> TechnologyField:
    return TechnologyField.objects.create(code="EMC", name_ja="電磁両立性")


@pytest.fixture
def offering(institute: build.Institute, field: TechnologyField) -> Offering:
    """The chamber: 2,870 yen and 920 yen per hour."""
    made = Offering.objects.create(
        code="I-EMC", kind="instrument", name_ja="電波暗室", branch=institute.tama, group=institute.emc, field=field,
        state="offered", training_level=3, summary="ノイズを測ります", detail="30MHz～18GHz", standards=["CISPR 32"],
    )  # fmt: skip
    for part, yen, unit in (("setup", 2_870, "回"), ("unit", 920, "時間")):
        TariffLine.objects.create(offering=made, client_class="any", part=part, yen=yen, unit=unit, source="fixture")
    return made


@pytest.fixture
def course(institute: build.Institute, field: TechnologyField) -> Offering:
    """The course that leads to its licence, next on 2026-12-09."""
    made = Offering.objects.create(
        code="C-EMC", kind="course", name_ja="電波暗室利用資格講習", branch=institute.tama, field=field, state="offered"
    )
    TariffLine.objects.create(offering=made, client_class="any", part="unit", yen=16_500, unit="人", source="fixture")
    for code, day in (("C-1", dt.date(2026, 11, 2)), ("C-2", dt.date(2026, 12, 9))):
        date = Gathering.objects.create(code=code, kind="course", title=made.name_ja, starts_on=day)
        CourseDate.objects.create(course=made, gathering=date, source="fixture")
    return made


@pytest.fixture
def chamber(institute: build.Institute, offering: Offering, course: Offering) -> Resource:
    """The chamber as a thing to book, counted in begun hours, its guide at 2,000 yen."""
    LicenceRule.objects.create(offering=offering, course=course, **RULE)
    MeteringRule.objects.create(offering=offering, unit_minutes=60, rounding="up", guide_yen=2_000, source="fixture")
    return resource("I-EMC", institute.tama, offering=offering, name_ja="電波暗室")


def card(who: Person, offering: Offering, *, until: dt.date = dt.date(2029, 5, 11), **fields: Any) -> Licence:
    """A card that is good until ``until``."""
    rule = LicenceRule.objects.get(offering=offering)
    given = {"state": "licensed", "number": f"認R8-{Licence.objects.count() + 1:05d}", **fields}
    return Licence.objects.create(
        person=who, offering=offering, course=rule.course, level=rule.level, months=36,
        attended_on=dt.date(2026, 5, 11), valid_from=dt.date(2026, 5, 12), valid_until=until, **given,
    )  # fmt: skip


def cleared(who: Person, at: dt.datetime) -> Person:
    """The same person, with a declaration to which nothing applies."""
    declare(by=who, at=at, person=who, resident=True)
    return who


@pytest.fixture
def engineer(company: build.Company, offering: Offering, chamber: Resource, at: dt.datetime) -> Person:
    """Licensed and declared."""
    card(company.engineer, offering)
    return cleared(company.engineer, at)


@pytest.fixture
def book(company: build.Company, chamber: Resource, at: dt.datetime) -> Callable[..., Booking]:
    """Book the chamber as the company's engineer."""

    def make(span: Any = hours(10, 14), *more: Resource, verb: Any = bookings.request, **fields: Any) -> Booking:  # noqa: B008
        given = {"resources": (chamber, *more), "workplace": company.workplace, **fields}
        by, when = given.pop("by", company.engineer), given.pop("at", at)
        return verb(by=by, at=when, wish=bookings.Wish(span=span, **given))

    return make


@pytest.fixture
def running(engineer: Person, book: Callable[..., Booking], institute: build.Institute) -> Booking:
    """A use that began at 10:00 on the 24th."""
    booking = book()
    actions.start_use(by=institute.researcher, at=hours(10, 14).starts, booking=booking)
    booking.refresh_from_db()
    return booking
