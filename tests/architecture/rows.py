"""One more row of everything that a list page shows, as often as it is asked."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kosetsu.entrances.api.models import ApiToken
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as money
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.models import Booking, BookingRule, Resource
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.calls import actions as calls
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.catalogue.states import OfferingKind, TaxClass
from kosetsu.foundation.devices import actions as register
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.gatherings.models import Attendance, Gathering, Quota, Registration
from kosetsu.foundation.governance import access
from kosetsu.foundation.governance.models import Consent, ExportDeclaration, RestoreDrill
from kosetsu.foundation.parties.models import Branch, BranchStatus, Membership, Organisation, Workplace
from kosetsu.foundation.parties.states import MembershipRole, StaffRole
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.search.models import Concept, UnansweredQuestion
from kosetsu.services.alliances import actions as liaisons
from kosetsu.services.alliances.models import Agreement, AgreementDocument, Liaison
from kosetsu.services.alliances.rules.liaisons import LiaisonSaid
from kosetsu.services.alliances.tables.liaisons import load_liaison
from kosetsu.services.alliances.tests.conftest import SAID as LIAISON
from kosetsu.services.circles import actions as circles
from kosetsu.services.circles.states import Aim, CircleKind
from kosetsu.services.consultations import actions as consultations
from kosetsu.services.exhibitions import actions as exhibitions
from kosetsu.services.instruments.models import Licence, RenewalLine
from kosetsu.services.labs import actions as labs
from kosetsu.services.labs.models import CapacityChange, Lab, PrintedTenancy, ReliefRule, RoomUse
from kosetsu.services.labs.tests.conftest import terms as lab_terms
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
from kosetsu.services.screening import actions as screening
from kosetsu.services.screening.rules.forms import Form
from kosetsu.services.screening.rules.sheets import Sheet
from kosetsu.services.screening.tables.editions import load_form, load_sheet
from kosetsu.services.screening.tests.conftest import FORM, SHEET
from kosetsu.services.testing import actions as testing
from kosetsu.services.testing.models import NameUse, Report
from kosetsu.services.testing.papers.content import dump
from kosetsu.services.testing.tests.samples import content
from kosetsu.services.training import actions as training
from kosetsu.services.training.actions.dispatches import Errand, enter_staff_dispatch
from kosetsu.services.training.actions.trainees import Offer, offer_trainees
from kosetsu.services.training.models import Bundle
from kosetsu.services.treasury import actions as treasury
from kosetsu.services.treasury.models import BorrowingLimit
from tests import build
from tests.architecture.matrix_world import CALL_KIND

APRIL = dt.date(2026, 4, 1)
HOUR = dt.timedelta(hours=1)


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
        _circles(self, number)
        _reviews(self, number)
        _calls(self, number)
        _programmes(self, number)
        _records(self, number)
        _money(self, number)
        _orders(self, number)
        _ward(self, number)
        _plans(self, number)
        _treasury(self, number)
        _training(self, number)
        _exhibitions(self, number)
        _labs(self, number)
        _screening(self, number)
        _alliances(self, number)

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


def _labs(town: Town, number: int) -> None:
    """A room that the company has, with who may come at night, a visit, and what was asked for."""
    company, by, at, today = town.company, town.institute.counter, town.at, town.at.date()
    if number == 1:
        lab_terms(deposit_months="0", ask_from_days=9999, ask_until_days=0, check_months=240)
        ReliefRule.objects.create(code="LR", name_ja="減免", rate="1/2", months_max=1, condition="x", source="x")
    lab = Lab.objects.create(
        branch=town.institute.tama, room=f"室{number}", offering=Offering.objects.get(code=f"room-{number}")
    )
    tenancy = labs.offer_room(
        by=by, at=at, workplace=company.workplace, lab=lab, theme=f"開発 {number}", since=today,
        contact=company.engineer,
    )  # fmt: skip
    tenancy = labs.move_in(by=by, at=at, tenancy=labs.contract(by=by, at=at, tenancy=tenancy))
    labs.name_pass(by=company.engineer, at=at, tenancy=tenancy, holder=f"夜間 {number}")
    labs.record_visit(by=by, at=at, tenancy=tenancy, on_date=today, topic=f"相談 {number}")
    labs.ask_extension(by=company.engineer, at=at, tenancy=tenancy, reason=f"継続 {number}")
    labs.ask_relief(
        by=by, at=at, tenancy=tenancy, rule=ReliefRule.objects.get(code="LR"), first=today, last=today, reason="x"
    )
    booking = Booking.objects.create(
        resource=Resource.objects.get(code=f"E-{number}"), state="finished", starts_at=at, ends_at=at + HOUR,
        workplace=company.workplace, person=company.engineer, booked_at=at, changed_at=at,
    )  # fmt: skip
    RoomUse.objects.create(
        booking=booking, tenancy=tenancy, resource=booking.resource, started_at=at, stopped_at=at + HOUR,
        entry=record_entry(by=by, at=at, service="labs", kind="shared_room", on_date=today),
    )  # fmt: skip


def _training(town: Town, number: int) -> None:
    """A tailored course that the company asked for."""
    company = town.company
    training.ask_tailored(
        by=company.engineer, at=town.at, workplace=company.workplace, subject=f"講習 {number}", people=number,
        group=town.institute.surface,
    )  # fmt: skip
    days = {"starts_on": APRIL, "ends_on": APRIL}
    errand = Errand(kind="lecturer", host_name=f"学会{number}", purpose=f"講演{number}", group=town.institute.surface,
                    staff=[town.institute.researcher], **days)  # fmt: skip
    enter_staff_dispatch(by=town.institute.counter, at=town.at, errand=errand)
    offer = Offer(university_name=f"大学{number}", theme="めっき", group=town.institute.surface, count=1, **days)
    offer_trainees(by=town.institute.counter, at=town.at, offer=offer)
    Bundle.objects.create(
        title=f"セット{number}", state="open", offering=Offering.objects.get(code=f"course-{number}"),
        planned_by=town.institute.planner,
    )  # fmt: skip


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
    PrintedTenancy.objects.create(lab=lab, tenant_name=f"入居{number}", use_summary="試作", since=APRIL, source="x")
    CapacityChange.objects.create(month=APRIL, site=f"棟{number}", rooms_delta=1, rooms_after=number)
    AdviserField.objects.create(fiscal_year=2026, field=f"規格{number}", advisers=1, source="x")
    GuideText.objects.create(code=f"G{number}", title=f"解説{number}", fiscal_year=2026, source="x")
    gathering = Gathering.objects.create(
        code=f"E{number}",
        service="training",
        kind="seminar",
        title=f"講習会{number}",
        fiscal_year=2026,
        starts_on=APRIL,
        public=True,
        branch=branch,
    )
    Attendance.objects.create(gathering=gathering, headcount=3)
    quota = Quota.objects.create(gathering=gathering, name="会場", format="on_site", capacity=30)
    registration = Registration.objects.create(
        gathering=gathering, quota=quota, name=f"参加 {number}", email=f"guest{number}@example.jp", state="confirmed",
        seat=1, made_at=town.at, person=town.company.engineer, workplace=town.company.workplace,
    )  # fmt: skip
    Attendance.objects.create(gathering=gathering, registration=registration, on_date=APRIL)


def _records(town: Town, number: int) -> None:
    reader = town.institute.administrator
    ExportDeclaration.objects.create(
        person=build.person(f"申告 {number}"), resident=True, declared_on=APRIL, state="held"
    )
    access.note(reader, town.company.organisation, "/desk/", town.at)
    RestoreDrill.objects.create(
        at=town.at, archive="2026-11-19T173000Z", made_at=town.at, rows=1, seconds=1, passed=True
    )
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


def _alliances(town: Town, number: int) -> None:
    """A need that the company was told of and that is shared with the ward, a talk, a support, a meeting."""
    by, at, day = town.institute.planner, town.at, town.at.date()
    ward = Organisation.objects.get(kind="ward", name="江東区")
    ward.code = "WARD"
    ward.save(update_fields=["code"])
    load_liaison(LiaisonSaid.model_validate(LIAISON | {"client": "", "bodies": ["WARD"]}))
    liaison = Liaison.objects.get()
    described = liaisons.Described(side="need", source=ward, title=f"題{number}", summary="概要")
    need = liaisons.add_opportunity(by=by, at=at, liaison=liaison, described=described)
    need = liaisons.take_up(by=by, at=at, opportunity=need)
    own, place = town.company.organisation, town.company.workplace
    pairing = liaisons.add_candidate(by=by, at=at, opportunity=need, organisation=own, workplace=place)
    pairing = liaisons.tell_company(by=by, at=at, pairing=pairing)
    talk = liaisons.Talk(kind="contact", on_date=day, pairing=pairing)
    liaisons.record_contact(by=by, at=at, liaison=liaison, talk=talk)
    support = liaisons.Support(topic="standards", on_date=day, note="規格", organisation=own, workplace=place)
    liaisons.record_support(by=by, at=at, liaison=liaison, support=support)
    invitation = liaisons.Invitation(kind="plain", starts_at=at, agenda="議題")
    liaisons.call_meeting(by=by, at=at, liaison=liaison, invitation=invitation)
    liaisons.share_opportunity(
        by=by, at=at, opportunity=need, organisation=ward, fields=["summary"], agreed_on=day, until=day
    )


def _screening(town: Town, number: int) -> None:
    """One more requesting body; of the officer's ward one more programme, with a dispatch for it."""
    load_sheet(Sheet.model_validate(SHEET))
    load_form(Form.model_validate(FORM))
    by, at = town.institute.planner, town.at
    ward = Organisation.objects.get(kind="ward", name="江東区")
    other = Organisation.objects.create(kind="ward", name=f"依頼団体{number}", name_folded=f"依頼団体{number}")
    kept: dict[str, Any] = {"by": by, "at": at, "body_class": "ward_city", "form": "form"}
    _other, body = (screening.keep_body(organisation=one, **kept) for one in (other, ward))
    request = screening.Request(body=body, title=f"事業{number}", due_on=at.date())
    made = screening.request_programme(by=by, at=at, request=request)
    made = screening.accept_programme(by=by, at=at, programme=made, terms=screening.Terms(sheet="sheet"))
    seat = screening.Seat(person=town.institute.researcher, committee=f"委員会{number}", on_date=at.date())
    screening.request_dispatch(by=by, at=at, programme=made, seat=seat)


def _calls(town: Town, number: int) -> None:
    """A published call with an application of the company."""
    by, at = town.institute.planner, town.at
    calls.learn_kind(by=None, at=at, kind=Kind.model_validate(CALL_KIND))
    windows = {"web": (at - dt.timedelta(days=1), at + dt.timedelta(days=9))}
    plan = calls.Plan(kind="matrix", title=f"公募{number}", windows=windows, capacity=1)
    call = calls.plan_call(by=by, at=at, plan=plan)
    calls.approve_call(by=town.institute.administrator, at=at, call=call)
    calls.publish_call(by=by, at=at, call=call)
    client, place = town.company.engineer, town.company.workplace
    made = calls.begin_application(by=client, at=at, call=call, workplace=place)
    calls.submit(by=client, at=at, application=made, title=f"題{number}", answers={"plan": "内容"})


def _circles(town: Town, number: int) -> None:
    """A call of another year with an application of the company, and a public circle that it belongs to."""
    by, at = town.institute.planner, town.at
    call = circles.Call(
        kind=CircleKind.COHORT, aim=Aim.PROBLEM, branch=town.institute.tama, title=f"募集{number}", text="",
        opens_at=at, closes_at=at + dt.timedelta(days=9), launches_on=dt.date(2026 + number, 6, 1), cohorts=1, least=2,
        most=3, days=["水曜"], interests=[], size_steps=[5],
    )  # fmt: skip
    intake = circles.plan_intake(by=by, at=at, call=call)
    wish = circles.Wish(contact_name="x", contact_email="x@example.jp", motive="x", interests=[], days=["水曜"])
    place, client = town.company.workplace, town.company.engineer
    circles.apply(by=client, at=at, intake=intake, workplace=place, wish=wish)
    plain: dict[str, Any] = {"name": f"研究会{number}", "purpose": "学ぶ", "statutes": "", "fee_yen": None}
    circle = circles.found_circle(
        by=by, at=at, kind=CircleKind.SOCIETY, branch=town.institute.tama, founded_on=APRIL, **plain
    )
    circles.describe_circle(by=by, at=at, circle=circle, summary="", public=True, **plain)
    circles.join(by=by, at=at, circle=circle, workplace=place)


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
    PlanShare.objects.create(plan=plan, partner=body, shared_at=town.at, until=dt.date(2027, 3, 31), by=by)


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


def _exhibitions(town: Town, number: int) -> None:
    """An exhibition that is planned."""
    day = dt.timedelta(days=1)
    plan = exhibitions.Plan(
        title=f"展示会{number}", branch=town.institute.head_office, terms="参加条件", recommends_until=town.at.date(),
        opens_on=(town.at + day).date(), registers_until=(town.at + day).date(), closes_on=(town.at + day).date(),
    )  # fmt: skip
    exhibitions.plan_exhibition(by=town.institute.planner, at=town.at, plan=plan)
    exhibitions.ask_tour(
        by=None, at=town.at, branch=town.institute.head_office, group=f"見学の会{number}", contact="x",
        email="x@example.jp", people=5, wishes="平日", interest="",
    )  # fmt: skip


def _reviews(town: Town, number: int) -> None:
    run, reader, at = town.institute.planner, town.institute.researcher, town.at
    panel = reviews.make_panel(
        by=run, at=at, title=f"審査会{number}", criteria=[reviews.Asked("plan", "計画", 5, 1)],
        offices=[StaffRole.PLANNING], reviews_each=1,
    )  # fmt: skip
    reviewer = reviews.add_reviewer(by=run, at=at, panel=panel, person=reader)
    item = reviews.add_item(
        by=run, at=at, panel=panel, number=f"R-{number}", title="製品", applicant="見知らぬ会社", received_at=at
    )
    reviews.assign(by=run, at=at, panel=panel, pairs=[reviews.Pair(item, reviewer)])
    reviews.open_scoring(by=run, at=at, panel=panel)
