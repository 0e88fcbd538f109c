"""Who came is counted once, however often a device says it; the end writes the entries and the charges."""

from uuid import uuid4

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.billing.tests.conftest import offering, with_class
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Attendance, Gathering, Opinion, Registration
from kosetsu.foundation.gatherings.tests.conftest import DAY, come, published
from kosetsu.foundation.governance.models import AuditEvent
from tests import build
from tests.fixtures import AT

THEN = AT + 10 * DAY


def arrival(registration: Registration, at: object = THEN) -> actions.Arrival:
    return actions.Arrival(registration.ticket, uuid4(), at)  # type: ignore[arg-type]


def test_arrivals_sent_again_and_from_two_devices_count_once(institute: build.Institute, seminar: Gathering) -> None:
    mine = come(seminar, "a")
    one, other = arrival(mine), arrival(mine)
    told = [
        actions.receive(by=institute.counter, at=THEN, gathering=seminar, arrivals=some)
        for some in ([one, other], [one], [other])
    ]
    assert told == [{one.key: "", other.key: ""}, {one.key: ""}, {other.key: ""}]
    assert Attendance.objects.filter(registration=mine).count() == 1


def test_arrival_of_who_has_no_place_or_another_ticket_says_why(institute: build.Institute, seminar: Gathering) -> None:
    waits = [come(seminar, name) for name in "abc"][2]
    strange = actions.Arrival("somewhere-else", uuid4(), THEN)
    late = arrival(waits)
    told = actions.receive(by=institute.counter, at=THEN, gathering=seminar, arrivals=[late, strange])
    assert told == {
        late.key: "この申し込みは「キャンセル待ち」です。", strange.key: "この催しの受付票ではありません。",
    }  # fmt: skip
    assert Attendance.objects.count() == 0


def test_close_writes_one_entry_a_day_and_one_for_what_was_held_together(institute: build.Institute) -> None:
    seminar = published(
        institute, kind="dissemination_seminar", partners=[("cohost", "東京ベイ信用金庫")],
        pools=[actions.Pool("オンライン", Format.ONLINE)],
    )  # fmt: skip
    arrivals = [arrival(come(seminar, name)) for name in "ab"]
    actions.receive(by=institute.counter, at=THEN, gathering=seminar, arrivals=arrivals)
    actions.count_heads(by=institute.counter, at=THEN, gathering=seminar, on_date=THEN.date(), headcount=5,
                        headcount_online=1)  # fmt: skip
    closed = actions.close_gathering(by=institute.researcher, at=THEN, gathering=seminar)
    entries = Entry.objects.filter(reference=seminar.code).order_by("pk")
    assert closed.state == "closed"
    assert [(one.service, one.kind, one.headcount, one.headcount_online, one.on_date) for one in entries] == [
        ("training", "dissemination_attendance", 7, 3, THEN.date()),
        ("training", "cohosted_seminar", 0, 0, THEN.date()),
    ]


def test_close_without_any_attendance_is_refused_as_unknown_is_not_zero(
    institute: build.Institute, seminar: Gathering
) -> None:
    with pytest.raises(Refused, match="出席が記録されていません"):
        actions.close_gathering(by=institute.researcher, at=THEN, gathering=seminar)
    actions.count_heads(by=institute.counter, at=THEN, gathering=seminar, on_date=THEN.date(), headcount=0)
    assert actions.close_gathering(by=institute.researcher, at=THEN, gathering=seminar).state == "closed"
    assert Entry.objects.get(reference=seminar.code).headcount == 0


def test_close_before_the_last_day_is_refused(institute: build.Institute, seminar: Gathering) -> None:
    with pytest.raises(Refused, match="最後の開催日"):
        actions.close_gathering(by=institute.researcher, at=THEN - DAY, gathering=seminar)


def test_heads_of_a_day_said_again_replace_the_first(institute: build.Institute, seminar: Gathering) -> None:
    for heads in (3, 4):
        actions.count_heads(by=institute.counter, at=THEN, gathering=seminar, on_date=THEN.date(), headcount=heads)
    assert [*Attendance.objects.values_list("headcount", flat=True)] == [4]


def test_close_charges_each_workplace_for_those_of_it_who_came(
    institute: build.Institute, company: build.Company, rival: build.Company
) -> None:
    course = offering(institute, "C1", "めっき講習会", "course", [("any", "unit", 3_000, "人")])
    with_class(company)
    seminar = published(institute, kind="course", offering=course, pools=[actions.Pool("会場", Format.ON_SITE, 9)])
    came = [come(seminar, name, workplace=company.workplace) for name in "ab"]
    come(seminar, "c", workplace=rival.workplace)
    actions.receive(by=institute.counter, at=THEN, gathering=seminar, arrivals=[arrival(one) for one in came])
    actions.close_gathering(by=institute.researcher, at=THEN, gathering=seminar)
    charges = Charge.objects.values_list("workplace__name", "quantity", "yen")
    assert [*charges] == [(company.workplace.name, 2, 6_000)]


def test_arrival_on_another_day_says_so(institute: build.Institute, seminar: Gathering) -> None:
    early = arrival(come(seminar, "a"), THEN - DAY)
    told = actions.receive(by=institute.counter, at=THEN, gathering=seminar, arrivals=[early])
    assert told == {early.key: "開催日ではありません。"}


def test_survey_of_who_came_is_counted_once_and_leads_to_nobody(institute: build.Institute, seminar: Gathering) -> None:
    first, second = come(seminar, "a"), come(seminar, "b")
    with pytest.raises(Refused, match="始まってから"):
        actions.answer_survey(at=THEN - DAY, registration=first, satisfaction=5)
    actions.answer_survey(at=THEN, registration=first, satisfaction=4, comment="実例がよかった")
    actions.answer_survey(at=THEN, registration=second, satisfaction=3)
    with pytest.raises(Refused, match="すでに回答"):
        actions.answer_survey(at=THEN, registration=first, satisfaction=1)
    entries = Entry.objects.filter(kind="satisfaction").order_by("pk")
    assert [(one.service, one.quantity, one.reference) for one in entries] == [
        ("training", 100, seminar.code), ("training", 0, seminar.code),
    ]  # fmt: skip
    assert {field.name for field in Opinion._meta.fields} == {"id", "gathering", "satisfaction", "comment", "on_date"}
    told = AuditEvent.objects.filter(verb="answer_survey").order_by().values_list("thing", "thing_id").distinct()
    assert [*told] == [("gatherings.Gathering", str(seminar.pk))]
