"""Short words for the tests of labs: two rooms with a tariff, terms, a tenant with its class of price, a life."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge, Invoice
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.labs import actions
from kosetsu.services.labs.actions import Finding
from kosetsu.services.labs.models import Lab, LabTerms, LeavingRule, ReliefRule, Tenancy
from kosetsu.services.labs.states import ItemState
from tests import build
from tests.fixtures import AT

MONTHLY = 66_000
APRIL = dt.date(2026, 4, 1)
TODAY = AT.date()


def on(day: dt.date, hour: int = 10) -> dt.datetime:
    """A moment of a day in Japan."""
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.timezone(dt.timedelta(hours=9)))


@pytest.fixture
def rent(institute: build.Institute) -> Offering:
    """66,000 yen a month until the end of December 2026, 69,300 from January 2027."""
    field, _new = TechnologyField.objects.get_or_create(code="MEC", defaults={"name_ja": "機械"})
    made = Offering.objects.create(
        code="R-RENT", kind="room", name_ja="ラボ", branch=institute.head_office, field=field, state="offered"
    )
    for since, until, yen in (
        (dt.date(2020, 4, 1), dt.date(2026, 12, 31), MONTHLY), (dt.date(2027, 1, 1), None, 69_300),
    ):  # fmt: skip
        TariffLine.objects.create(
            offering=made, client_class="any", part="unit", yen=yen, unit="月", source="試験", valid_from=since,
            valid_to=until,
        )  # fmt: skip
    return made


def terms(**other: Any) -> LabTerms:
    """Three years, twice one more; 30 days' notice; two months' deposit; a month's days share its price."""
    given: dict[str, Any] = {
        "valid_from": APRIL, "years": 3, "extension_years": 1, "extension_times": 2, "ask_from_days": 180,
        "ask_until_days": 60, "notice_days": 30, "deposit_months": "2", "day_share": "calendar", "rounding": "down",
        "check_months": 12, "vacant_days": 60, "passes": 2, "keep_names_days": 365,
        "restoration_tax": "taxable_10_included", "source": "試験",
    }  # fmt: skip
    return LabTerms.objects.create(**(given | other))


@pytest.fixture
def rooms(institute: build.Institute, rent: Offering) -> list[Lab]:
    build.rules_of_paying()
    terms()
    LeavingRule.objects.create(position=1, name_ja="床と壁", source="試験")
    LeavingRule.objects.create(position=2, name_ja="鍵", source="試験")
    return [
        Lab.objects.create(branch=institute.head_office, room=room, order=n, offering=rent, area_m2=25)
        for n, room in enumerate(("301", "302"))
    ]


@pytest.fixture
def relief_rule() -> ReliefRule:
    return ReliefRule.objects.create(
        code="LR-HALF", name_ja="災害による減免", rate="1/2", months_max=12, condition="罹災証明書", source="試験"
    )


@dataclass(frozen=True, slots=True)
class Labs:
    """Drives a tenancy through its life, one short verb each; ``at`` is a day in the future of AT where it matters."""

    institute: build.Institute
    tenant: build.Company
    rooms: list[Lab]
    manager: Person
    head: Person

    def offered(self, since: dt.date = TODAY, *, workplace: Workplace | None = None, at: dt.datetime = AT,
                **fields: Any) -> Tenancy:  # fmt: skip
        Organisation.objects.filter(class_decided="").update(class_decided="sme", class_reason="試験")
        given = {"lab": self.rooms[0], "theme": "小型ポンプの開発", "contact": self.tenant.engineer} | fields
        return actions.offer_room(
            by=self.manager, at=at, workplace=workplace or self.tenant.workplace, since=since, **given
        )

    def contracted(self, since: dt.date = TODAY, at: dt.datetime = AT, **fields: Any) -> Tenancy:
        return actions.contract(by=self.manager, at=at, tenancy=self.offered(since, at=at, **fields))

    def paid(self, tenancy: Tenancy, at: dt.datetime = AT) -> Tenancy:
        """The deposit is asked for and has come."""
        tenancy = actions.ask_deposit(by=self.institute.accountant, at=at, tenancy=tenancy)
        assert tenancy.deposit
        self.pay(tenancy.deposit, at)
        return tenancy

    def pay(self, paper: Invoice, at: dt.datetime = AT) -> None:
        billing.take_cash(
            by=self.institute.accountant, at=at, invoice=paper, amount_yen=paper.total_yen, reference=paper.number
        )

    def living(self, since: dt.date = TODAY, **fields: Any) -> Tenancy:
        tenancy = self.paid(self.contracted(since, on(since), **fields), on(since))
        return actions.move_in(by=self.manager, at=on(since), tenancy=tenancy)

    def leaving(self, tenancy: Tenancy, day: dt.date, at: dt.datetime) -> Tenancy:
        return actions.give_notice(by=self.manager, at=at, tenancy=tenancy, leaving_on=day, reason="事業化のため")

    def checked(self, tenancy: Tenancy, at: dt.datetime, **first: Any) -> Tenancy:
        """Everything is good, or the first item as said."""
        good = Finding(state=ItemState.GOOD)
        found = {1: Finding(**first) if first else good, 2: good}
        return actions.check_leaving(by=self.manager, at=at, tenancy=tenancy, findings=found)

    def charged(self, tenancy: Tenancy) -> list[int]:
        """The yen of each charge, in the order of days."""
        return list(Charge.objects.filter(case=tenancy.case).order_by("on_date", "pk").values_list("yen", flat=True))

    def counted(self, kind: str) -> int:
        return Entry.objects.filter(service="labs", kind=kind).count()


@pytest.fixture
def labs(institute: build.Institute, company: build.Company, rooms: list[Lab]) -> Labs:
    manager = build.post(build.person("ラボ 管理"), StaffRole.LAB_MANAGER, institute.head_office)
    head = build.post(build.person("支所 長"), StaffRole.BRANCH_HEAD, institute.head_office)
    return Labs(institute, company, rooms, manager, head)
