"""The renewal plan: proposed from figures, planned, approved by another, done or given up; read by its planners."""

import datetime as dt
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from kosetsu.common.decisions import Refused
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.devices.models import Device, Outage
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.actions.conditions import proposals
from kosetsu.services.instruments.models import RenewalLine, RenewalRule, UtilisationRule
from kosetsu.services.instruments.rules import Condition, Limits, Proposal, proposed
from kosetsu.services.instruments.states import RenewalKind, RenewalReason
from tests.build import browser, once

DAY = dt.date(2026, 11, 23)
LIMITS = Limits(life_years=10, ahead_years=2, outage_hours=720, repair_yen=1_500_000, low_rate=Fraction(1, 10))
OLD, NEW = dt.date(2016, 4, 1), dt.date(2025, 4, 1)
AGE, LOW, OUTAGES, REPAIRS = RenewalReason
LIST = "/desk/instruments/renewals/"


@pytest.mark.parametrize(
    ("condition", "kind", "year", "reasons"),
    [
        (Condition(OLD, Fraction(1, 2)), RenewalKind.RENEW, 2027, (AGE,)),
        (Condition(dt.date(2019, 6, 1)), RenewalKind.RENEW, 2029, (AGE,)),
        (Condition(OLD, Fraction(1, 20)), RenewalKind.DISPOSE, 2027, (AGE, LOW)),
        (Condition(NEW, Fraction(1, 20)), RenewalKind.TRANSFER, 2027, (LOW,)),
        (Condition(NEW, Fraction(1, 2), outage_hours=720), RenewalKind.REFURBISH, 2027, (OUTAGES,)),
        (Condition(None, None, repair_yen=1_500_000), RenewalKind.REFURBISH, 2027, (REPAIRS,)),
    ],
)
def test_a_device_is_proposed_for_what_its_figures_say(condition: Any, kind: Any, year: int, reasons: Any) -> None:
    assert proposed(condition, LIMITS, DAY) == Proposal(kind, year, reasons)


@pytest.mark.parametrize(
    "condition",
    [
        Condition(NEW, Fraction(1, 10), outage_hours=719, repair_yen=1_499_999),
        Condition(dt.date(2020, 4, 1)),
        Condition(),
    ],
)
def test_nothing_is_proposed_while_nothing_speaks_for_it(condition: Condition) -> None:
    assert proposed(condition, LIMITS, DAY) is None


def test_age_is_counted_in_whole_years() -> None:
    assert [Condition(dt.date(2016, 11, day)).age(DAY) for day in (23, 24)] == [10, 9]


@pytest.fixture
def device(institute: Any, chamber: Resource) -> Device:
    """The chamber's apparatus, ten years old."""
    made = Device.objects.create(
        code="D-EMC",
        kind="instrument",
        name_ja="電波暗室本体",
        branch=institute.tama,
        acquired_on=OLD,
        source="fixture",
    )
    Resource.objects.filter(pk=chamber.pk).update(device=made)
    return made


@pytest.fixture
def rule(db: None) -> RenewalRule:
    UtilisationRule.objects.create(low_rate="1/10", source="fixture")
    return RenewalRule.objects.create(
        life_years=10, ahead_years=2, back_years=3, outage_hours=48, repair_yen=100_000, source="fixture"
    )


@pytest.fixture
def line(institute: Any, device: Device, at: dt.datetime) -> RenewalLine:
    """Planned by the researcher for 2027."""
    return plan(institute.researcher, device, at)


def plan(by: Any, device: Device, at: dt.datetime, **said: Any) -> RenewalLine:
    told = {"kind": "renew", "fiscal_year": 2027, "estimated_yen": 12_000_000, "money": "補助金", "reason": "老朽化"}
    return actions.plan_renewal(by=by, at=at, device=device, **{**told, **said})


def test_outages_and_repairs_of_the_last_years_are_added_up(
    institute: Any, device: Device, chamber: Resource, rule: RenewalRule, at: dt.datetime
) -> None:
    for days, hours in ((40, 30), (39, 30), (2_000, 900)):  # two that overlap by six hours, one long ago
        starts = at - dt.timedelta(days=days)
        ends = starts + dt.timedelta(hours=hours)
        Outage.objects.create(device=device, kind="sudden", starts_at=starts, ends_at=ends, entered_at=at)
    fault = actions.report_fault(by=institute.researcher, at=at, resource=chamber, text="扉", unusable=False)
    before = at - dt.timedelta(days=3)
    actions.mend(by=institute.researcher, at=before, fault=fault, mending="交換", repair_yen=86_000)
    [found] = proposals(DAY)
    assert (found.device, found.condition) == (device, Condition(OLD, None, 54, 86_000))
    assert found.proposal == Proposal(RenewalKind.RENEW, 2027, (AGE, OUTAGES))


def test_use_is_judged_only_after_a_year_of_bookings(running: Booking, device: Device, rule: RenewalRule) -> None:
    [early] = proposals(dt.date(2027, 11, 30))
    [later] = proposals(dt.date(2027, 12, 1))
    assert (early.condition.rate, early.percent) == (None, "")
    assert (later.condition.rate, later.proposal) == (0, Proposal(RenewalKind.DISPOSE, 2028, (AGE, LOW)))


def test_a_devices_own_rule_counts_before_that_of_all(device: Device, rule: RenewalRule) -> None:
    RenewalRule.objects.create(
        device=device, life_years=30, ahead_years=0, back_years=1, outage_hours=999, repair_yen=999, source="fixture"
    )
    UtilisationRule.objects.all().delete()
    assert proposals(DAY) == []


def test_a_planned_device_is_proposed_no_more(line: RenewalLine, rule: RenewalRule) -> None:
    assert proposals(DAY) == []


def test_a_line_is_planned_approved_and_done_with_who_and_when(institute: Any, line: RenewalLine, at: Any) -> None:
    approved = actions.approve_renewal(by=institute.planner, at=at, line=line)
    done = actions.complete_renewal(by=institute.researcher, at=at, line=approved, outcome="納品・検収した")
    assert (done.state, done.planned_by, done.approved_by, done.ended_by, done.ended_at, done.outcome) == (
        "done", institute.researcher, institute.planner, institute.researcher, at, "納品・検収した",
    )  # fmt: skip
    written = AuditEvent.objects.filter(verb__endswith="_renewal").order_by("pk").values_list("verb", flat=True)
    assert list(written) == ["plan_renewal", "approve_renewal", "complete_renewal"]


def test_nobody_approves_their_own_line_nor_without_the_post(institute: Any, device: Device, at: Any) -> None:
    own = plan(institute.planner, device, at)
    with pytest.raises(Refused, match="自分が計画した項目は承認できません"):
        actions.approve_renewal(by=institute.planner, at=at, line=own)
    with pytest.raises(Refused, match="経営企画と支所長・グループ長が承認します"):
        actions.approve_renewal(by=institute.researcher, at=at, line=own)
    with pytest.raises(IntegrityError), transaction.atomic():
        RenewalLine.objects.filter(pk=own.pk).update(state="approved", approved_by=institute.planner, approved_at=at)


def test_a_device_has_one_open_line(institute: Any, line: RenewalLine, device: Device, at: Any) -> None:
    with pytest.raises(Refused, match="すでに令和9年度の計画に載っています"):
        plan(institute.planner, device, at, fiscal_year=2030)
    actions.cancel_renewal(by=institute.researcher, at=at, line=line, outcome="借りられる")
    assert plan(institute.planner, device, at, fiscal_year=2030).state == "planned"


def test_an_approved_line_is_not_changed(institute: Any, line: RenewalLine, at: Any) -> None:
    changed = actions.change_renewal(
        by=institute.researcher, at=at, line=line, kind="keep", fiscal_year=2028, estimated_yen=0, reason="点検がよい"
    )
    assert (changed.kind, changed.fiscal_year, changed.estimated_yen) == ("keep", 2028, 0)
    actions.approve_renewal(by=institute.planner, at=at, line=line)
    with pytest.raises(Refused, match="「承認済み」の項目では"):
        actions.change_renewal(
            by=institute.researcher, at=at, line=line, kind="keep", fiscal_year=2029, estimated_yen=0, reason="x"
        )


@pytest.mark.parametrize("year", [2025, 2057])
def test_a_year_behind_or_too_far_is_refused(institute: Any, device: Device, at: Any, year: int) -> None:
    with pytest.raises(Refused, match="令和8年度から令和38年度まで"):
        plan(institute.planner, device, at, fiscal_year=year)


def test_the_list_sums_its_years_and_is_a_file(institute: Any, line: RenewalLine, at: Any) -> None:
    other = Device.objects.create(code="D-2", kind="instrument", name_ja="恒温槽", branch=institute.tama, source="x")
    approved = plan(institute.researcher, other, at, estimated_yen=500_000)
    actions.approve_renewal(by=institute.planner, at=at, line=approved)
    client = browser(institute.planner)
    answer = client.get(LIST)
    assert [(one["label"], one["lines"], one["yen"], one["settled_yen"]) for one in answer.context["sums"]] == [
        ("令和9年度", 2, 12_500_000, 500_000)
    ]
    assert client.get(f"{LIST}?state=planned").context["sums"][0]["yen"] == 12_000_000
    assert [row.record for row in client.get(f"{LIST}?q=恒温&sort=-estimated_yen").context["list"].rows] == [approved]
    sheet = load_workbook(BytesIO(client.get(f"{LIST}?format=xlsx").content)).active
    assert sheet is not None
    assert [row[:5] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ("恒温槽", "D-2", "令和9年度", "更新（買い替え）", 500_000),
        ("電波暗室本体", "D-EMC", "令和9年度", "更新（買い替え）", 12_000_000),
    ]


def test_a_proposal_leads_to_a_filled_form(institute: Any, device: Device, rule: RenewalRule) -> None:
    client = browser(institute.planner)
    page = client.get(f"{LIST}proposals/").content.decode()
    assert "電波暗室本体" in page
    form = client.get(f"{LIST}new/?device=D-EMC&kind=dispose&fiscal_year=2027&reason=古い").context["form"]
    told = {name: form[name].value() for name in ("device", "kind", "fiscal_year", "reason")}
    assert told == {"device": "D-EMC", "kind": "dispose", "fiscal_year": "2027", "reason": "古い"}


def test_the_whole_life_goes_by_pages(institute: Any, device: Device, rule: RenewalRule) -> None:
    keeper, planner = browser(institute.researcher), browser(institute.planner)
    said = {"device": "D-EMC", "kind": "renew", "fiscal_year": "2027", "estimated_yen": "9000", "reason": "老朽化"}
    made = keeper.post(f"{LIST}new/", once(**said))
    address = RenewalLine.objects.get().get_absolute_url()
    assert (made.status_code, made.headers["Location"]) == (302, address)
    assert keeper.post(f"{address}change_renewal/", once(**{**said, "reason": "部品がない"})).status_code == 302
    assert keeper.post(f"{address}approve_renewal/", once()).status_code == 403
    assert planner.post(f"{address}approve_renewal/", once()).status_code == 302
    assert planner.post(f"{address}complete_renewal/", once(outcome="")).status_code == 422
    assert planner.post(f"{address}complete_renewal/", once(outcome="検収した")).status_code == 302
    assert "検収した" in planner.get(address).content.decode()


def test_the_paper_is_a_pdf(institute: Any, line: RenewalLine) -> None:
    answer = browser(institute.planner).get(f"{LIST}pdf/")
    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_nobody_else_reads_the_plan(institute: Any, company: Any, line: RenewalLine) -> None:
    address = line.get_absolute_url()
    assert [browser(institute.counter).get(one).status_code for one in (LIST, address)] == [403, 403]
    assert [browser(company.engineer).get(one).status_code for one in (LIST, address)] == [404, 404]
    assert list(RenewalLine.objects.visible_to(institute.counter)) == []
