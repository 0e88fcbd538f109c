"""One more row of everything that a list page shows, as often as it is asked."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kosetsu.entrances.api.models import ApiToken
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as money
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.models import BookingRule, Resource
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.catalogue.states import OfferingKind, TaxClass
from kosetsu.foundation.devices import actions as register
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.gatherings.models import Attendance, Gathering
from kosetsu.foundation.governance import access
from kosetsu.foundation.governance.models import Consent, ExportDeclaration
from kosetsu.foundation.parties.models import Branch, BranchStatus, Membership, Organisation, Workplace
from kosetsu.foundation.parties.states import MembershipRole, StaffRole
from kosetsu.foundation.search.models import Concept, UnansweredQuestion
from kosetsu.services.alliances.models import Agreement, AgreementDocument
from kosetsu.services.consultations import actions as consultations
from kosetsu.services.instruments.models import Licence, RenewalLine
from kosetsu.services.labs.models import CapacityChange, Lab, Tenancy
from kosetsu.services.overseas.models import AdviserField, GuideText
from kosetsu.services.programmes.actions import awards, dispatches, innovations
from kosetsu.services.programmes.actions.drafts import start_draft
from kosetsu.services.programmes.actions.editions import record_description, record_vocabulary
from kosetsu.services.programmes.actions.nightly import evaluate_everyone
from kosetsu.services.programmes.models import (
    DescriptionEdition,
    FeeSubsidy,
    FeeSubsidyTerms,
    Plan,
    PlanShare,
    Programme,
    Project,
)
from kosetsu.services.programmes.rules.language import Description, Fact, Is, Source, Vocabulary, Window, Words
from kosetsu.services.testing import actions as testing
from kosetsu.services.testing.models import NameUse, Report
from kosetsu.services.testing.papers.content import dump
from kosetsu.services.testing.tests.samples import content
from kosetsu.services.treasury import actions as treasury
from kosetsu.services.treasury.models import BorrowingLimit
from tests import build

APRIL = dt.date(2026, 4, 1)


@dataclass(frozen=True, slots=True)
class Town:
    """Where the rows are added: the small institute and the company that reads its own pages."""

    institute: build.Institute
    company: build.Company
    at: dt.datetime

    def add(self, number: int) -> None:
        """One more of everything; ``number`` makes names and codes differ."""
        _organisation(self, number)
        _consultations(self, number)
        _offerings(self, number)
        _bookings(self, number)
        _devices(self, number)
        _instruments(self, number)
        _services(self, number)
        _programmes(self, number)
        _records(self, number)
        _money(self, number)
        _orders(self, number)
        _ward(self, number)
        _plans(self, number)
        _treasury(self, number)

    def reader(self, name: str) -> Any:
        """Who reads: the company's engineer, the ward's officer, or who holds a post of the institute."""
        if name == "officer":
            return Person.objects.get(memberships__role=MembershipRole.OFFICER)
        return self.company.engineer if name == "engineer" else getattr(self.institute, name)


def _organisation(town: Town, number: int) -> None:
    build.company(f"会社{number}", "131091")
    name = f"機関{number}"
    partner = Organisation.objects.create(kind="bank", name=name, name_folded=name, listed=True)
    agreement = Agreement.objects.create(
        organisation=partner, scope="institute", number=number, branch=town.institute.tama, started_on=APRIL
    )
    AgreementDocument.objects.create(agreement=agreement, title=f"協定書{number}", signed_on=APRIL)
    own = town.company.organisation
    workplace = Workplace.objects.create(organisation=own, name=f"第{number}工場", area=build.area("131083"))
    colleague = build.person(f"同僚 {number}")
    role = MembershipRole.ENGINEER
    Membership.objects.create(person=colleague, organisation=own, workplace=workplace, role=role)
    branch = Branch.objects.create(code=f"B1{number}", name_ja=f"支所{number}", area=build.area("132071"))
    BranchStatus.objects.create(branch=branch, status="open")
    build.post(build.person(f"研究 {number}"), StaffRole.RESEARCHER, town.institute.tama, town.institute.emc)


def _consultations(town: Town, number: int) -> None:
    company, researcher = town.company, town.institute.researcher
    asked = [
        consultations.ask(
            by=company.engineer, at=town.at, workplace=company.workplace, question=f"錆びる {number} {one}"
        )
        for one in range(3)
    ]
    taken = [consultations.take(by=researcher, at=town.at, consultation=one) for one in asked[:2]]
    consultations.ask_back(by=researcher, at=town.at, consultation=taken[1], text="材質を教えてください")
    group = town.institute.surface if number == 2 else None
    consultations.add_canned(by=town.institute.counter, at=town.at, title=f"文例{number}", text="文面", group=group)


def _offerings(town: Town, number: int) -> None:
    field = TechnologyField.objects.create(code=f"F{number}", name_ja=f"分野{number}")
    common: dict[str, Any] = {"field": field, "branch": town.institute.head_office, "summary": "調べます"}
    for kind in OfferingKind:
        offering = Offering.objects.create(
            **common,
            code=f"{kind}-{number}",
            kind=kind,
            name_ja=f"{kind.label} {number}",
            group=town.institute.surface,
            state="offered",
        )
        TariffLine.objects.create(
            offering=offering,
            client_class="any",
            part="unit",
            yen=1_000,
            unit="個",
            tax_class=TaxClass.INCLUDED_10,
            valid_from=APRIL,
            source="x",
        )
    proposer = town.institute.researcher
    Offering.objects.create(
        **common, code=f"P-{number}", kind="test", name_ja=f"提案 {number}", state="proposed", proposed_by=proposer
    )


def _bookings(town: Town, number: int) -> None:
    """A booking, and one that waits for an approval."""
    company, begins = town.company, town.at + dt.timedelta(days=4)
    resource = Resource.objects.create(
        code=f"I-{number}", kind="instrument", name_ja=f"機器 {number}", branch=town.institute.head_office, source="x"
    )
    BookingRule.objects.create(
        resource=resource, opening="0-4 09:00-17:00", horizon="months+2", approval=True, source="x"
    )
    for hour in range(2):
        span = Span(begins + dt.timedelta(hours=hour), begins + dt.timedelta(hours=hour + 1))
        wish = bookings.Wish(resources=(resource,), span=span, workplace=company.workplace)
        bookings.request(by=company.engineer, at=town.at, wish=wish)


def _devices(town: Town, number: int) -> None:
    """A device whose check is due, a planned work, and an outage across the bookings of its resource."""
    device = Device.objects.create(
        code=f"D-{number}", kind="instrument", name_ja=f"機器 {number}", branch=town.institute.head_office,
        group=town.institute.surface, source="x",
    )  # fmt: skip
    Resource.objects.filter(code=f"I-{number}").update(device=device)
    staff, begins = town.institute.researcher, town.at + dt.timedelta(days=4)
    common: dict[str, Any] = {"by": staff, "at": town.at, "device": device}
    register.plan_work(**common, work=f"点検{number}", planned_on=begins.date())
    register.enter_outage(**common, kind="planned", starts_at=begins, ends_at=None, public_reason=f"点検{number}")


def _money(town: Town, number: int) -> None:
    """A quote, an invoice paid in part, and a charge that waits, of the company; a ward's consenting workplace."""
    if number == 1:
        build.rules_of_paying()
    company, clerk = town.company, town.institute.accountant
    company.organisation.class_decided, company.organisation.class_reason = "sme", "x"
    company.organisation.save()
    offering = Offering.objects.get(code=f"test-{number}")
    whom: dict[str, Any] = {
        "by": clerk, "at": town.at, "organisation": company.organisation, "workplace": company.workplace,
    }  # fmt: skip
    money.issue_quote(**whom, title=f"見積り{number}", items=[money.Item(offering)])
    charges = [money.charge(**whom, offering=offering, on_date=town.at.date()) for _n in range(2)]
    invoice = money.issue_invoice(by=clerk, at=town.at, charges=charges[:1])
    money.take_cash(by=clerk, at=town.at, invoice=invoice, amount_yen=400, reference=f"T-{number}")
    Consent.objects.get_or_create(
        person=company.engineer, purpose="ward-use-statement", defaults={"text_version": "1", "given_at": town.at}
    )


ASKED = Vocabulary(
    facts=(Fact(key="loss", kind="flag", words=Words(ja="loss"), question=Words(ja="loss?"), source="x"),),
    purposes=(Words(ja="purpose"),),
)


def _services(town: Town, number: int) -> None:
    branch = town.institute.head_office
    Programme.objects.create(
        code=f"P{number}",
        fiscal_year=2026,
        category="販路",
        name=f"助成 {number}",
        component_kind="subsidy",
        source="x",
        valid_from=APRIL,
    )
    described = Description(
        code=f"P{number}", fiscal_year=2026, effective_from=APRIL, kind="grant", words=Words(ja=f"助成 {number}"),
        purposes=(1,), sources=(Source(document="x"),), verified_until=APRIL,
        who=Is.model_validate({"fact": "loss", "is": True}),
        windows=(Window(channel="post", opens=town.at.date(), closes=town.at.date(), source="x"),),
    )  # fmt: skip
    record_vocabulary(ASKED, at=town.at)
    record_description(described, at=town.at)
    subsidy = FeeSubsidy.objects.create(
        code=f"S{number}",
        area=build.area("131083"),
        body="区",
        operator="区",
        name=f"利用料助成 {number}",
        listed_fiscal_year=2026,
        source="x",
    )
    FeeSubsidyTerms.objects.create(subsidy=subsidy, rate="2/3", as_of="2026", source="x", valid_from=APRIL)
    lab = Lab.objects.create(branch=branch, room=f"L{number}", valid_from=APRIL, order=number)
    Tenancy.objects.create(lab=lab, tenant_name=f"入居{number}", use_summary="試作", since=APRIL, source="x")
    CapacityChange.objects.create(month=APRIL, site=f"棟{number}", rooms_delta=1, rooms_after=number)
    AdviserField.objects.create(fiscal_year=2026, field=f"規格{number}", advisers=1, source="x")
    GuideText.objects.create(code=f"G{number}", title=f"解説{number}", fiscal_year=2026, source="x")
    gathering = Gathering.objects.create(
        code=f"E{number}",
        kind="seminar",
        title=f"講習会{number}",
        fiscal_year=2026,
        starts_on=APRIL,
        public=True,
        branch=branch,
    )
    Attendance.objects.create(gathering=gathering, headcount=3)


def _records(town: Town, number: int) -> None:
    reader = town.institute.administrator
    ExportDeclaration.objects.create(
        person=build.person(f"申告 {number}"), resident=True, declared_on=APRIL, state="held"
    )
    access.note(reader, town.company.organisation, "/desk/", town.at)
    Concept.objects.create(name=f"概念{number}", terms=["さび"], kind="synonym")
    UnansweredQuestion.objects.create(question=f"占い{number}", asked_at=town.at, scope="public")
    ApiToken.objects.create(
        person=town.company.engineer,
        name=f"仕組み{number}",
        digest=f"{number:064}",
        ending="abcd",
        issued_at=town.at,
        expires_at=town.at + dt.timedelta(days=30),
    )
    record_entry(
        by=town.institute.researcher,
        at=town.at,
        service="consultations",
        kind="consultation",
        on_date=town.at.date(),
        branch=town.institute.head_office,
        workplace=town.company.workplace,
    )


def _instruments(town: Town, number: int) -> None:
    """An instrument that can be booked, a card for it, and a line of the renewal plan."""
    offering = Offering.objects.get(code=f"instrument-{number}")
    resource = Resource.objects.create(
        code=f"E-{number}", kind="instrument", name_ja=f"暗室 {number}", branch=town.institute.tama,
        offering=offering, source="x",
    )  # fmt: skip
    BookingRule.objects.create(resource=resource, opening="0-4 09:00-17:00", horizon="months+2", source="x")
    Licence.objects.create(
        person=town.company.engineer, offering=offering, course=Offering.objects.get(code=f"course-{number}"), level=2,
        months=36, state="licensed", attended_on=APRIL, number=f"認-{number}", valid_from=APRIL,
        valid_until=dt.date(2029, 3, 31), workplace=town.company.workplace,
    )  # fmt: skip
    RenewalLine.objects.create(
        device=Device.objects.get(code=f"D-{number}"), kind="renew", fiscal_year=2027, estimated_yen=1, reason="老朽化",
        planned_by=town.institute.researcher, planned_at=town.at,
    )  # fmt: skip


def _programmes(town: Town, number: int) -> None:
    """A description with a draft and a night's counts, and one matter of each kind with a report that is overdue."""
    edition = DescriptionEdition.objects.get(code=f"P{number}")
    start_draft(by=town.institute.planner, at=town.at, edition=edition)
    client, place = town.company.engineer, town.company.workplace
    asked: dict[str, Any] = {"by": client, "at": town.at, "workplace": place}
    dispatches.request_dispatch(**asked, theme=f"相談 {number}")
    innovations.open_innovation(**asked, title=f"計画 {number}", summary="", figures={})
    awards.record_award(**asked, programme=edition.code, award_yen=1, awarded_on=APRIL.replace(year=2025))
    evaluate_everyone(at=town.at)
    agreed = build.company(f"知らせてよい会社{number}", "131083")
    Consent.objects.create(person=agreed.engineer, purpose="programme-news", text_version="1", given_at=town.at)


def _orders(town: Town, number: int) -> None:
    """An accepted order of the company, with a sample."""
    wanted = [testing.Wanted(offering=Offering.objects.filter(kind=OfferingKind.TEST).earliest("pk"), quantity=number)]
    who = town.institute.researcher
    order = testing.open_order(
        by=who, at=town.at, workplace=town.company.workplace, purpose=f"依頼{number}", wanted=wanted
    )
    order = testing.quote_order(by=who, at=town.at, order=order)
    testing.apply(by=who, at=town.at, order=order, export_note="該当なし")
    testing.accept_order(by=who, at=town.at, order=order)
    testing.receive_samples(by=who, at=town.at, order=order, brought=[testing.Brought(name=f"試料{number}")])
    _reports(town, number, order)


def _reports(town: Town, number: int, order: Any) -> None:
    """A report of the order, and an application to use the institute's name beside it."""
    who = town.institute.researcher
    report = Report.objects.create(
        order=order, branch=town.institute.head_office, fiscal_year=2026, number=f"B01-R8-{number:05d}", kind="test",
        issued_on=town.at.date(), issued_at=town.at, issued_by=who, content=dump(content()), seal="omitted",
    )  # fmt: skip
    NameUse.objects.create(
        report=report, product=f"製品{number}", used_in="広告", wording="試験済み", applied_at=town.at, applied_by=who
    )


def _plans(town: Town, number: int) -> None:
    """One more project of the company, with a plan that the officer's body may read."""
    by, days = town.company.engineer, {"order_from": APRIL, "order_by": APRIL, "complete_by": APRIL}
    project = Project.objects.create(
        organisation=town.company.organisation, title=f"設備{number}", lines=[{"yen": number}], made_at=town.at, by=by,
        **days,
    )  # fmt: skip
    plan = Plan.objects.create(
        project=project,
        day=APRIL,
        known_at=town.at,
        asked={},
        found={"total_yen": number},
        digest="",
        at=town.at,
        by=by,
    )
    body = Organisation.objects.get(memberships__role=MembershipRole.OFFICER)
    PlanShare.objects.create(plan=plan, partner=body, shared_at=town.at, by=by)


def _ward(town: Town, number: int) -> None:
    """The officer of the ward, and a company in it that consented and has paid for a test."""
    if number == 1:
        ward = Organisation.objects.create(kind="ward", name="江東区", name_folded="江東区", area=build.area("131083"))
        Membership.objects.create(person=build.person("区 係"), organisation=ward, role=MembershipRole.OFFICER)
    payer, clerk = build.company(f"区内{number}", "131083"), town.institute.accountant
    payer.organisation.class_decided, payer.organisation.class_reason = "sme", "x"
    payer.organisation.save()
    owner = build.person(f"代表 {number}")
    Membership.objects.create(person=owner, organisation=payer.organisation, role=MembershipRole.OWNER)
    Consent.objects.create(person=owner, purpose="ward-use-statement", text_version="1", given_at=town.at)
    charge = money.charge(
        by=clerk, at=town.at, organisation=payer.organisation, workplace=payer.workplace, on_date=town.at.date(),
        offering=Offering.objects.get(code=f"test-{number}"),
    )  # fmt: skip
    invoice = money.issue_invoice(by=clerk, at=town.at, charges=[charge])
    paid = invoice.total_yen
    money.take_cash(by=clerk, at=town.at, invoice=invoice, amount_yen=paid, reference=f"W-{number}")


def _treasury(town: Town, number: int) -> None:
    """A loan and a reserve."""
    day, how = town.at.date(), {"by": town.institute.accountant, "at": town.at, "yen": 100}
    defaults = {"limit_yen": 10_000, "source": "x"}
    BorrowingLimit.objects.get_or_create(valid_from=dt.date(2021, 4, 1), defaults=defaults)
    treasury.borrow(**how, lender=f"銀行{number}", borrowed_on=day, due_on=dt.date(2027, 3, 31), reason="支払い")
    treasury.recognise(**how, kind="general", recognised_on=day, approval=f"R8-{number}")
