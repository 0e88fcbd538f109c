"""Story 1: a rusted fastener, its group, its price by class, the ward's share; tested, reported, paid, counted."""

import datetime as dt

import pytest
from django.test import Client

from kosetsu.across.handover.actions import order_proposed
from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import book
from kosetsu.common.decisions import Refused
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.documents.statement import statement_of
from kosetsu.foundation.billing.models import Charge, Invoice
from kosetsu.foundation.billing.rules import SubsidyTerms, subsidy_yen
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.rules import Options
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.governance.actions import clear, declare
from kosetsu.foundation.governance.clearance import export_clearance
from kosetsu.foundation.parties import actions as parties
from kosetsu.foundation.parties.models import Area
from kosetsu.foundation.search.follower import follow
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.actions.propose import Item
from kosetsu.services.consultations.actions.receive import Heard
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.testing import actions as testing
from kosetsu.services.testing.actions import Brought, Written
from kosetsu.services.testing.models import Report
from tests import build

pytestmark = pytest.mark.django_db
PROBLEM = "屋外で使うボルトに赤さびが出る。3週間で報告書がほしい。英文の写しも必要"
SPRAY = {"quantity": 10 * 3, "options": Options(copies=1)}
"""240 hours in units of 24 hours, three pieces; the report, and one copy in English."""


@pytest.fixture(autouse=True)
def _own_columns(settings, tmp_path):
    settings.KOSETSU_DATA_DIR = tmp_path


def of_the_demo(name):
    return Person.objects.get(email=f"{name}@demo.example.jp")


@pytest.fixture
def engineer(tokyo, at):
    """A new company with one workplace in 江東区, registered by its own engineer."""
    person = build.person("江東 技子")
    profile = parties.Profile(industry="E24", capital_yen=10_000_000, employees=12)
    company = parties.register_own_company(
        by=person, at=at, name="有限会社新砂ファスナー", corporate_number="", profile=profile
    )
    koto = Area.objects.get(code="131083")
    parties.add_workplace(by=person, at=at, organisation=company, name="本社工場", area=koto)
    return person


@pytest.fixture
def workplace(engineer):
    return engineer.memberships.get().organisation.workplaces.get()


@pytest.fixture
def case(engineer, workplace, at):
    """The consultation as the plan hands it over, with the offering chosen there."""
    spray = Offering.objects.get(code="T-COR-001")
    return actions.ask(by=engineer, at=at, workplace=workplace, question=PROBLEM, offerings=[spray])


def signed_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_plan_finds_the_test_its_group_and_the_deadline(engineer):
    follow("public")
    page = signed_in(engineer).get("/plan/", {"q": PROBLEM})
    answer = page.context["answer"]
    assert "T-COR-001" in [row.code for section in answer.sections for row in section.rows]
    assert answer.understanding.deadline == dt.date(2026, 12, 11)
    assert "fee_subsidy" in [section.kind for section in answer.sections]


def test_problem_reaches_the_group_of_the_chosen_test(case):
    assert (case.case.group.code, case.case.branch.code, case.case.state) == ("G01", "B01", "received")


def test_declared_specific_type_is_held_until_cleared_for_that_technology_only(engineer, at):
    day = at.date()
    assert not export_clearance(engineer, "めっき", day)
    declaration = declare(by=engineer, at=at, person=engineer, resident=True, types=[2], technology="めっき")
    assert not export_clearance(engineer, "めっき", day)
    clear(by=of_the_demo("export"), at=at, declaration=declaration, technology="めっき", reason="経歴を確かめた")
    assert [bool(export_clearance(engineer, one, day)) for one in ("めっき", "複合材料")] == [True, False]


@pytest.mark.parametrize(("client_class", "yen"), [("sme", 87_600), ("large", 114_600), ("outside", 132_600)])
def test_salt_spray_costs_what_the_tariff_of_the_day_says(tokyo, at, client_class, yen):
    spray = Offering.objects.get(code="T-COR-001")
    assert spray.price(day=at.date(), client_class=client_class, **SPRAY).total_yen == yen


def test_ward_gives_back_two_thirds_cut_to_a_thousand(tokyo):
    assert subsidy_yen(87_600, SubsidyTerms(rate="2/3", limit_yen=100_000, cut_unit_yen=1000)) == 58_000


def test_researcher_proposes_and_the_company_sees_the_price(engineer, case, at):
    researcher = of_the_demo("surface")
    actions.take(by=researcher, at=at, consultation=case)
    spray = Item(Offering.objects.get(code="T-COR-001"), 30, copies=1)
    [proposal] = actions.propose(by=researcher, at=at, consultation=case, items=[spray], text="240時間、3個です")
    assert (proposal.amount_yen, proposal.client_class) == (87_600, "sme")
    page = signed_in(engineer).get(f"/consultations/{case.public_id}/").content.decode()
    assert ("87,600円" in page, "塩水噴霧試験" in page) == (True, True)
    assert signed_in(of_the_demo("rival")).get(f"/consultations/{case.public_id}/").status_code == 404


def test_price_is_of_the_day_and_a_closed_case_takes_no_proposal(case, at):
    researcher, spray = of_the_demo("surface"), Item(Offering.objects.get(code="T-COR-001"), 1)
    actions.take(by=researcher, at=at, consultation=case)
    actions.close(by=researcher, at=at, consultation=case, outcome="withdrawn")
    with pytest.raises(Refused, match="終了"):
        actions.propose(by=researcher, at=at, consultation=case, items=[spray], text="遅い提案")
    assert Consultation.objects.get(pk=case.pk).proposals.count() == 0


def test_workplace_counts_once_again_only_after_five_years_and_a_day(workplace, at):
    first, fourth = at, at.replace(year=2030)
    days = [first, fourth, fourth.replace(year=2035) + dt.timedelta(days=1)]
    counted = []
    for moment in days:
        heard = Heard(
            question="赤さび", channel="telephone", on_date=moment.date(), workplace=workplace, answer="塩水噴霧を案内"
        )
        actions.enter(by=of_the_demo("counter"), at=moment, heard=heard)
        day = Period(moment.date(), moment.date())
        counted.append(Reader().figure(book().measures["kpi.new_workplaces"], day).value)
    assert counted == [1, 0, 1]


@pytest.fixture
def order(engineer, case, at):
    """What was proposed, ordered by one press: quoted, applied for with a declaration, accepted, its samples here."""
    researcher, head = of_the_demo("surface"), of_the_demo("head")
    actions.take(by=researcher, at=at, consultation=case)
    spray = Item(Offering.objects.get(code="T-COR-001"), 30, copies=1)
    actions.propose(by=researcher, at=at, consultation=case, items=[spray], text="240時間、3個です")
    made = order_proposed(by=engineer, at=at, consultation=case)
    made = testing.quote_order(by=researcher, at=at, order=made)
    declare(by=engineer, at=at, person=engineer, resident=True, types=[], technology="")
    testing.apply(by=engineer, at=at, order=made)
    made = testing.accept_order(by=head, at=at, order=made)
    brought = [Brought(name="六角ボルト", pieces=3)]
    testing.receive_samples(by=of_the_demo("counter"), at=at, order=made, brought=brought)
    return made


def measured(order, at, device):
    """The salt spray's record: filled from its template with the device, submitted by the researcher."""
    researcher, begin = of_the_demo("surface"), at - dt.timedelta(days=10)
    record = testing.open_record(by=researcher, at=at, item=order.items.get())
    conditions = {one["key"]: "35" for one in record.conditions}
    values = {(order.samples.get().number, "rating"): ["9", "9", "8"]}
    written = Written(
        method=record.method, measured_from=begin, measured_until=at, conditions=conditions, values=values
    )
    testing.write_record(by=researcher, at=at, record=record, written=written)
    testing.use_device(by=researcher, at=at, record=record, device=device)
    return testing.submit(by=researcher, at=at, record=record)


def test_proposal_becomes_an_order_with_nothing_typed_twice(order, case, engineer, workplace):
    assert (order.case.led_from, order.case.workplace, order.purpose) == (case.case, workplace, PROBLEM)
    assert (order.quote.total_yen, order.quote.state, order.applied_by) == (87_600, "accepted", engineer)
    assert order.items.get().group.code == "G01"


def test_uncalibrated_device_stops_the_result(order, at):
    lapsed = Device.objects.create(
        code="X-1", kind="instrument", name_ja="期限切れの槽", branch=order.case.branch, source="試験"
    )
    with pytest.raises(Refused, match="X-1 期限切れの槽"):
        measured(order, at, lapsed)


@pytest.fixture
def delivered(order, at):
    """Verified by another person than who measured, reported, completed: each step by its own verb."""
    head = of_the_demo("head")
    record = measured(order, at, Device.objects.get(code="D-COR-001"))
    with pytest.raises(Refused, match="測定した本人"):
        testing.verify(by=of_the_demo("surface"), at=at, record=record)
    testing.verify(by=head, at=at, record=record)
    testing.issue_report(by=head, at=at, order=order)
    return testing.complete_order(by=of_the_demo("counter"), at=at, order=order)


def support_counted(at):
    """K02 on that day."""
    return Reader().figure(book().measures["kpi.commissioned_support"], Period(at.date(), at.date())).value


def test_report_moves_its_order_and_every_delivery_is_recorded_once(order, case, at, request):
    before = support_counted(at)
    delivered = request.getfixturevalue("delivered")
    report = delivered.reports.get()
    assert (delivered.case.state, report.order, report.validity) == ("completed", order, "valid")
    assert report.said.client.name == "有限会社新砂ファスナー 本社工場"
    assert support_counted(at) - before == 1
    entries = Entry.objects.filter(case__in=[case.case, order.case]).order_by("pk")
    assert list(entries.values_list("kind", "quantity", "unit", "amount_yen")) == [
        ("part", 30, "24時間・個", 87_600),
        ("completed", 1, "件", 0),
    ]
    with pytest.raises(Refused):
        testing.complete_order(by=of_the_demo("counter"), at=at, order=delivered)
    assert (support_counted(at) - before, entries.count()) == (1, 2)


@pytest.fixture
def paid(delivered, at):
    """Its one charge on an invoice, paid at the counter."""
    accounts = of_the_demo("accounts")
    [charge] = Charge.objects.filter(case=delivered.case)
    invoice = billing.issue_invoice(by=accounts, at=at, charges=[charge])
    billing.take_cash(by=accounts, at=at, invoice=invoice, amount_yen=invoice.total_yen, reference="窓口-1")
    return Invoice.objects.get(pk=invoice.pk)


def test_invoice_asks_for_what_was_quoted_and_its_receipt_is_what_the_ward_gives_back_from(paid, workplace, at):
    payment = paid.allocations.get().payment
    receipt = billing.issue_receipt(by=of_the_demo("accounts"), at=at, payment=payment)
    assert (paid.total_yen, paid.open_yen, receipt.amount_yen) == (87_600, 0, 87_600)
    assert receipt.addressee == "有限会社新砂ファスナー 本社工場"
    ward = SubsidyTerms(rate="2/3", limit_yen=100_000, cut_unit_yen=1000)
    year = statement_of(workplace, 2026)
    assert [(use.code, use.yen, use.invoice) for use in year.uses] == [("T-COR-001", 87_600, paid.number)]
    assert (year.paid_yen, year.relief_yen(ward)) == (87_600, 58_000)


def test_client_says_how_satisfied_it_is_and_asks_to_use_the_name(delivered, engineer, at):
    head, report = of_the_demo("head"), delivered.reports.get()
    testing.answer_survey(by=engineer, at=at, order=delivered, satisfaction=5, comment="納期に間に合った")
    asked = testing.apply_for_name_use(
        by=engineer, at=at, report=report, product="六角ボルト", used_in="カタログ", wording="塩水噴霧試験 240時間"
    )
    lent = testing.approve_name_use(by=head, at=at, name_use=asked)
    assert (lent.valid_from, lent.valid_until) == (dt.date(2026, 11, 20), dt.date(2031, 11, 19))
    late = at.replace(year=2031, month=11, day=21)
    with pytest.raises(Refused, match="5年以内"):
        testing.apply_for_name_use(by=engineer, at=late, report=report, product="別の品", used_in="Web", wording="―")


def test_changed_report_is_a_second_one_and_the_first_stays_readable(delivered, engineer, at):
    first = delivered.reports.get()
    second = testing.revise_report(
        by=of_the_demo("head"), at=at, report=first, changes="宛名", reason="社名の誤記", seal="omitted", texts={}
    )
    first = Report.objects.get(pk=first.pk)
    assert (first.validity, second.revises, second.number == first.number) == ("replaced", first, False)
    assert signed_in(engineer).get(first.get_absolute_url()).status_code == 200


def test_company_follows_the_whole_chain_and_a_rival_sees_nothing_of_it(paid, delivered, case, engineer):
    report = delivered.reports.get()
    mine = signed_in(engineer).get(f"/testing/{delivered.public_id}/").content.decode()
    shown = ["完了", case.case.number, report.number, paid.number, "87,600円", "アンケートに答える"]
    assert [word for word in shown if word not in mine] == []
    rival = signed_in(of_the_demo("rival"))
    addresses = (f"/testing/{delivered.public_id}/", report.get_absolute_url(), f"/billing/{paid.public_id}/")
    assert [rival.get(address).status_code for address in addresses] == [404, 404, 404]


def test_company_is_told_of_every_step_by_mail(paid, delivered, engineer):
    told = delivered.notices.filter(address=engineer.email).order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["quoted", "applied", "accepted", "samples", "report", "completed"]
    assert paid.notices.get().address == engineer.email
