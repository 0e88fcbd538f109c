"""Staff sent to other bodies: approved by the head of the group, counted by the hour, charged once or free."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.common.text import fold_company
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.training.actions import dispatches as actions
from kosetsu.services.training.models import StaffDay, StaffDispatch
from kosetsu.services.training.tests.conftest import offering
from tests import build
from tests.build import browser
from tests.fixtures import AT

TODAY = AT.date()


def entered(institute: build.Institute, **changes: Any) -> StaffDispatch:
    """A school asks the researcher to come on these three days."""
    errand: dict[str, Any] = {
        "kind": "school", "host_name": "都立産業高校", "purpose": "科学技術アドバイザー", "group": institute.surface,
        "starts_on": TODAY - dt.timedelta(days=2), "ends_on": TODAY, "staff": [institute.researcher],
    }  # fmt: skip
    return actions.enter_staff_dispatch(by=institute.counter, at=AT, errand=actions.Errand(**{**errand, **changes}))


def approved(institute: build.Institute, head: Person, **changes: Any) -> StaffDispatch:
    return actions.approve_staff_dispatch(by=head, at=AT, dispatch=entered(institute, **changes))


def day(institute: build.Institute, dispatch: StaffDispatch, on: dt.date = TODAY, hours: int = 3) -> StaffDay:
    return actions.record_staff_day(
        by=institute.researcher, at=AT, dispatch=dispatch, person=institute.researcher, on_date=on, hours=hours,
        headcount=40,
    )  # fmt: skip


def test_day_at_the_host_is_an_entry_of_its_hours_with_no_name_in_it(institute: build.Institute, head: Person) -> None:
    day(institute, approved(institute, head))
    assert [
        *Entry.objects.values_list("kind", "topic", "quantity", "unit", "headcount", "reference", "branch__code")
    ] == [("staff_dispatch", "school", 3, "時間", 40, "遣R8-00001", "B01")]
    assert institute.researcher.name not in str([*Entry.objects.values_list("topic", "details", "reference")])


def test_nobody_goes_before_the_head_of_the_group_has_approved(institute: build.Institute) -> None:
    with pytest.raises(Refused, match="承認待ち"):
        day(institute, entered(institute))
    assert Entry.objects.count() == 0


def test_only_the_groups_own_head_approves_and_not_what_they_entered_or_go_to(
    institute: build.Institute, head: Person
) -> None:
    other = build.post(build.person("電磁 課長"), StaffRole.GROUP_HEAD, institute.tama, institute.emc)
    own = actions.Errand(
        kind="committee", host_name="学会", purpose="委員", starts_on=TODAY, ends_on=TODAY, group=institute.surface,
        staff=[institute.researcher],
    )  # fmt: skip
    cases = [
        (other, entered(institute)),
        (institute.researcher, entered(institute)),
        (head, entered(institute, staff=[head])),
        (head, actions.enter_staff_dispatch(by=head, at=AT, errand=own)),
    ]
    for who, dispatch in cases:
        with pytest.raises(Refused):
            actions.approve_staff_dispatch(by=who, at=AT, dispatch=dispatch)
    assert {*StaffDispatch.objects.values_list("state", flat=True)} == {"requested"}


def test_database_refuses_an_approval_by_who_entered_it(institute: build.Institute) -> None:
    dispatch = entered(institute)
    with pytest.raises(IntegrityError, match="another_one_decides_a_dispatch"), transaction.atomic():
        StaffDispatch.objects.filter(pk=dispatch.pk).update(decided_by=dispatch.entered_by)


@pytest.mark.parametrize("days", [-3, 1], ids=["before it began", "tomorrow"])
def test_day_outside_the_time_or_to_come_is_refused(institute: build.Institute, head: Person, days: int) -> None:
    dispatch = approved(institute, head, ends_on=TODAY + dt.timedelta(days=5))
    with pytest.raises(Refused):
        day(institute, dispatch, TODAY + dt.timedelta(days=days))


def test_same_day_of_a_person_counts_once_and_again_after_it_was_taken_back(
    institute: build.Institute, head: Person
) -> None:
    dispatch = approved(institute, head)
    first = day(institute, dispatch)
    with pytest.raises(Refused, match="すでに記録"):
        day(institute, dispatch)
    actions.take_back_staff_day(by=institute.counter, at=AT, day=first, reason="時間の誤り")
    day(institute, dispatch, hours=2)
    assert sum(Entry.objects.values_list("quantity", flat=True)) == 2


def test_closed_dispatch_charges_its_hours_to_the_host_once(institute: build.Institute, head: Person) -> None:
    build.rules_of_paying()
    Organisation.objects.create(
        kind="industry_association",
        name="めっき組合",
        name_folded=fold_company("めっき組合"),
        class_decided="sme",
        class_reason="試験",
    )
    priced = offering(institute, "C-D1", "職員の派遣", 8_000, "時間")
    dispatch = approved(institute, head, host_name="めっき組合", kind="lecturer", offering=priced)
    day(institute, dispatch)
    day(institute, dispatch, TODAY - dt.timedelta(days=1), hours=2)
    done = actions.close_staff_dispatch(by=institute.counter, at=AT, dispatch=dispatch)
    with pytest.raises(Refused):
        actions.close_staff_dispatch(by=institute.counter, at=AT, dispatch=dispatch)
    assert [*Charge.objects.values_list("organisation__name", "quantity", "yen")] == [("めっき組合", 5, 40_000)]
    assert done.charge == Charge.objects.get()


def test_free_dispatch_charges_nothing_and_one_without_a_day_is_not_closed(
    institute: build.Institute, head: Person
) -> None:
    dispatch = approved(institute, head)
    with pytest.raises(Refused, match="1日も"):
        actions.close_staff_dispatch(by=institute.counter, at=AT, dispatch=dispatch)
    day(institute, dispatch)
    actions.close_staff_dispatch(by=institute.counter, at=AT, dispatch=dispatch)
    assert Charge.objects.count() == 0


def test_paid_dispatch_needs_a_host_that_is_registered(institute: build.Institute) -> None:
    with pytest.raises(Refused, match="登録された派遣先"):
        entered(institute, offering=offering(institute, "C-D1", "職員の派遣", 8_000, "時間"))
    assert StaffDispatch.objects.count() == 0


def test_desk_enters_filters_and_exports_and_a_company_finds_nothing(
    institute: build.Institute, company: build.Company
) -> None:
    entered(institute, kind="lecturer", purpose="別の用務")
    form = {"kind": "school", "host_name": "工業高校", "purpose": "課題研究の助言", "starts_on": "2026-11-01",
            "ends_on": "2026-11-30", "group": "G-SURF", "staff": [institute.researcher.pk],
            "submission_key": str(uuid4())}  # fmt: skip
    desk, outside = browser(institute.counter), browser(company.engineer)
    sent = desk.post(reverse("training-desk:enter_staff_dispatch"), form)
    listed = reverse("training-desk:staff_dispatches")
    found = desk.get(f"{listed}?kind=school&format=csv").content.decode()
    assert (sent.status_code, "課題研究の助言" in found, "別の用務" in found) == (302, True, False)
    own = StaffDispatch.objects.get(kind="school")
    assert [outside.get(address).status_code for address in (listed, own.get_absolute_url())] == [404, 404]


def test_end_before_the_beginning_is_said_beside_the_field_and_what_was_typed_is_kept(
    institute: build.Institute,
) -> None:
    form = {"kind": "school", "host_name": "工業高校", "purpose": "助言", "starts_on": "2026-11-30",
            "ends_on": "2026-11-01", "group": "G-SURF", "staff": [institute.researcher.pk],
            "submission_key": str(uuid4())}  # fmt: skip
    page = browser(institute.counter).post(reverse("training-desk:enter_staff_dispatch"), form)
    text = page.content.decode()
    assert (page.status_code, "工業高校" in text, "開始日より後" in text) == (422, True, True)
