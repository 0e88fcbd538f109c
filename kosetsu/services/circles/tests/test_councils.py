"""The groups' council: called, held and counted once, or called off; and written down where nobody called it here."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Council, Notice
from kosetsu.services.circles.states import MeetingState, Role
from tests import build
from tests.build import once

TWO_WEEKS = dt.timedelta(days=14)


@pytest.fixture
def officers(circle, partner, launched_at):
    """The first member's contact is the chair; the second has no office."""
    chair, other = circle.members.order_by("pk")
    actions.appoint(by=partner, at=launched_at, circle=circle, member=chair, role=Role.CHAIR, name="代表")
    return chair, other


@pytest.fixture
def called(officers, partner, institute, launched_at):
    return actions.call_council(
        by=partner, at=launched_at, starts_at=launched_at + TWO_WEEKS, branch=institute.head_office,
        format=Format.ONLINE, agenda="合同交流会について",
    )  # fmt: skip


def told():
    return list(Notice.objects.filter(council__isnull=False).order_by("pk").values_list("kind", "address"))


def entries():
    found = Entry.objects.filter(kind="council")
    return [(one.quantity, one.unit, one.headcount, one.headcount_online) for one in found]


def test_called_council_asks_the_officers_alone_and_counts_as_nothing_yet(called, officers):
    assert told() == [("council", officers[0].contact_email)]
    assert (called.state, entries()) == (MeetingState.PLANNED, [])


def test_mail_says_when_where_and_about_what(called):
    mail = Notice.objects.get(council=called)
    assert mail.subject == "グループ協議会のご案内"
    assert "合同交流会について" in mail.body


def test_called_council_that_met_counts_the_circles_that_sat_there(called, circle, partner):
    held = actions.hold_council(
        by=partner, at=called.starts_at, council=called, seats={circle: 2}, decisions="3月に開く"
    )
    assert (held.state, held.decisions, entries()) == (MeetingState.HELD, "3月に開く", [(1, "グループ", 2, 2)])


@pytest.mark.parametrize(
    ("early", "seats", "decisions", "said"),
    [(1, 2, "開く", "始まってから"), (0, 0, "開く", "参加したグループ"), (0, 2, " ", "決まったこと")],
)
def test_council_is_written_down_once_it_began_with_who_sat_and_what_was_decided(
    called, circle, partner, early, seats, decisions, said
):
    with pytest.raises(Refused, match=said):
        actions.hold_council(
            by=partner, at=called.starts_at - dt.timedelta(minutes=early), council=called,
            seats={circle: seats} if seats else {}, decisions=decisions,
        )  # fmt: skip
    assert entries() == []


def test_council_that_does_not_take_place_tells_the_officers_why_and_is_not_held(called, officers, circle, partner):
    gone = actions.call_off_council(by=partner, at=called.starts_at, council=called, reason="台風のため")
    assert told() == [("council", officers[0].contact_email), ("no_council", officers[0].contact_email)]
    with pytest.raises(Refused, match="中止"):
        actions.hold_council(by=partner, at=called.starts_at, council=gone, seats={circle: 2}, decisions="開く")
    assert entries() == []


def test_council_of_the_past_is_written_down_and_not_called(officers, circle, partner, institute, launched_at):
    given = {"by": partner, "at": launched_at, "branch": institute.head_office, "format": Format.ONLINE}
    with pytest.raises(Refused, match="これから"):
        actions.call_council(**given, starts_at=launched_at, agenda="議題")
    actions.record_council(**given, held_on=launched_at.date(), seats={circle: 2}, decisions="3月に開く")
    assert (Council.objects.get().state, told(), entries()) == (MeetingState.HELD, [], [(1, "グループ", 2, 2)])


def test_member_does_not_come_to_the_councils_page(called, firm):
    assert build.browser(firm.member.engineer).get(called.get_absolute_url()).status_code == 404


def test_pages_call_a_council_write_down_what_it_decided_and_call_one_off(officers, circle, institute, settings):
    settings.KOSETSU_FIXED_NOW = dt.datetime(2026, 12, 22, tzinfo=dt.UTC)
    browser, desk = build.browser(institute.planner), "/desk/circles/councils/"
    form = once(
        starts_at="2027-01-15T14:00", branch="B01", format="hybrid", place="会議室", agenda="合同交流会について"
    )
    first, second = (browser.post(f"{desk}call/", {**form, **once()}).url for _time in range(2))
    browser.post(f"{second}call_off_council/", once(reason="雪のため"))
    settings.KOSETSU_FIXED_NOW = dt.datetime(2027, 1, 15, 6, tzinfo=dt.UTC)
    browser = build.browser(institute.planner)
    refused = browser.post(f"{second}hold/", once(decisions="開く", **{f"seat_{circle.pk}": 2}))
    held = browser.post(f"{first}hold/", once(decisions="3月に開く", **{f"seat_{circle.pk}": 2}))
    assert (refused.status_code, held.url, entries()) == (403, first, [(1, "グループ", 2, 0)])
    page = browser.get(first).content.decode()
    assert [word in page for word in ("開催済み", "合同交流会について", "3月に開く", str(circle))] == [True] * 4
