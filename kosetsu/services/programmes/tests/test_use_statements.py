"""Story 4: a ward officer sees the use of consenting workplaces of the ward in that year, and nothing else."""

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.documents.statement import statement_of
from kosetsu.foundation.billing.models import BillingTerms, Issuer
from kosetsu.foundation.billing.rules import SubsidyTerms
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.governance.models import AccessRecord, Consent, ConsentText
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.programmes.models import FeeSubsidy, FeeSubsidyTerms
from tests import build
from tests.build import browser

pytestmark = pytest.mark.django_db
PAGE = "/partners/programmes/use-statements/"
WARD, ELSEWHERE = "131083", "131091"


@pytest.fixture
def clerk(institute: Any) -> Any:
    BillingTerms.objects.create(
        payment_timing="postpaid", due_days=30, quote_days=30, tax_rounding="down", source="試験"
    )
    Issuer.objects.create(registration_number="T4040005001234", name_ja="センター", source="試験")
    return build.post(build.person("経理 係"), StaffRole.ACCOUNTS, institute.head_office)


@pytest.fixture
def spray(institute: Any) -> Offering:
    field = TechnologyField.objects.create(code="F", name_ja="分野")
    made = Offering.objects.create(
        code="T-COR-001",
        kind="test",
        name_ja="塩水噴霧試験",
        branch=institute.head_office,
        field=field,
        state="offered",
    )
    TariffLine.objects.create(offering=made, client_class="any", part="unit", unit="点", yen=500, source="試験")
    return made


@pytest.fixture
def officer() -> Client:
    """The officer of 江東区, whose subsidy gives 2/3 back, at most 100,000, cut to 1,000."""
    area = build.area(WARD)
    ward = Organisation.objects.create(kind="ward", name="江東区", name_folded="江東区", area=area)
    person = build.person("区 係")
    Membership.objects.create(person=person, organisation=ward, role="officer")
    subsidy = FeeSubsidy.objects.create(code="S", area=area, body="江東区", operator="江東区", listed_fiscal_year=2026)
    FeeSubsidyTerms.objects.create(
        subsidy=subsidy, rate="2/3", limit_yen=100_000, cut_unit_yen=1_000, as_of="2026", source="試験"
    )
    return browser(person)


def used(
    name: str, yen: int, spray: Offering, clerk: Any, at: dt.datetime, *, area: str = WARD, paid: bool = True
) -> Any:
    """A company that used the institute for so many yen, and paid."""
    one = build.company(name, area)
    one.organisation.class_decided, one.organisation.class_reason = "sme", "試験"
    one.organisation.save()
    one.engineer.memberships.update(role="owner", workplace=None)
    made = billing.charge(
        by=clerk, at=at, organisation=one.organisation, workplace=one.workplace, offering=spray, quantity=yen // 500,
        on_date=at.date(),
    )  # fmt: skip
    invoice = billing.issue_invoice(by=clerk, at=at, charges=[made])
    if paid:
        billing.take_cash(by=clerk, at=at, invoice=invoice, amount_yen=yen, reference=name)
    return one


def consent(one: Any, at: dt.datetime) -> Consent:
    return Consent.objects.create(
        person=one.engineer, purpose="ward-use-statement", text_version="1", given_at=at, subject=""
    )


@pytest.fixture
def three_and_a_fourth(spray: Offering, clerk: Any, at: dt.datetime) -> list[Any]:
    ours = [used(f"会社{yen}", yen, spray, clerk, at) for yen in (195_000, 40_500, 20_000)]
    for one in ours:
        consent(one, at)
    return [*ours, used("秘密工業", 77_500, spray, clerk, at)]


def test_three_consenting_companies_get_140_000_and_the_fourth_is_not_even_counted(officer, three_and_a_fourth):
    page = officer.get(PAGE)
    text = page.content.decode()
    rows = sorted(page.context["list"].rows, key=lambda row: row.record.pk)
    assert [(row.cells[4].text, row.cells[6].text) for row in rows] == [
        ("195,000円", "100,000円"), ("40,500円", "27,000円"), ("20,000円", "13,000円"),
    ]  # fmt: skip
    assert (page.context["list"].total, page.context["totals"]) == (3, {"paid": 255_500, "relief": 140_000})
    assert [word for word in ("秘密", "77,500", "333,000") if word in text] == []


def test_excel_holds_the_same_three(officer, three_and_a_fourth):
    book = load_workbook(io.BytesIO(officer.get(PAGE + "?format=xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert sorted((row[4], row[5], row[6]) for row in rows[1:]) == [
        (20_000, 1_818, 13_000), (40_500, 3_681, 27_000), (195_000, 17_727, 100_000),
    ]  # fmt: skip


def test_a_consent_taken_back_hides_at_the_next_request(officer, three_and_a_fourth, at):
    assert officer.get(PAGE).context["list"].total == 3
    Consent.objects.filter(person=three_and_a_fourth[0].engineer).update(withdrawn_at=at)
    assert officer.get(PAGE).context["list"].total == 2


def test_consent_of_somebody_who_does_not_speak_for_the_company_shows_nothing(officer, spray, clerk, at):
    one = used("会社", 20_000, spray, clerk, at)
    consent(one, at)
    one.engineer.memberships.update(role="engineer")
    assert officer.get(PAGE).context["list"].total == 0


def test_other_wards_other_years_and_unpaid_use_do_not_appear(officer, spray, clerk, at):
    for one in (
        used("隣区工業", 20_000, spray, clerk, at, area=ELSEWHERE),
        used("未払工業", 20_000, spray, clerk, at, paid=False),
        used("前年工業", 20_000, spray, clerk, at - dt.timedelta(days=365)),
    ):
        consent(one, at)
    assert officer.get(PAGE).context["list"].total == 0
    assert [row.cells[0].text for row in officer.get(PAGE + "?year=2025").context["list"].rows] == ["前年工業"]


def test_what_was_taken_back_is_not_counted(spray, clerk, at):
    one = used("会社", 20_000, spray, clerk, at)
    charge = one.organisation.charges.get()
    again = billing.charge(
        by=clerk, at=at, organisation=one.organisation, workplace=one.workplace, offering=spray, quantity=3,
        on_date=at.date(),
    )  # fmt: skip
    invoice = billing.issue_invoice(by=clerk, at=at, charges=[again])
    billing.take_cash(by=clerk, at=at, invoice=invoice, amount_yen=1_500, reference="2")
    billing.correct_invoice(by=clerk, at=at, invoice=charge.invoice_line.invoice, charges=[charge], reason="数量の誤り")
    assert statement_of(one.workplace, 2026).paid_yen == 1_500


def test_a_ward_that_counts_without_tax_gives_less(spray, clerk, at):
    statement = statement_of(used("会社", 195_000, spray, clerk, at).workplace, 2026)
    terms = {"rate": "1/2", "limit_yen": None, "cut_unit_yen": 1_000}
    assert statement.relief_yen(SubsidyTerms(**terms)) == 97_000
    assert statement.relief_yen(SubsidyTerms(**terms, tax_included=False)) == 88_000
    assert statement.relief_yen(SubsidyTerms(**terms, minimum_cost_yen=200_000)) == 0
    assert statement.relief_yen(SubsidyTerms("", None)) is None


def test_officer_opens_a_statement_of_a_consenting_workplace_only_and_the_reading_is_noted(officer, three_and_a_fourth):
    first, fourth = three_and_a_fourth[0].workplace, three_and_a_fourth[3].workplace
    answers = [officer.get(f"{PAGE}{one.public_id}/pdf/") for one in (first, fourth)]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0].content.startswith(b"%PDF")
    assert AccessRecord.objects.filter(thing_id=str(fourth.pk)).count() == 0


def test_a_bank_a_company_and_a_stranger_get_no_statement(three_and_a_fourth, institute):
    bank = Organisation.objects.create(kind="bank", name="信金", name_folded="信金", area=build.area(WARD))
    person = build.person("金庫 係")
    Membership.objects.create(person=person, organisation=bank, role="officer")
    readers = (person, three_and_a_fourth[0].engineer, build.person("他人"))
    assert [browser(one).get(PAGE).status_code for one in readers] == [403] * 3


def test_consent_text_of_the_demo_is_the_one_that_counts(tokyo_texts):
    assert tokyo_texts == 1


@pytest.fixture
def tokyo_texts(institute: Any) -> int:
    from kosetsu.services.programmes.permissions import PURPOSE
    from tests.architecture.house import ROOT

    text = (ROOT / "institutes/tokyo/governance/consent_texts.csv").read_text(encoding="utf-8")
    assert ConsentText.objects.count() == 0
    return sum(line.startswith(f"{PURPOSE},") for line in text.splitlines())
