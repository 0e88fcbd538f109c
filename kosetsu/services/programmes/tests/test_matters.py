"""Dispatches, checked plans and awards: every state is walked, every side keeps to its verbs."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.programmes.actions import awards, dispatches, innovations
from kosetsu.services.programmes.models import (
    Award,
    Dispatch,
    InnovationPlan,
    InnovationTerms,
    OutcomeReport,
    ProgrammeNotice,
)
from kosetsu.services.programmes.rules.language import Report, Words
from kosetsu.services.programmes.states import AWARD, DISPATCH, INNOVATION
from kosetsu.services.programmes.tests.described import described
from tests.build import browser

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
GOOD = {
    "novelties": ["goods"], "new_to_company": True, "years": 3,
    "base_value_added_yen": 100_000_000, "last_value_added_yen": 109_000_000,
    "base_payroll_yen": 40_000_000, "last_payroll_yen": 41_800_000,
}  # fmt: skip


@pytest.fixture
def terms() -> InnovationTerms:
    return InnovationTerms.objects.create(
        effective_from=dt.date(2020, 10, 1), least_years=3, most_years=8, value_added="3/100", payroll="15/1000",
        source="施行規則",
    )  # fmt: skip


def asked(company: Any, at: Any) -> Dispatch:
    return dispatches.request_dispatch(by=company.engineer, at=at, workplace=company.workplace, theme="原価を見たい")


def planned(company: Any, at: Any, **figures: Any) -> InnovationPlan:
    return innovations.open_innovation(
        by=company.engineer, at=at, workplace=company.workplace, title="新製品", summary="", figures={**GOOD, **figures}
    )


def won(company: Any, at: Any, awarded_on: dt.date = TODAY) -> Award:
    return awards.record_award(
        by=company.engineer, at=at, workplace=company.workplace, programme="P001", award_yen=2_000_000,
        awarded_on=awarded_on,
    )  # fmt: skip


def visited(institute: Any, at: Any, dispatch: Dispatch, day: dt.date = TODAY) -> None:
    dispatches.record_visit(
        by=institute.counter, at=at, dispatch=dispatch, visited_on=day, hours=2, channel="onsite", text="段取りを見直す"
    )


def state(matter: Any) -> str:
    found = type(matter).objects.select_related("case").get(pk=matter.pk)
    return str(found.case.state)


def test_dispatch_from_request_to_close_writes_an_entry_for_each_visit(institute: Any, company: Any, at: Any) -> None:
    made, desk = asked(company, at), {"by": institute.counter, "at": at}
    assert (made.case.number, state(made)) == ("派R8-00001", "requested")
    dispatches.accept_dispatch(**desk, dispatch=made, expert="中小企業診断士", times=2)
    visited(institute, at, made)
    visited(institute, at, made)
    with pytest.raises(Refused):
        visited(institute, at, made)
    dispatches.report_dispatch(**desk, dispatch=made, outcome="原価表ができた")
    dispatches.close_dispatch(**desk, dispatch=made)
    assert state(made) == "closed"
    entries = Entry.objects.filter(service="programmes", kind="expert_visit", organisation=company.organisation)
    assert [one.on_date for one in entries] == [TODAY, TODAY]
    assert made.case.__class__.objects.get(pk=made.case_id).closed_at == at


def test_dispatch_is_refused_with_a_reason_or_withdrawn_by_the_company(
    institute: Any, company: Any, rival: Any, at: Any
) -> None:
    first, second = asked(company, at), asked(company, at)
    with pytest.raises(Refused):
        dispatches.refuse_dispatch(by=institute.counter, at=at, dispatch=first, answer=" ")
    dispatches.refuse_dispatch(by=institute.counter, at=at, dispatch=first, answer="対象外の内容")
    for other in (rival.engineer, institute.exporter):
        with pytest.raises(Refused):
            dispatches.withdraw_dispatch(by=other, at=at, dispatch=second)
    dispatches.withdraw_dispatch(by=company.engineer, at=at, dispatch=second)
    assert (state(first), state(second)) == ("refused", "withdrawn")


def test_company_neither_accepts_nor_visits_itself(company: Any, at: Any) -> None:
    made = asked(company, at)
    with pytest.raises(Refused):
        dispatches.accept_dispatch(by=company.engineer, at=at, dispatch=made, expert="自分", times=1)
    assert (state(made), made.visits.count()) == ("requested", 0)


def test_visit_of_a_day_to_come_is_refused_and_writes_no_entry(institute: Any, company: Any, at: Any) -> None:
    made = asked(company, at)
    dispatches.accept_dispatch(by=institute.counter, at=at, dispatch=made, expert="診断士", times=2)
    with pytest.raises(Refused):
        visited(institute, at, made, TODAY + dt.timedelta(days=1))
    assert (Entry.objects.filter(kind="expert_visit").count(), state(made)) == (0, "accepted")


def test_checked_plan_says_each_item_with_value_and_threshold(company: Any, at: Any, terms: Any) -> None:
    good = innovations.checked(planned(company, at), TODAY)
    short = innovations.checked(planned(company, at, last_payroll_yen=41_799_999), TODAY)
    open_ = innovations.checked(planned(company, at, years=None), TODAY)
    assert [one and one.verdict for one in (good, short, open_)] == ["yes", "no", "unknown"]
    assert {one.key: one.verdict for one in (good.items if good else ())} == {
        "novelty": "yes", "new_to_company": "yes", "years": "yes", "value_added": "yes", "value_added_each": "unknown",
        "payroll": "yes",
    }  # fmt: skip


def test_figure_just_below_its_threshold_is_shown_as_below(company: Any, at: Any, terms: Any) -> None:
    plan = planned(company, at, last_payroll_yen=41_799_999)
    page = browser(company.engineer).get(plan.address(desk=False)).content.decode()
    assert ("1.49%" in page, "1.50%以上" in page, "3.00%" in page) == (True, True, True)


def test_plan_is_sent_advised_sent_again_passed_on_and_approved(
    institute: Any, company: Any, at: Any, terms: Any
) -> None:
    plan, desk = planned(company, at), {"by": institute.planner, "at": at}
    innovations.send_innovation(by=company.engineer, at=at, plan=plan)
    with pytest.raises(Refused):
        innovations.change_innovation(by=company.engineer, at=at, plan=plan, summary="", figures={})
    innovations.advise_innovation(**desk, plan=plan, advice="給与の伸びを確かめる", on_date=TODAY, channel="online")
    innovations.change_innovation(by=company.engineer, at=at, plan=plan, summary="直した", figures=GOOD)
    innovations.send_innovation(by=company.engineer, at=at, plan=plan)
    innovations.pass_on_innovation(**desk, plan=plan, passed_to="都道府県の窓口", passed_on=TODAY)
    with pytest.raises(Refused):
        innovations.approve_innovation(**desk, plan=plan, decided_on=TODAY - dt.timedelta(days=1))
    innovations.approve_innovation(**desk, plan=plan, decided_on=TODAY, approval_number="8-123")
    kinds = Entry.objects.filter(case=plan.case).values_list("kind", "reference")
    assert (state(plan), sorted(kinds)) == (
        "approved", [("innovation_advice", ""), ("innovation_approved", "8-123")]
    )  # fmt: skip


def test_plan_that_was_not_approved_or_given_up_counts_nothing(institute: Any, company: Any, at: Any) -> None:
    one, other, desk = planned(company, at), planned(company, at), {"by": institute.planner, "at": at}
    innovations.send_innovation(by=company.engineer, at=at, plan=one)
    innovations.pass_on_innovation(**desk, plan=one, passed_to="窓口", passed_on=TODAY)
    innovations.disapprove_innovation(**desk, plan=one, decided_on=TODAY)
    innovations.withdraw_innovation(by=company.engineer, at=at, plan=other)
    assert (state(one), state(other), Entry.objects.filter(service="programmes").count()) == (
        "not_approved", "withdrawn", 0
    )  # fmt: skip


def test_award_owes_a_report_each_year_for_five_years(company: Any, at: Any) -> None:
    described()
    award = won(company, at, dt.date(2026, 2, 28))
    due = [one.due_on for one in award.reports.all()]
    assert due == [dt.date(2027 + n, 2, 28) for n in range(5)]
    entry = Entry.objects.get(kind="award")
    assert (entry.amount_yen, entry.reference, entry.on_date) == (2_000_000, "P001", dt.date(2026, 2, 28))


def test_award_owes_what_its_description_says() -> None:
    reports = (
        Report(words=Words(ja="実績報告"), first_months=1), Report(words=Words(ja="状況"), first_months=12,
                                                                  every_months=12, times=2),
    )  # fmt: skip
    assert list(awards.due_days(dt.date(2026, 1, 31), reports)) == [
        (dt.date(2026, 2, 28), "実績報告"), (dt.date(2027, 1, 31), "状況"), (dt.date(2028, 1, 31), "状況")
    ]  # fmt: skip


def test_last_report_completes_the_award_and_each_is_an_entry(institute: Any, company: Any, at: Any) -> None:
    described(reports=[{"words": {"ja": "報告"}, "first_months": 12, "every_months": 12, "times": 2}])
    award = won(company, at, dt.date(2024, 4, 1))
    first, second = award.reports.all()
    awards.submit_report(by=company.engineer, at=at, report=first, sales_yen=1, employees=12)
    assert state(award) == "followed"
    with pytest.raises(Refused):
        awards.submit_report(by=company.engineer, at=at, report=first, sales_yen=2, employees=12)
    awards.submit_report(by=institute.counter, at=at, report=second, sales_yen=3, employees=13)
    assert (state(award), Entry.objects.filter(kind="outcome_report").count()) == ("completed", 2)


def test_overdue_reports_are_listed_and_asked_for_once(institute: Any, company: Any, rival: Any, at: Any) -> None:
    described()
    award = won(company, at, dt.date(2025, 11, 10))
    coming = won(rival, at, dt.date(2025, 12, 10))
    assert [awards.remind(at=at), awards.remind(at=at)] == [2, 0]
    kinds = ProgrammeNotice.objects.values_list("case", "kind")
    assert set(kinds) == {(award.case_id, "overdue"), (coming.case_id, "due")}
    page = browser(institute.counter).get("/desk/programmes/reports/").content.decode()
    assert (company.organisation.name in page, rival.organisation.name in page) == (True, False)


def test_cancelled_award_owes_nothing(institute: Any, company: Any, at: Any) -> None:
    described()
    award = won(company, at, dt.date(2025, 4, 1))
    with pytest.raises(Refused):
        awards.cancel_award(by=company.engineer, at=at, award=award, reason="誤り")
    awards.cancel_award(by=institute.planner, at=at, award=award, reason="誤って登録")
    assert (OutcomeReport.objects.owed().count(), awards.remind(at=at), state(award)) == (0, 0, "cancelled")


def test_award_of_an_unknown_programme_is_refused(company: Any, at: Any) -> None:
    with pytest.raises(Refused):
        won(company, at)
    assert Award.objects.count() == 0


def test_other_company_meets_nothing_of_a_matter(company: Any, rival: Any, institute: Any, at: Any) -> None:
    described()
    matters = [asked(company, at), planned(company, at), won(company, at)]
    report = OutcomeReport.objects.earliest("pk")
    addresses = [*(one.address(desk=False) for one in matters), f"/programmes/reports/{report.public_id}/",
                 f"{matters[1].address(desk=False)}change_innovation/"]  # fmt: skip
    answers = {
        name: [browser(person).get(address).status_code for address in addresses]
        for name, person in (("own", company.engineer), ("rival", rival.engineer))
    }
    assert answers == {"own": [200] * 5, "rival": [404] * 5}
    for name in ("dispatches", "innovations", "awards"):
        page = browser(rival.engineer).get(f"/programmes/{name}/").content.decode()
        assert [one.case.number for one in matters if one.case.number in page] == []


def test_every_state_of_the_tables_is_reached_by_a_verb_or_a_beginning() -> None:
    from kosetsu.services.programmes.states import AwardState, DispatchState, InnovationState

    starts = {"requested", "draft", "followed"}
    for table, states in ((DISPATCH, DispatchState), (INNOVATION, InnovationState), (AWARD, AwardState)):
        reached = {str(target) for _sources, target in table.moves.values()}
        assert {str(one) for one in states} - reached - starts == set()


def test_company_asks_types_and_reports_on_its_pages(company: Any, at: Any, terms: Any) -> None:
    described()
    client, place = browser(company.engineer), str(company.workplace.public_id)
    key = "01900000-0000-7000-8000-00000000000{}"
    award = {"programme": "P001", "award_yen": "5", "awarded_on": "2026-04-01"}
    sent = {
        "/programmes/dispatches/new/": {"workplace": place, "theme": "原価"},
        "/programmes/innovations/new/": {"workplace": place, "title": "計画", "years": "3", "novelties": ["goods"]},
        "/programmes/awards/new/": {"workplace": place, **award},
    }
    for n, (address, data) in enumerate(sent.items()):
        assert client.get(address).status_code == 200
        answer = client.post(address, {**data, "submission_key": key.format(n)})
        assert (address, answer.status_code) == (address, 302)
        assert client.get(answer["Location"]).status_code == 200
    assert [Dispatch.objects.count(), InnovationPlan.objects.count(), Award.objects.count()] == [1, 1, 1]
    assert InnovationPlan.objects.get().figures == {"years": 3, "novelties": ["goods"]}
    report = OutcomeReport.objects.earliest("number")
    data = {"sales_yen": "100", "employees": "3", "text": "販路が広がった", "submission_key": key.format(7)}
    assert client.post(f"/programmes/reports/{report.public_id}/", data).status_code == 302
    assert OutcomeReport.objects.get(pk=report.pk).sales_yen == 100


def test_desk_opens_a_matter_for_a_company_that_called(institute: Any, company: Any, rival: Any, at: Any) -> None:
    client, key = browser(institute.counter), "01900000-0000-7000-8000-00000000000{}"
    address = "/desk/programmes/dispatches/new/"
    several = client.post(address, {"workplace": "本社", "theme": "原価", "submission_key": key.format(1)})
    one = client.post(address, {"workplace": "城東精密", "theme": "原価", "submission_key": key.format(2)})
    assert (several.status_code, one.status_code) == (422, 302)
    assert Dispatch.objects.get().case.organisation == company.organisation
    verb = f"/desk/programmes/dispatches/{Dispatch.objects.get().public_id}/accept_dispatch/"
    wrong = client.post(verb, {"expert": "", "times": "0", "submission_key": key.format(3)})
    good = client.post(verb, {"expert": "診断士", "times": "2", "submission_key": key.format(4)})
    assert (wrong.status_code, good.status_code, state(Dispatch.objects.get())) == (422, 302, "accepted")
