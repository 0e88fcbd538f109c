"""Story 6: 29 bodies, 76 programmes, 4,362 reviews of a year; 1,401 + 1,496 + 640 + 825, lived through by the actions.

By default a part of every class of bodies in the same proportion; ``KOSETSU_SCREENING_REVIEWS=4362`` for the whole.
"""

import datetime as dt
import os
from collections import Counter
from dataclasses import dataclass

import pytest

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import book
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Conflict, Item, Review
from kosetsu.services.screening import actions
from kosetsu.services.screening.models import RequestingBody, ReturnPaper, ScreeningProgramme
from kosetsu.services.screening.tests.conftest import Office, body_of, office_of
from tests import build
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
PRINTED = {"tokyo": 1_401, "corporation": 1_496, "ward_city": 640, "association": 825}
"""annual-report-fy2021-chapter4 4.1.6."""
MEASURES = {
    "tokyo": "reviews.tokyo_metropolitan_government", "corporation": "reviews.sme_support_corporation",
    "ward_city": "reviews.wards_cities", "association": "reviews.associations",
}  # fmt: skip
BODIES = {"tokyo": 1, "corporation": 1, "ward_city": 17, "association": 10}
PROGRAMMES = {"tokyo": 18, "corporation": 16, "ward_city": 26, "association": 16}
"""Only 29 and 76 are printed; how they are shared out is made up, as in the demo's synthetic rows."""
WHOLE = sum(PRINTED.values())
ASKED = int(os.environ.get("KOSETSU_SCREENING_REVIEWS", "220"))
KINDS = {"tokyo": "prefecture", "corporation": "support_foundation", "ward_city": "ward",
         "association": "industry_association"}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_columns(settings, tmp_path):
    settings.KOSETSU_DATA_DIR = tmp_path


@dataclass(frozen=True)
class Lot:
    """One programme: whose, and by how many reviewers each of its applications is reviewed."""

    body: RequestingBody
    title: str
    times: list[int]


def shared(body_class: str) -> int:
    """How many reviews of a class there are in this run: all, or as many of ``ASKED`` as its share."""
    return PRINTED[body_class] * ASKED // WHOLE if ASKED < WHOLE else PRINTED[body_class]


def lots(office: Office) -> list[Lot]:
    """Applications are reviewed by two; where the number is odd, one of them by one only."""
    made = []
    for body_class, many in PROGRAMMES.items():
        bodies = [
            body_of(office.runner, f"{body_class} {n:02}", KINDS[body_class], body_class)
            for n in range(BODIES[body_class])
        ]
        total = shared(body_class)
        for n in range(many):
            own = total // many + (n < total % many)
            times = [2] * (own // 2) + [1] * (own % 2)
            made.append(Lot(bodies[n % len(bodies)], f"{body_class} 事業 {n:02}", times))
    return made


def live(office: Office, lot: Lot, at: dt.datetime) -> None:
    """From the request to the return; one application more is withdrawn on the way."""
    request = actions.Request(body=lot.body, title=lot.title, due_on=at.date())
    programme = actions.request_programme(by=office.runner, at=at, request=request)
    programme = actions.accept_programme(
        by=office.runner, at=at, programme=programme, terms=actions.Terms(sheet="sheet", readers_each=1)
    )
    rows = [(f"{n:04}", f"製品 {n}", f"{lot.title} 申請者 {n}") for n in range(len(lot.times) + 1)]
    assert office.take_in(programme, rows, at).problems == []
    programme = office.begun(programme, at)
    items = list(Item.objects.filter(panel=programme.panel).select_related("panel").order_by("number"))
    for n, (item, times) in enumerate(zip(items, lot.times, strict=False)):
        office.review(item, times, n, at)
    office.review(items[-1], 1, 0, at)
    reviews.withdraw_item(by=office.runner, at=at, item=items[-1], reason="申請者の取り下げ")
    office.read(programme, at)
    programme = actions.submit_results(by=office.runner, at=at, programme=programme)
    programme = actions.approve_results(by=office.head, at=at, programme=programme)
    actions.return_results(by=office.runner, at=at, programme=programme)


def figures() -> dict[str, object]:
    keys = [*MEASURES.values(), "reviews.total", "reviews.requesting_bodies", "reviews.programmes"]
    found = Reader().figures([book().measures[key] for key in keys], Period.of_fiscal_year(2026))
    return {key: figure.value for key, figure in found.items()}


def test_a_years_reviews_come_out_of_what_was_returned_as_the_report_counts_them(institute: build.Institute) -> None:
    office = office_of(institute)
    every = lots(office)
    for n, lot in enumerate(every):
        live(office, lot, AT + dt.timedelta(hours=n))
    expected = {MEASURES[one]: shared(one) for one in PRINTED}
    expected |= {"reviews.total": sum(expected.values()), "reviews.requesting_bodies": 29, "reviews.programmes": 76}
    assert figures() == expected
    assert ASKED < WHOLE or list(figures().values()) == [1_401, 1_496, 640, 825, 4_362, 29, 76]
    assert ReturnPaper.objects.count() == ScreeningProgramme.objects.count() == 76
    assert sum(ReturnPaper.objects.values_list("withdrawn", flat=True)) == 76
    counted = Entry.objects.filter(service="screening").values_list("details__review", flat=True)
    handed_in = Review.objects.handed_in().values_list("public_id", flat=True)
    assert Counter(counted) == Counter(str(one) for one in handed_in)
    assert Conflict.objects.count() == 0
