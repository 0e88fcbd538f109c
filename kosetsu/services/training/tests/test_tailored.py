"""The life of a tailored course: asked for, designed, quoted, accepted, planned, held, charged once."""

from contextlib import suppress

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.models import BillingTerms, Charge
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.models import FeeTerms, Gathering, Registration
from kosetsu.services.training import actions
from kosetsu.services.training.models import TailoredCourse, TailoredNotice
from kosetsu.services.training.states import TailoredState
from kosetsu.services.training.tests.conftest import BEGINS, DAY, HOUR, LESSONS, Tailoring
from tests import build
from tests.fixtures import AT


def test_request_of_a_company_opens_a_case_with_a_number_and_tells_the_institute(tailoring: Tailoring) -> None:
    group = tailoring.institute.surface
    group.email = "surface@example.jp"
    group.save()
    course = tailoring.asked(group=group)
    assert (course.case.number, course.case.contact, course.state) == (
        "講R8-00001", tailoring.client.engineer, TailoredState.ASKED,
    )  # fmt: skip
    assert [*TailoredNotice.objects.values_list("address", "kind")] == [("surface@example.jp", "asked")]


def test_quote_counts_hours_and_heads_by_the_tariff_of_the_terms(tailoring: Tailoring) -> None:
    lines = tailoring.quoted().quote.lines.values_list("offering__code", "quantity", "yen")
    assert [*lines] == [("C-T1", 3, 30_000), ("C-T2", 2, 1_000)]


def test_course_at_the_company_costs_the_journeys_too(tailoring: Tailoring) -> None:
    course = tailoring.quoted(tailoring.designed(tailoring.asked(place="company")))
    assert course.quote.lines.get(offering__code="C-T3").yen == 6_000


def test_syllabus_designed_anew_is_a_new_version_of_the_quote(tailoring: Tailoring) -> None:
    course = tailoring.designed(tailoring.quoted())
    with pytest.raises(Refused):
        actions.accept_tailored(by=tailoring.client.engineer, at=AT, course=course)
    assert tailoring.quoted(course).quote.version == 2


@pytest.mark.parametrize("lessons", [[], [LESSONS[2]]], ids=["none", "no first day"])
def test_syllabus_without_parts_or_with_a_gap_between_days_is_refused(tailoring: Tailoring, lessons: list) -> None:
    with pytest.raises(Refused):
        actions.design_tailored(
            by=tailoring.institute.researcher, at=AT, course=tailoring.asked(), title="めっき", lessons=lessons,
            group=tailoring.institute.surface,
        )  # fmt: skip


def test_planned_course_is_a_gathering_that_only_its_people_know_of(tailoring: Tailoring) -> None:
    gathering = tailoring.ready().gathering
    assert (gathering.public, gathering.state, Gathering.objects.shown().count()) == (False, "published", 0)
    assert [*gathering.sessions.values_list("title", "starts_at", "speaker")] == [
        ("めっきの基礎", BEGINS, "表面 研究員"),
        ("密着不良の実習", BEGINS + HOUR + HOUR / 6, ""),
        ("自社の事例", BEGINS + DAY, "外部 講師"),
    ]
    assert [*Registration.objects.order_by("pk").values_list("email", "state", "workplace")] == [
        (f"staff{n}@example.jp", "confirmed", tailoring.client.workplace.pk) for n in (1, 2)
    ]


def test_nobody_is_registered_before_another_one_has_approved_the_plan(tailoring: Tailoring) -> None:
    course = tailoring.planned()
    gatherings.send_back(by=tailoring.institute.planner, at=AT, gathering=course.gathering, reason="会場")
    with pytest.raises(Refused, match="承認"):
        actions.enrol_tailored(by=tailoring.institute.researcher, at=AT, course=course)


def test_nobody_is_registered_before_what_is_asked_in_advance_is_paid(tailoring: Tailoring) -> None:
    BillingTerms.objects.update(payment_timing="prepaid")
    with pytest.raises(Refused, match="前納金31,000円のうち0円"):
        tailoring.ready()
    assert Registration.objects.count() == 0


def test_held_course_is_one_entry_and_its_quoted_charges_once(tailoring: Tailoring) -> None:
    course = tailoring.held()
    entry = Entry.objects.get(kind="tailored_course")
    assert (entry.headcount, entry.amount_yen, entry.workplace, entry.case) == (
        2, 31_000, tailoring.client.workplace, course.case,
    )  # fmt: skip
    assert [*Entry.objects.filter(kind="tailored_attendance").values_list("headcount", "organisation")] == [
        (2, None), (1, None),
    ]  # fmt: skip
    assert [*Charge.objects.order_by("pk").values_list("yen", "entry")] == [(30_000, entry.pk), (1_000, entry.pk)]
    with pytest.raises(Refused):
        actions.complete_tailored(by=tailoring.institute.researcher, at=BEGINS + 3 * DAY, course=course)
    assert Charge.objects.count() == 2


def test_course_whose_attendance_is_unknown_is_not_complete_and_costs_nothing(tailoring: Tailoring) -> None:
    course = tailoring.ready()
    with pytest.raises(Refused, match="出席"):
        actions.complete_tailored(by=tailoring.institute.researcher, at=BEGINS + 2 * DAY, course=course)
    assert (Charge.objects.count(), Entry.objects.count()) == (0, 0)


def test_course_called_off_frees_its_people_and_costs_nothing(tailoring: Tailoring) -> None:
    course = tailoring.ready()
    done = actions.call_off_tailored(by=tailoring.institute.researcher, at=AT, course=course, reason="講師の都合")
    assert (done.state, done.gathering.state, Charge.objects.count()) == (TailoredState.CALLED_OFF, "cancelled", 0)
    assert {*Registration.objects.values_list("state", flat=True)} == {"cancelled"}


@pytest.fixture
def late(tailoring: Tailoring) -> Tailoring:
    """Free until the eighth day before, half until the day before, then all; another rule holds from tomorrow on."""
    FeeTerms.objects.create(
        kind="training.tailored_course", fee="day-8=0; day-1=1/2; after=1", valid_to=AT.date(), source="試験"
    )
    FeeTerms.objects.create(kind="training.tailored_course", fee="after=1", valid_from=AT.date() + DAY, source="試験")
    return tailoring


@pytest.mark.parametrize(
    ("days", "owed"), [(8, []), (7, [15_000, 500]), (1, [15_000, 500]), (0, [30_000, 1_000])],
    ids=["free", "half", "half-last-day", "all"],
)  # fmt: skip
def test_course_called_off_late_by_the_company_costs_the_share_of_the_quote_once(
    late: Tailoring, days: int, owed: list[int]
) -> None:
    course, at = late.ready(), BEGINS - days * DAY - HOUR
    shown = actions.call_off_fee(course, at)
    for _time in range(2):
        with suppress(Refused):
            actions.call_off_tailored(by=late.institute.researcher, at=at, course=course, reason="会社の都合")
    charged = Charge.objects.filter(case=course.case).order_by("pk").values_list("yen", "what")
    assert [*charged] == [(yen, "cancellation") for yen in owed]
    assert (shown, course.fee_yen, Entry.objects.count()) == (sum(owed), sum(owed), 0)


def test_course_called_off_late_on_the_institute_s_account_costs_nothing(late: Tailoring) -> None:
    course = late.ready()
    actions.call_off_tailored(
        by=late.institute.researcher, at=BEGINS - HOUR, course=course, reason="講師の急病", on_account_of="institute"
    )
    assert Charge.objects.count() == 0


def test_course_called_off_by_the_company_before_a_date_is_planned_costs_nothing(late: Tailoring) -> None:
    actions.call_off_tailored(by=late.client.engineer, at=AT, course=late.accepted(), reason="都合")
    assert Charge.objects.count() == 0


def test_course_whose_gathering_was_called_off_is_planned_again(tailoring: Tailoring) -> None:
    course = tailoring.ready()
    gatherings.call_off(by=tailoring.institute.researcher, at=AT, gathering=course.gathering, reason="台風")
    begins = {1: BEGINS + 7 * DAY, 2: BEGINS + 8 * DAY}
    again = actions.plan_tailored(by=tailoring.institute.researcher, at=AT, course=course, begins=begins)
    gatherings.approve_gathering(by=tailoring.institute.planner, at=AT, gathering=again.gathering)
    actions.enrol_tailored(by=tailoring.institute.researcher, at=AT, course=again)
    assert Registration.objects.filter(state="confirmed", gathering=again.gathering).count() == 2


def test_quote_lapses_after_its_last_day_and_not_on_it(tailoring: Tailoring) -> None:
    course = tailoring.quoted()
    assert [actions.lapse_quotes(at=AT + n * DAY) for n in (30, 31, 32)] == [0, 1, 0]
    course.case.refresh_from_db()
    assert course.state == TailoredState.LAPSED


def test_more_people_than_agreed_or_one_twice_are_refused(tailoring: Tailoring) -> None:
    course, guest = tailoring.accepted(), gatherings.Guest
    for people in ([guest(f"社員{n}", f"s{n}@example.jp") for n in range(3)], [guest("甲", "a@example.jp")] * 2, []):
        with pytest.raises(Refused):
            actions.name_participants(by=tailoring.client.engineer, at=AT, course=course, people=people)
    assert course.participants.count() == 0


def test_course_of_a_company_is_nothing_to_another(tailoring: Tailoring, rival: build.Company) -> None:
    course = tailoring.quoted()
    assert [TailoredCourse.objects.visible_to(one.engineer).count() for one in (tailoring.client, rival)] == [1, 0]
    for verb in (actions.accept_tailored, actions.decline_tailored):
        with pytest.raises(Refused) as refused:
            verb(by=rival.engineer, at=AT, course=course)
        assert refused.value.decision.hidden


def test_company_neither_quotes_nor_plans_for_itself(tailoring: Tailoring) -> None:
    course = tailoring.designed()
    with pytest.raises(Refused, match="職員"):
        actions.quote_tailored(by=tailoring.client.engineer, at=AT, course=course)
