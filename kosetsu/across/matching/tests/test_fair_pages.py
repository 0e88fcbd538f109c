"""A business-meeting day from wishes to a settled timetable, and again once some dropped out."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from kosetsu.across.matching.documents import fairs as given
from kosetsu.across.matching.jobs.fairs import find_timetable
from kosetsu.common.decisions import Refused
from kosetsu.foundation.accounts.models import Person
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, Exhibition, Fair, Letter, Meeting, Proposal, Visitor
from kosetsu.services.exhibitions.tests.conftest import (  # noqa: F401 (fixtures)
    DURING,
    OPENING,
    booth,
    come,
    exhibition,
    in_view,
    invited,
    opened,
    partner,
)
from tests import build
from tests.build import browser

HOUR = dt.timedelta(hours=1)
DAY_OF = OPENING + dt.timedelta(days=10, hours=10)


def plan(**changes: Any) -> actions.DayPlan:
    """Three slots of half an hour with two tables each."""
    asked: dict[str, Any] = {
        "title": "オンライン商談会", "starts_at": DAY_OF, "ends_at": DAY_OF + 1.5 * HOUR, "minutes": 30, "tables": 2,
        "wishes_until": DAY_OF - 24 * HOUR,
    }  # fmt: skip
    return actions.DayPlan(**{**asked, **changes})


@pytest.fixture
def fair(opened: Exhibition, institute: build.Institute) -> Fair:  # noqa: F811
    return actions.plan_fair(by=institute.planner, at=DURING, exhibition=opened, plan=plan())


@pytest.fixture
def second(exhibition: Exhibition, rival: build.Company, institute: build.Institute) -> Booth:  # noqa: F811
    return in_view(invited(exhibition, rival, institute), rival.engineer, institute.planner)


@pytest.fixture
def visitors(second: Booth, fair: Fair, booth: Booth) -> list[Visitor]:  # noqa: F811
    """Three visitors, each of whom would like to meet both exhibitors."""
    made = [come(fair.exhibition, build.person(f"来場 {number}")) for number in range(3)]
    for number, visitor in enumerate(made):
        for one in (booth, second):
            points = 1 + number % 3
            actions.wish_meeting(by=visitor.person, at=DURING, fair=fair, visitor=visitor, booth=one, points=points)
    return made


def searched(fair: Fair, by: Person, **asked: Any) -> Proposal:
    made = actions.ask_proposal(by=by, at=DURING, fair=fair, **asked)
    find_timetable.func(made.pk)
    return Proposal.objects.get(pk=made.pk)


def settled(fair: Fair, by: Person, **asked: Any) -> list[Any]:
    actions.settle_proposal(by=by, at=DURING, proposal=searched(fair, by, **asked))
    rows = given.settled(fair).order_by("slot__number", "table")
    return list(rows.values_list("slot__number", "booth", "visitor", named=False))


def test_every_wish_that_fits_becomes_a_meeting_and_both_sides_hear_once(
    fair: Fair, visitors: list[Visitor], institute: build.Institute
) -> None:
    meetings = settled(fair, institute.planner)
    assert len({(one, two) for _slot, one, two in meetings}) == 6
    assert all(len({row[side] for row in meetings if row[0] == slot}) == 2 for slot in range(3) for side in (1, 2))
    assert Letter.objects.filter(kind="meetings").count() == 5


def test_slot_in_which_one_cannot_come_and_a_closed_one_hold_no_meeting(
    fair: Fair, visitors: list[Visitor], institute: build.Institute
) -> None:
    mine = visitors[2]
    actions.keep_free(by=mine.person, at=DURING, fair=fair, numbers=[1], visitor=mine)
    actions.close_slot(by=institute.planner, at=DURING, slot=fair.slots.get(number=0), closed=True)
    meetings = settled(fair, institute.planner)
    assert {slot for slot, _booth, _visitor in meetings} <= {1, 2}
    assert {slot for slot, _booth, visitor in meetings if visitor == mine.pk} <= {2}


def test_meeting_in_a_closed_slot_is_refused(fair: Fair, visitors: list[Visitor], institute: build.Institute) -> None:
    slot = fair.slots.get(number=0)
    actions.close_slot(by=institute.planner, at=DURING, slot=slot, closed=True)
    wish = fair.wishes.select_related("booth", "visitor").first()
    assert wish
    with pytest.raises(Refused, match="この枠は使わないことになっています"):
        actions.place_meeting(
            by=institute.planner, at=DURING, slot=slot, table=0, booth=wish.booth, visitor=wish.visitor
        )
    assert Meeting.objects.count() == 0


def test_proposal_older_than_a_closed_slot_is_not_settled(
    fair: Fair, visitors: list[Visitor], institute: build.Institute
) -> None:
    found = searched(fair, institute.planner)
    actions.close_slot(by=institute.planner, at=DURING, slot=fair.slots.get(number=0), closed=True)
    with pytest.raises(Refused, match="枠か卓が減りました"):
        actions.settle_proposal(by=institute.planner, at=DURING, proposal=found)
    assert (Meeting.objects.count(), Proposal.objects.get().state) == (0, "ready")


def test_locked_meeting_stays_when_the_day_is_planned_anew(
    fair: Fair, visitors: list[Visitor], institute: build.Institute, booth: Booth  # noqa: F811
) -> None:  # fmt: skip
    slot = fair.slots.get(number=2)
    actions.place_meeting(by=institute.planner, at=DURING, slot=slot, table=1, booth=booth, visitor=visitors[0])
    assert (2, booth.pk, visitors[0].pk) in settled(fair, institute.planner)


def test_after_a_drop_out_the_others_keep_most_of_their_day(
    fair: Fair, visitors: list[Visitor], institute: build.Institute
) -> None:
    before = settled(fair, institute.planner)
    gone = visitors[1]
    after = settled(fair, institute.planner, again=True, gone=[given.buyer(gone.pk)])
    assert after == [row for row in before if row[2] != gone.pk]


def test_declined_wish_is_no_meeting(
    fair: Fair, visitors: list[Visitor], institute: build.Institute, booth: Booth, company: build.Company  # noqa: F811
) -> None:  # fmt: skip
    wish = fair.wishes.get(booth=booth, visitor=visitors[0])
    actions.weigh_wish(by=company.engineer, at=DURING, wish=wish, points=0)
    assert (booth.pk, visitors[0].pk) not in {row[1:] for row in settled(fair, institute.planner)}


def test_search_that_was_called_off_before_it_began_finds_nothing(
    fair: Fair, visitors: list[Visitor], institute: build.Institute
) -> None:
    made = actions.ask_proposal(by=institute.planner, at=DURING, fair=fair)
    actions.cancel_proposal(by=institute.planner, at=DURING, proposal=made)
    find_timetable.func(made.pk)
    assert Proposal.objects.values_list("state", "found").get() == ("cancelled", {})


def test_two_searches_of_one_day_do_not_run_at_once(fair: Fair, institute: build.Institute) -> None:
    actions.ask_proposal(by=institute.planner, at=DURING, fair=fair)
    with pytest.raises(Refused, match="いま行っています"):
        actions.ask_proposal(by=institute.planner, at=DURING, fair=fair)


def test_either_side_sees_its_own_day_and_nobody_elses(
    fair: Fair, visitors: list[Visitor], institute: build.Institute, settings: Any, booth: Booth, second: Booth,  # noqa: F811
    company: build.Company, rival: build.Company,
) -> None:  # fmt: skip
    settings.KOSETSU_FIXED_NOW = DURING
    settled(fair, institute.planner)
    day = reverse("exhibitions:booth_day", args=[booth.public_id])
    told = browser(company.engineer).get(day).content.decode()
    own = browser(visitors[0].person).get(reverse("exhibitions:visitor_day", args=[fair.exhibition.public_id]))
    assert (told.count("BEGIN:VEVENT"), browser(rival.engineer).get(day).status_code) == (3, 404)
    assert (own.content.decode().count("BEGIN:VEVENT"), "来場 1" in own.content.decode()) == (2, False)


def test_page_of_the_day_asks_searches_settles_and_shows(
    fair: Fair, visitors: list[Visitor], institute: build.Institute, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = DURING
    client, page = browser(institute.planner), reverse("matching-desk:fair", args=[fair.public_id])
    client.post(reverse("matching-desk:ask_proposal", args=[fair.public_id]), {"submission_key": "3" * 32})
    proposal = Proposal.objects.get()
    find_timetable.func(proposal.pk)
    ready = client.get(page).content.decode()
    settle = reverse("matching-desk:settle_proposal", args=[proposal.public_id])
    client.post(settle, {"submission_key": "4" * 32})
    shown = client.get(page).content.decode()
    assert ("商談6件" in ready, "来場 2" in shown, Meeting.objects.count()) == (True, True, 6)


def test_wish_after_the_deadline_is_refused_with_the_moment(fair: Fair, booth: Booth) -> None:  # noqa: F811
    visitor = come(fair.exhibition)
    with pytest.raises(Refused, match="商談の希望は2026/12/10 10:00に締め切りました"):
        actions.wish_meeting(by=visitor.person, at=DAY_OF, fair=fair, visitor=visitor, booth=booth, points=1)
