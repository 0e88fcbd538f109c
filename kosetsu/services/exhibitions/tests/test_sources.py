"""What the search finds of booths: a checked page of an exhibition that is open, as long as its rule says; no more."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kosetsu.foundation.search import queries
from kosetsu.foundation.search.sources import PUBLIC
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, Exhibition
from kosetsu.services.exhibitions.tests.conftest import CLOSING, DAY, DURING, OPENING, in_view, invited
from tests import build
from tests.fixtures import AT

WORD = "静音駆動"
SECRET = "液体金属"
SECOND = DAY / 86_400


def found(word: str, moment: Any, settings: Any) -> tuple[int, int, bool]:
    """At a moment: the documents of the index that hold the word, those on the page, whether the page says so."""
    settings.KOSETSU_FIXED_NOW = moment
    hits = queries.find(word, scope=PUBLIC, kinds=["booth"], limit=50)
    answer = Client().get(reverse("portal:search"), {"q": word})
    shown = [one for section in answer.context["sections"] if section.kind == "booth" for one in section.results]
    totals = sum(section.total for section in answer.context["sections"] if section.kind == "booth")
    assert totals == len(shown)
    return len(hits), len(shown), "WEB展示会の出展者" in answer.content.decode()


def test_booth_is_found_from_the_opening_on_and_not_a_second_before(
    exhibition: Exhibition, booth: Booth, settings: Any
) -> None:
    before = found(WORD, OPENING - SECOND, settings)
    actions.keep_moments(at=OPENING)
    assert (before, found(WORD, OPENING, settings)) == ((0, 0, False), (1, 1, True))


def test_unchecked_booth_is_neither_found_nor_counted_beside_one_that_is(
    opened: Exhibition, booth: Booth, rival: build.Company, institute: build.Institute, settings: Any
) -> None:
    """Both write the word; of the index's numbers, too, only the checked one is part."""
    other = invited(opened, rival, institute, lead=SECRET)
    actions.submit_booth(by=rival.engineer, at=DURING, booth=other)
    assert (found(WORD, DURING, settings), found(SECRET, DURING, settings)) == ((1, 1, True), (0, 0, False))
    actions.check_booth(by=institute.planner, at=DURING, booth=other)
    assert (found(WORD, DURING, settings), found(SECRET, DURING, settings)) == ((2, 2, True), (1, 1, True))


def test_what_is_being_rewritten_is_not_found_before_it_is_checked(
    opened: Exhibition, booth: Booth, company: build.Company, institute: build.Institute, settings: Any
) -> None:
    booth = actions.revise_booth(by=company.engineer, at=DURING, booth=booth)
    actions.change_panel(by=company.engineer, at=DURING, panel=booth.panels.get(), title=SECRET, text="試作中")
    draft = (found(SECRET, DURING, settings), found(WORD, DURING, settings))
    in_view(booth, company.engineer, institute.planner, DURING)
    assert draft == ((0, 0, False), (1, 1, True))
    assert (found(SECRET, DURING, settings), found(WORD, DURING, settings)) == ((1, 1, True), (0, 0, False))


def test_withdrawn_booth_is_gone_at_once(
    opened: Exhibition, booth: Booth, institute: build.Institute, settings: Any
) -> None:
    assert found(WORD, DURING, settings) == (1, 1, True)
    actions.withdraw_booth(by=institute.planner, at=DURING, booth=booth, reason="会社の都合")
    assert found(WORD, DURING, settings) == (0, 0, False)


@pytest.mark.parametrize(("days", "shown"), [(0, (0, 0)), (10, (1, 0))])
def test_after_the_end_it_is_found_as_long_as_the_rule_says(
    opened: Exhibition, booth: Booth, settings: Any, days: int, shown: tuple[int, int]
) -> None:
    """An index that was not read again meanwhile changes nothing: what is over is left out of the page."""
    Exhibition.objects.update(found_until=CLOSING + days * DAY)
    actions.close_exhibition(at=CLOSING, exhibition=opened)
    seen = [found(WORD, moment, settings)[1] for moment in (CLOSING, CLOSING + 10 * DAY)]
    assert tuple(seen) == shown


def test_rule_of_the_first_day_says_how_long(exhibition: Exhibition, institute: build.Institute) -> None:
    from kosetsu.services.exhibitions.models import CountingRule
    from kosetsu.services.exhibitions.tests.conftest import plan

    CountingRule.objects.update(found_days=30)
    later = actions.plan_exhibition(by=institute.planner, at=AT, plan=plan(institute, title="次の展示会"))
    assert [one.found_until - one.closes_at for one in (exhibition, later)] == [0 * DAY, 30 * DAY]
