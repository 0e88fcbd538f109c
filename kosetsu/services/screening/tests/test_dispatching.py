"""Colleagues on committees of other bodies: asked for, decided by another one, attended and counted."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Membership
from kosetsu.foundation.parties.standing import forget
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.screening import actions
from kosetsu.services.screening.models import CommitteeDispatch, FeeRule, ScreeningProgramme
from kosetsu.services.screening.states import Way
from kosetsu.services.screening.tests.conftest import Office, counted
from tests import build
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()


def asked(office: Office, programme: ScreeningProgramme, on_date: dt.date = TODAY) -> CommitteeDispatch:
    seat = actions.Seat(person=office.readers[0], committee="選考委員会", on_date=on_date)
    return actions.request_dispatch(by=office.runner, at=AT, programme=programme, seat=seat)


def approved(office: Office, programme: ScreeningProgramme, on_date: dt.date = TODAY) -> CommitteeDispatch:
    return actions.approve_dispatch(by=office.head, at=AT, dispatch=asked(office, programme, on_date))


def test_attended_committee_counts_as_many_reviews_as_applications_and_closes_its_programme(office: Office) -> None:
    FeeRule.objects.create(
        body_class="ward_city", basis="review", yen=1_000, tax_class="taxable_10_included", source="試験",
        valid_from=dt.date(2021, 4, 1),
    )  # fmt: skip
    programme = office.accepted(way=Way.COMMITTEE, charged=True)
    actions.attend_dispatch(by=office.runner, at=AT, dispatch=approved(office, programme), reviewed=8)
    programme = actions.finish_dispatches(by=office.runner, at=AT, programme=programme)
    told = set(Entry.objects.values_list("field", "topic", "reference", "format"))
    assert (programme.state, counted(), told) == (
        "returned", 8, {("ward_city", "江東区", programme.case.number, "on_site")}
    )  # fmt: skip
    assert Charge.objects.get(case=programme.case).yen == 8_000


def test_attendance_recorded_by_mistake_is_taken_back_and_counts_nothing(office: Office) -> None:
    dispatch = approved(office, office.accepted(way=Way.COMMITTEE))
    dispatch = actions.attend_dispatch(by=office.runner, at=AT, dispatch=dispatch, reviewed=3)
    dispatch = actions.take_back_attendance(by=office.runner, at=AT, dispatch=dispatch, reason="別の日だった")
    assert (dispatch.state, dispatch.reviewed, counted()) == ("approved", None, 0)
    actions.attend_dispatch(by=office.runner, at=AT, dispatch=dispatch, reviewed=2)
    assert counted() == 2


def test_neither_who_asked_nor_who_is_sent_decides(office: Office) -> None:
    dispatch = asked(office, office.accepted())
    for person in (office.runner, office.readers[0]):
        forget(build.post(person, StaffRole.BRANCH_HEAD, office.institute.head_office))
        with pytest.raises(Refused, match="決定できません"):
            actions.approve_dispatch(by=person, at=AT, dispatch=dispatch)
    assert actions.refuse_dispatch(by=office.head, at=AT, dispatch=dispatch, reason="繁忙期").state == "refused"


def test_nobody_attends_before_the_day_or_unapproved_or_twice(office: Office) -> None:
    programme = office.accepted()
    later = approved(office, programme, TODAY + dt.timedelta(days=1))
    with pytest.raises(Refused, match="開催日の前"):
        actions.attend_dispatch(by=office.runner, at=AT, dispatch=later, reviewed=1)
    waiting = asked(office, programme)
    with pytest.raises(Refused, match="承認待ち"):
        actions.attend_dispatch(by=office.runner, at=AT, dispatch=waiting, reviewed=1)
    with pytest.raises(Refused, match="すでに登録されています"):
        asked(office, programme)


def test_member_with_a_conflict_reviews_all_but_that_application(office: Office, known: build.Company) -> None:
    Membership.objects.create(person=office.readers[0], organisation=known.organisation, role="engineer")
    programme = office.filled(["城東精密", "甲社", "乙社"])
    dispatch = approved(office, programme)
    with pytest.raises(Refused, match="1件を除いて2件まで"):
        actions.attend_dispatch(by=office.runner, at=AT, dispatch=dispatch, reviewed=3)
    assert actions.attend_dispatch(by=office.runner, at=AT, dispatch=dispatch, reviewed=2).reviewed == 2


def test_results_are_not_returned_while_a_dispatch_is_open(office: Office) -> None:
    programme = office.submitted(office.filled())
    dispatch = asked(office, programme)
    programme = actions.approve_results(by=office.head, at=AT, programme=programme)
    with pytest.raises(Refused, match="まだ終わっていません"):
        actions.return_results(by=office.runner, at=AT, programme=programme)
    actions.call_off_dispatch(by=office.runner, at=AT, dispatch=dispatch, reason="団体の都合")
    assert actions.return_results(by=office.runner, at=AT, programme=programme).state == "returned"


def test_programme_with_an_attended_committee_is_not_called_off(office: Office) -> None:
    programme = office.accepted()
    actions.attend_dispatch(by=office.runner, at=AT, dispatch=approved(office, programme), reviewed=1)
    with pytest.raises(Refused, match="出席した派遣がある"):
        actions.call_off(by=office.runner, at=AT, programme=programme, reason="団体の都合")


def test_outsider_is_not_sent(office: Office) -> None:
    with pytest.raises(Refused, match="職員ではありません"):
        actions.request_dispatch(
            by=office.runner, at=AT, programme=office.accepted(),
            seat=actions.Seat(person=office.officer, committee="委員会", on_date=TODAY),
        )  # fmt: skip
