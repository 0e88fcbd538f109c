"""Meetings: called, held with decisions that move opportunities, counted once, or called off; and what is shared."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import LiaisonNotice, MeetingDecision, Opportunity, OpportunitySharing
from kosetsu.services.alliances.tests.conftest import DETAIL, SOURCE, SUMMARY, TODAY, counted
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)


def told():
    return sorted(LiaisonNotice.objects.values_list("kind", "address"))


def held(farm, meeting, *decisions, at=AT, seats=None):
    return actions.hold_meeting(
        by=farm.coordinator, at=at, meeting=meeting, seats=seats or {None: 2, farm.hub: 3}, minutes="要点",
        decisions=decisions,
    )  # fmt: skip


def test_called_meeting_asks_officers_and_coordinators_and_counts_as_nothing(farm):
    farm.called(days=7)
    assert told() == sorted([("called", farm.officer.email), ("called", farm.coordinator.email)])
    assert counted("farm_needs", "farm_meeting") == [0, 0]


def test_meeting_of_the_past_is_written_down_without_a_mail(farm):
    farm.called()
    assert told() == []


def test_held_meeting_is_one_entry_with_its_people(farm):
    meeting = held(farm, farm.called("plain"))
    entry = Entry.objects.get(kind="farm_meeting")
    assert (meeting.entry, entry.unit, entry.headcount, entry.headcount_online) == (entry, "回", 5, 5)
    assert list(meeting.seats.order_by("pk").values_list("organisation__name", "headcount")) == [
        (None, 2),
        ("連携ハブ", 3),
    ]
    with pytest.raises(Refused, match="開催済み"):
        held(farm, meeting)
    assert counted("farm_meeting") == [1]


def test_needs_meeting_takes_up_and_shelves(farm):
    up, down = farm.added(), farm.added(title="別")
    meeting = held(farm, farm.called(), (up, "take_up", ""), (down, "shelve", "時期が早い"))
    assert [Opportunity.objects.get(pk=one.pk).state for one in (up, down)] == ["open", "shelved"]
    assert list(meeting.decisions.values_list("verdict", "reason")) == [("take_up", ""), ("shelve", "時期が早い")]


def test_one_refused_decision_keeps_nothing(farm, company):
    waiting = farm.told(company).opportunity
    with pytest.raises(Refused, match="待っている企業"):
        held(farm, farm.called(), (farm.added(), "take_up", ""), (waiting, "shelve", "時期が早い"))
    assert (MeetingDecision.objects.count(), counted("farm_needs")) == (0, [0])
    assert sorted(Opportunity.objects.values_list("case__state", flat=True)) == ["found", "open"]


def test_meeting_that_does_not_decide_takes_no_decision(farm):
    with pytest.raises(Refused, match="決めません"):
        held(farm, farm.called("plain"), (farm.added(), "take_up", ""))


def test_meeting_is_not_held_before_it_begins_nor_without_people(farm):
    meeting = farm.called(days=1)
    with pytest.raises(Refused, match="始まる前"):
        held(farm, meeting)
    with pytest.raises(Refused, match="人数"):
        held(farm, meeting, at=AT + ONE_DAY, seats={None: 0})


def test_meeting_called_off_tells_whoever_was_asked_and_counts_as_nothing(farm):
    actions.call_off_meeting(by=farm.coordinator, at=AT, meeting=farm.called(days=1), reason="台風")
    assert [kind for kind, _address in told()] == ["called", "called", "called_off", "called_off"]
    assert counted("farm_needs") == [0]


def test_meeting_of_a_kind_that_the_programme_does_not_have_is_refused(farm):
    with pytest.raises(Refused, match="会議の種類"):
        farm.called("party")


def test_sharing_copies_the_chosen_fields_alone(farm):
    sharing = farm.shared(farm.added(), "summary")
    assert sharing.shown == {"summary": SUMMARY}
    every = farm.shared(sharing.opportunity, "summary", "detail", "source", "wish_on")
    assert every.shown == {"summary": SUMMARY, "detail": DETAIL, "source": SOURCE}


def test_sharing_again_replaces_the_earlier_copy(farm):
    first = farm.shared(farm.added(), "summary")
    second = farm.shared(first.opportunity, "summary", "detail")
    assert list(OpportunitySharing.objects.visible_to(farm.officer)) == [second]
    assert OpportunitySharing.objects.get(pk=first.pk).reason == "新しい内容で共有し直した"


def test_officer_reads_what_is_shared_with_the_own_body_until_it_is_revoked(farm, company):
    sharing = farm.shared(farm.added(), "summary")
    unseen = farm.added(title="共有していない")
    seen = OpportunitySharing.objects.visible_to
    assert (list(seen(farm.officer)), list(seen(company.engineer)), list(seen(farm.other))) == ([sharing], [], [])
    assert unseen.sharings.count() == 0
    actions.revoke_sharing(by=farm.coordinator, at=AT, sharing=sharing, reason="提供元の意向")
    assert list(seen(farm.officer)) == []
    with pytest.raises(Refused, match="すでに取り消されています"):
        actions.revoke_sharing(by=farm.coordinator, at=AT, sharing=sharing, reason="もう一度")


def test_sharing_ends_with_its_last_day(farm):
    sharing = farm.shared(farm.added(), "summary", days=1)
    in_force = OpportunitySharing.objects.in_force
    assert [list(in_force(TODAY + n * ONE_DAY)) for n in (0, 1, 2)] == [[sharing], [sharing], []]


@pytest.mark.parametrize(("agreed", "until"), [(1, 5), (-3, -1)])
def test_sharing_agreed_tomorrow_or_over_already_is_refused(farm, agreed, until):
    with pytest.raises(Refused):
        actions.share_opportunity(
            by=farm.coordinator, at=AT, opportunity=farm.added(), organisation=farm.hub, fields=["summary"],
            agreed_on=TODAY + agreed * ONE_DAY, until=TODAY + until * ONE_DAY,
        )  # fmt: skip


def test_nothing_is_shared_with_a_body_that_does_not_run_the_programme(farm):
    with pytest.raises(Refused, match="共同で実施する機関"):
        actions.share_opportunity(
            by=farm.coordinator, at=AT, opportunity=farm.added(), organisation=farm.source, fields=["summary"],
            agreed_on=TODAY, until=TODAY,
        )  # fmt: skip
