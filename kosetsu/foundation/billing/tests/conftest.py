"""Short words for the tests of money: the rules of paying, offerings with the published prices, the accounts office."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from kosetsu.foundation.billing import actions
from kosetsu.foundation.billing.models import BillingTerms, Charge, DunningRule, FinanceColumn, Invoice, Issuer
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.catalogue.rules import Options
from kosetsu.foundation.parties.states import StaffRole
from tests import build

REGISTRATION = "T4040005001234"


@dataclass(frozen=True, slots=True)
class Office:
    """The accounts office: two people, so that one approves what the other asks."""

    clerk: Any
    head: Any


@pytest.fixture
def office(institute: Any) -> Office:
    """The office with the rules it works by."""
    BillingTerms.objects.create(
        payment_timing="postpaid", due_days=30, quote_days=30, tax_rounding="down", source="試験"
    )
    BillingTerms.objects.create(
        offering_kind="test", from_yen=500_000, payment_timing="deposit", deposit_rate="1/2", due_days=30,
        quote_days=30, tax_rounding="down", source="試験",
    )  # fmt: skip
    Issuer.objects.create(
        registration_number=REGISTRATION, name_ja="県立産業技術センター", postal_code="135-0064",
        address="東京都江東区青海二丁目4番10号", telephone="03-0000-0000", office="財務会計課", seal_note="公印省略",
        bank_account="みほん銀行 有明支店 普通 0001234", source="試験",
    )  # fmt: skip
    for step, after in ((1, 7), (2, 30)):
        DunningRule.objects.create(
            step=step, after_days=after, name_ja="お願い", text_ja="お支払いください。", source="試験"
        )
    for position, value in enumerate(("date", "kind", "number", "organisation", "net_yen", "tax_yen", "=01"), 1):
        FinanceColumn.objects.create(position=position, heading=value, value=value, source="試験")
    role = StaffRole.ACCOUNTS
    return Office(
        build.post(build.person("経理 係"), role, institute.head_office),
        build.post(build.person("経理 課長"), role, institute.head_office),
    )


@pytest.fixture
def spray(institute: Any) -> Offering:
    """Salt spray at the published prices: 2,900 per 24 h and piece, report and copy 300."""
    lines = [("sme", "unit", 2_900, "24時間・個"), ("large", "unit", 3_800, "24時間・個"),
             ("any", "report", 300, "通"), ("any", "copy", 300, "通")]  # fmt: skip
    return offering(institute, "T-COR-001", "塩水噴霧試験", "test", lines)


@pytest.fixture
def chamber(institute: Any) -> Offering:
    """An EMC chamber at the published prices: 2,870 + 920 × h."""
    lines = [("any", "setup", 2_870, "回"), ("any", "unit", 920, "時間")]
    return offering(institute, "I-EMC-001", "電波暗室", "instrument", lines)


def offering(institute: Any, code: str, name: str, kind: str, lines: list[tuple[str, str, int, str]]) -> Offering:
    field, _new = TechnologyField.objects.get_or_create(code="F", defaults={"name_ja": "分野"})
    made = Offering.objects.create(
        code=code, kind=kind, name_ja=name, branch=institute.head_office, group=institute.surface, field=field,
        state="offered",
    )  # fmt: skip
    for client_class, part, yen, unit in lines:
        TariffLine.objects.create(
            offering=made, client_class=client_class, part=part, yen=yen, unit=unit, source="料金表（試験）",
            valid_from=dt.date(2026, 4, 1),
        )  # fmt: skip
    return made


@pytest.fixture
def classed(company: Any) -> Any:
    """The company, its class of price decided."""
    return with_class(company)


def with_class(company: Any, client_class: str = "sme") -> Any:
    company.organisation.class_decided = client_class
    company.organisation.class_reason = "試験"
    company.organisation.save()
    return company


@pytest.fixture
def charged(classed: Any, spray: Offering, office: Office, at: dt.datetime) -> Charge:
    """240 hours × 3 pieces with report and copy: 87,600 yen."""
    return charge(classed, spray, office, at, 30, copies=1)


def charge(company: Any, what: Offering, office: Office, at: dt.datetime, quantity: int, **options: Any) -> Charge:
    return actions.charge(
        by=office.clerk, at=at, organisation=company.organisation, workplace=company.workplace, offering=what,
        quantity=quantity, on_date=options.pop("on_date", at.date()), options=Options(**options),
    )  # fmt: skip


@pytest.fixture
def invoice(charged: Charge, office: Office, at: dt.datetime) -> Invoice:
    return actions.issue_invoice(by=office.clerk, at=at, charges=[charged])
