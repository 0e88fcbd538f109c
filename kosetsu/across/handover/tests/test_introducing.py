"""A joint development is introduced to the programmes that fit the company that leads it, each once."""

import pytest

from kosetsu.across.handover.actions.introducing import fitting, introduce_programmes
from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.circles import actions
from kosetsu.services.circles.states import CircleKind
from kosetsu.services.programmes.models import Fit, FitCount, FitRun
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def development(institute, company, rival, at):
    """Of two companies of a society; one programme is open to the first, one perhaps, one is not."""
    by = institute.planner
    circle = actions.found_circle(
        by=by, at=at, kind=CircleKind.SOCIETY, name="研究会", branch=institute.head_office, purpose="学ぶ",
        founded_on=at.date(),
    )  # fmt: skip
    lead, other = (actions.join(by=by, at=at, circle=circle, workplace=one.workplace) for one in (company, rival))
    run = FitRun.objects.create(
        day=at.date(), known_at=at, started_at=at, finished_at=at, codes=["P001", "P002", "P003"]
    )
    for code in run.codes:
        FitCount.objects.create(run=run, code=code, title=f"施策{code}")
    Fit.objects.create(organisation=company.organisation, verdicts="uyn")
    return actions.begin_development(
        by=by, at=at, circle=circle, lead=lead, partners=[other], title="治具", text="作る"
    )


def test_open_programmes_come_first_and_closed_ones_not_at_all(development):
    assert [(one.code, one.certain) for one in fitting(development)] == [("P002", True), ("P001", False)]


def test_each_programme_is_introduced_once_as_an_entry_of_the_case(development, institute, at):
    given = {"by": institute.planner, "at": at, "development": development}
    introduce_programmes(**given, codes=["P002", "P003"])
    with pytest.raises(Refused, match="紹介する施策"):
        introduce_programmes(**given, codes=["P002"])
    entries = Entry.objects.filter(case=development.case).values_list("kind", "reference", "topic")
    assert list(entries) == [("introduction", "P002", "施策P002")]


def test_company_does_not_introduce_and_reads_what_was_introduced(development, company, institute, at):
    desk = f"/desk/handover/developments/{development.public_id}/"
    assert build.browser(company.engineer).get(desk).status_code == 404
    introduce_programmes(by=institute.planner, at=at, development=development, codes=["P001"])
    page = build.browser(company.engineer).get(development.get_absolute_url()).content.decode()
    assert ("施策P001" in page, "施策P002" in page) == (True, False)


def test_page_offers_what_is_not_introduced_yet(development, institute, at):
    introduce_programmes(by=institute.planner, at=at, development=development, codes=["P002"])
    page = build.browser(institute.planner).get(f"/desk/handover/developments/{development.public_id}/")
    assert [label for _code, label in page.context["form"].fields["codes"].choices] == ["施策P001（確かめが必要）"]
