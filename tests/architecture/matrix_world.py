"""The records behind the matrix: two companies full of canaries, and one person in each role.

A canary is a word that stands in every record of one company and nowhere else. Wherever it turns up in front of
somebody else, something leaked.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from kosetsu.across.matching.models import CohortProposal
from kosetsu.across.matching.pages.cohorts import VERBS as COHORT_VERBS
from kosetsu.across.matching.pages.fair import MEETING_VERBS, PROPOSAL_VERBS
from kosetsu.across.matching.tests.intakes import cohort_points
from kosetsu.common.tests.files import PDF, upload
from kosetsu.entrances.api import actions as api
from kosetsu.entrances.api.service import scopes
from kosetsu.foundation.accounts.actions import save_filter
from kosetsu.foundation.billing import actions as money
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.documents import feed_address
from kosetsu.foundation.bookings.models import BookingRule, Resource, Waiting
from kosetsu.foundation.bookings.pages.verbs import VERBS
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.calls import actions as calls
from kosetsu.foundation.calls.pages.client import MOVES as CALL_APPLICANT_MOVES
from kosetsu.foundation.calls.pages.desk import MOVES as CALL_MOVES
from kosetsu.foundation.calls.pages.desk_applications import MOVES as CALL_APPLICATION_MOVES
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.devices import actions as register
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.devices.pages.device import VERBS as DEVICE_VERBS
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.pages.desk import MOVES as GATHERING_MOVES
from kosetsu.foundation.gatherings.pages.registrations import MOVES as REGISTRATION_MOVES
from kosetsu.foundation.gatherings.states import Audience
from kosetsu.foundation.gatherings.tests.conftest import come
from kosetsu.foundation.governance.actions import declare
from kosetsu.foundation.governance.models import Consent, ConsentText
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.parties.models.people import Invitation
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.search.models import Concept, UnansweredQuestion
from kosetsu.services.alliances.models import Agreement
from kosetsu.services.circles import actions as circles
from kosetsu.services.circles.models import Application, Task
from kosetsu.services.circles.pages.client import MOVES as APPLICATION_MOVES
from kosetsu.services.circles.pages.councils import MOVES as COUNCIL_MOVES
from kosetsu.services.circles.pages.desk import MOVES as CIRCLE_MOVES
from kosetsu.services.circles.pages.developments import MOVES as DEVELOPMENT_MOVES
from kosetsu.services.circles.pages.meetings import MOVES as MEETING_MOVES
from kosetsu.services.circles.pages.notes import MOVES as NOTE_MOVES
from kosetsu.services.circles.pages.videos import MOVES as VIDEO_MOVES
from kosetsu.services.circles.states import Aim, CircleKind, NoteKind
from kosetsu.services.consultations import actions as consult
from kosetsu.services.consultations.actions.propose import Item
from kosetsu.services.consultations.models import Message
from kosetsu.services.exhibitions import actions as exhibitions
from kosetsu.services.exhibitions.models import FollowUp
from kosetsu.services.exhibitions.pages.client import MOVES as MAKER_MOVES
from kosetsu.services.exhibitions.pages.client import PANEL_VERBS
from kosetsu.services.exhibitions.pages.desk import MOVES as SHOW_MOVES
from kosetsu.services.exhibitions.pages.desk_booths import BOOTH_MOVES, CHOICES
from kosetsu.services.exhibitions.pages.outings import OUTING_MOVES
from kosetsu.services.exhibitions.pages.tours import TOUR_MOVES
from kosetsu.services.exhibitions.pages.visitor import VERBS as VISITOR_VERBS
from kosetsu.services.instruments import actions as instruments
from kosetsu.services.instruments.models import Fault, Licence, LicenceRule, Paper
from kosetsu.services.instruments.pages.bench import VERBS as BENCH_VERBS
from kosetsu.services.instruments.pages.licences import MOVES as LICENCE_MOVES
from kosetsu.services.instruments.pages.renewal import MOVES as RENEWAL_MOVES
from kosetsu.services.labs import actions as labs
from kosetsu.services.labs.models import Lab, ReliefRule
from kosetsu.services.labs.pages.passes import VERBS as PASS_VERBS
from kosetsu.services.labs.pages.tenancies import CLIENT as TENANT_VERBS
from kosetsu.services.labs.pages.tenancies import DESK as TENANCY_VERBS
from kosetsu.services.labs.tests.conftest import terms as lab_terms
from kosetsu.services.programmes.actions import awards, dispatches, innovations
from kosetsu.services.programmes.actions.drafts import start_draft
from kosetsu.services.programmes.actions.nightly import evaluate_everyone
from kosetsu.services.programmes.actions.plans import make_plan
from kosetsu.services.programmes.models import FeeSubsidy, Programme
from kosetsu.services.programmes.pages.kinds import AWARDS, DISPATCHES, INNOVATIONS
from kosetsu.services.programmes.tests import plan_world
from kosetsu.services.programmes.tests.described import described
from kosetsu.services.testing import actions as testing
from kosetsu.services.testing.actions import names as lending
from kosetsu.services.testing.actions import reports
from kosetsu.services.testing.documents.names import name_use_texts
from kosetsu.services.testing.models import NameUseTerms, Order
from kosetsu.services.training import actions as training
from kosetsu.services.training.actions import bundles as bundling
from kosetsu.services.training.actions import dispatches as dispatching
from kosetsu.services.training.actions import trainees
from kosetsu.services.training.models import TailoredTerms
from kosetsu.services.training.pages.bundles import MOVES as BUNDLE_MOVES
from kosetsu.services.training.pages.dispatches import MOVES as SENT_MOVES
from kosetsu.services.training.pages.tailored import CLIENT as TAILORED_CLIENT
from kosetsu.services.training.pages.tailored import DESK as TAILORED_DESK
from kosetsu.services.training.pages.trainees import MOVES as STAY_MOVES
from kosetsu.services.training.tests.courses import course as on_demand_course
from kosetsu.services.treasury import actions as treasury
from kosetsu.services.treasury.models import BorrowingLimit, BudgetLine, BudgetYear, FinancialPlan, PlanLine
from tests import build
from tests.architecture.liaison_world import liaison
from tests.architecture.review_world import reviews
from tests.architecture.screening_world import screening

OURS, THEIRS, INSIDE = "カナリア甲7731", "カナリア乙9942", "カナリア丙5513"
CANARIES = frozenset({OURS, THEIRS, INSIDE})
"""The company's word, the rival's word, and the institute's own among its people."""
ALLOWED = {"engineer": {OURS}, "rival": {THEIRS}} | {
    role: set(CANARIES) for role in ("counter", "researcher", "planning", "export_control", "accounts", "administrator")
}
"""Role → the canaries it may meet; every other role none."""


@dataclass(slots=True)
class World:
    """People by role; for each door's name the parameters that lead to somebody's record."""

    people: dict[str, Any]
    secrets: dict[str, str]
    targets: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """Name of a door → whose ("company", "rival", "public") → parameters."""

    def lead(self, whose: str, *names: str, **parameters: Any) -> None:
        for name in names:
            self.targets.setdefault(name, {})[whose] = parameters


def make(institute: build.Institute, company: build.Company, rival: build.Company, at: dt.datetime) -> World:
    """The whole world."""
    ward = Organisation.objects.create(kind="ward", name="江東区", name_folded="江東区", area=build.area("131083"))
    bank = Organisation.objects.create(kind="bank", name="信用金庫", name_folded="信用金庫")
    people = {
        "anonymous": None,
        "engineer": company.engineer,
        "rival": rival.engineer,
        "counter": institute.counter,
        "researcher": institute.researcher,
        "planning": institute.planner,
        "export_control": institute.exporter,
        "accounts": institute.accountant,
        "administrator": institute.administrator,
        "ward_officer": _officer("区 係", ward),
        "bank_officer": _officer("金庫 係", bank),
        "nobody": build.person("無所属 者"),
    }
    world = World(people, {})
    _public(world, institute, ward)
    _device(world, institute, at)
    build.rules_of_paying()
    for whose, one, word in (("company", company, OURS), ("rival", rival, THEIRS)):
        _name(one, word)
        _filter(world, whose, one, word, at)
        _case(world, whose, one, word, institute, at)
        _about(world, whose, one, word, institute, at)
        _booking(world, whose, one, word, at)
        _money(world, whose, one, word, institute, at)
        _order(world, whose, one, word, institute, at)
        _report(world, whose, one, word, institute, at)
        _planned(world, whose, one, word, at)
        _matters(world, whose, one, word, at)
        _training(world, whose, one, word, institute, at)
    _descriptions(world, institute, at)
    _treasury(world, institute, at)
    _gathering(world, institute, at)
    _on_demand(world, institute, at)
    _desk_of_training(world, institute, {"company": company, "rival": rival}, at)
    _circles(world, institute, {"company": (company, OURS), "rival": (rival, THEIRS)}, at)
    _calls(world, institute, {"company": (company, OURS), "rival": (rival, THEIRS)}, at)
    _exhibition(world, institute, companies_of(company, rival), ward, at)
    reviews(world, institute, companies_of(company, rival), at)
    screening(world, institute, companies_of(company, rival), ward, at)
    liaison(world, institute, companies_of(company, rival), ward, at)
    _instruments(world, institute, {"company": (company, OURS), "rival": (rival, THEIRS)}, at)
    _labs(world, institute, {"company": (company, OURS), "rival": (rival, THEIRS)}, at)
    for role, person in people.items():
        if person:
            _token, secret = api.issue_token(
                by=person, at=at, name=_word(role), scopes=[scope.key for scope in scopes()], days=30
            )
            world.secrets[role] = secret
    return world


def _word(role: str) -> str:
    return {"engineer": OURS, "rival": THEIRS}.get(role, "試験")


def _officer(name: str, body: Organisation) -> Any:
    person = build.person(name)
    Membership.objects.create(person=person, organisation=body, role="officer")
    return person


def _name(one: build.Company, word: str) -> None:
    one.organisation.name = one.organisation.name_folded = f"{word}株式会社"
    one.organisation.save()
    one.workplace.name = f"{word}工場"
    one.workplace.save()
    one.engineer.name = f"{word} 技術"
    one.engineer.save()
    one.engineer.memberships.update(workplace=None, role="owner")


def _planned(world: World, whose: str, one: build.Company, word: str, at: dt.datetime) -> None:
    """A project with a plan that is shown to nobody."""
    plan_world.publish()
    project = plan_world.planned(one, at, title=f"{word}の更新")
    made = make_plan(by=one.engineer, at=at, project=project)
    own = ("project", "change_project", "make_plan")
    world.lead(whose, *(f"programmes:{name}" for name in own), public_id=project.public_id)
    names = ("plan", "plan_pdf", "plan_calendar", "answer_plan", "refuse", "share_plan")
    world.lead(whose, *(f"programmes:{name}" for name in names), public_id=made.public_id)
    partner = ("shared_plan", "shared_plan_pdf")
    world.lead(whose, *(f"programmes-partner:{name}" for name in partner), public_id=made.public_id)


def _descriptions(world: World, institute: build.Institute, at: dt.datetime) -> None:
    """A described programme, a draft of it, and what the night found."""
    edition = described()
    draft = start_draft(by=institute.planner, at=at, edition=edition)
    evaluate_everyone(at=at)
    desk = [f"programmes-desk:{name}" for name in ("edition", "start_draft", "withdraw_edition")]
    world.lead("public", *desk, public_id=edition.public_id)
    drafts = [f"programmes-desk:{name}" for name in ("draft", "preview", "publish_draft", "discard_draft")]
    world.lead("public", *drafts, public_id=draft.public_id)
    world.lead("public", "programmes-desk:fits_of", "programmes-desk:contacts", code=edition.code)


def _matters(world: World, whose: str, one: build.Company, word: str, at: dt.datetime) -> None:
    """A dispatch, a checked plan and an award of a company, and its first report."""
    described()
    asked: dict[str, Any] = {"by": one.engineer, "at": at, "workplace": one.workplace}
    plan = innovations.open_innovation(**asked, title=f"{word}の計画", summary=word, figures={})
    award = awards.record_award(**asked, programme="P001", award_yen=1, awarded_on=at.date())
    made = {
        DISPATCHES: dispatches.request_dispatch(**asked, theme=f"{word}の原価"), INNOVATIONS: plan, AWARDS: award
    }  # fmt: skip
    for side in ("programmes", "programmes-desk"):
        for kind, matter in made.items():
            names = [f"{side}:{name}" for name in (kind.model.page, *(verb.name for verb in kind.verbs))]
            world.lead(whose, *names, public_id=matter.public_id)
        world.lead(whose, f"{side}:change_innovation", public_id=plan.public_id)
        world.lead(whose, f"{side}:submit_report", public_id=award.reports.earliest("number").public_id)


def _training(
    world: World, whose: str, one: build.Company, word: str, institute: build.Institute, at: dt.datetime
) -> None:
    """A tailored course that was quoted and accepted, with who takes it."""
    TailoredTerms.objects.get_or_create(offering=Offering.objects.get(code="T-1"), basis="once", source="試験")
    course = training.ask_tailored(
        by=one.engineer, at=at, workplace=one.workplace, subject=f"{word}の講習", people=2, goals=word
    )
    course = training.design_tailored(
        by=institute.researcher, at=at, course=course, title=f"{word}入門", group=institute.surface, outline=word,
        lessons=[training.Lesson(title=f"{word}の基礎", minutes=60)],
    )  # fmt: skip
    course = training.quote_tailored(by=institute.researcher, at=at, course=course)
    training.accept_tailored(by=one.engineer, at=at, course=course)
    people = [gatherings.Guest(f"{word} 社員", f"{whose}-staff@example.jp")]
    training.name_participants(by=one.engineer, at=at, course=course, people=people)
    names = ("tailored", "syllabus", "name_participants", *(verb.name for verb in TAILORED_CLIENT.verbs))
    world.lead(whose, *(f"training:{name}" for name in names), public_id=course.public_id)
    desk = (*names[:3], "design_tailored", "plan_tailored", *(verb.name for verb in TAILORED_DESK.verbs))
    world.lead(whose, *(f"training-desk:{name}" for name in desk), public_id=course.public_id)


def _labs(
    world: World, institute: build.Institute, companies: dict[str, tuple[build.Company, str]], at: dt.datetime
) -> None:
    """A room of each company, with who may come at night, a visit, a contract, and what was asked for."""
    lab_terms(deposit_months="0", ask_from_days=9999, ask_until_days=0)
    rule = ReliefRule.objects.create(
        code="LR", name_ja="減免", rate="1/2", months_max=12, condition="災害", source="試験"
    )
    by, today = institute.counter, at.date()
    for whose, (one, word) in companies.items():
        lab = Lab.objects.create(
            branch=institute.head_office, room=f"{whose}-1", offering=Offering.objects.get(code="T-1")
        )
        tenancy = labs.offer_room(
            by=by, at=at, workplace=one.workplace, lab=lab, theme=f"{word}の開発", since=today, contact=one.engineer
        )
        tenancy = labs.contract(by=by, at=at, tenancy=tenancy)
        tenancy = labs.move_in(by=by, at=at, tenancy=tenancy)
        card = labs.name_pass(by=one.engineer, at=at, tenancy=tenancy, holder=f"{word} 社員")
        visit = labs.record_visit(
            by=by, at=at, tenancy=tenancy, on_date=today, topic=f"{word}の試作", internal=INSIDE, follow_up=word
        )
        longer = labs.ask_extension(by=one.engineer, at=at, tenancy=tenancy, reason=word)
        less = labs.ask_relief(by=by, at=at, tenancy=tenancy, rule=rule, first=today, last=today, reason=word)
        own = ("tenancy", *(verb.name for verb in TENANT_VERBS.verbs))
        desk = ("tenancy", "check_leaving", *(verb.name for verb in TENANCY_VERBS.verbs))
        world.lead(whose, *(f"labs:{name}" for name in own), public_id=tenancy.public_id)
        world.lead(whose, *(f"labs-desk:{name}" for name in desk), public_id=tenancy.public_id)
        for name in _api_names("tenancy"):
            world.lead(whose, name, id=tenancy.public_id)
        paper = tenancy.contracts.get()
        world.lead(whose, "labs:contract_paper", "labs-desk:contract_paper", public_id=paper.public_id)
        names = ("pass", *(verb.name for verb in PASS_VERBS.verbs))
        world.lead(whose, *(f"labs-desk:{name}" for name in names), public_id=card.public_id)
        world.lead(whose, "labs-desk:visit", "labs-desk:follow_visit", public_id=visit.public_id)
        for kind, asked in (("extension", longer), ("relief", less)):
            verbs = (kind, *(f"{verb}_{kind}" for verb in ("grant", "refuse", "withdraw")))
            world.lead(whose, *(f"labs-desk:{name}" for name in verbs), public_id=asked.public_id)
        world.lead(whose, "labs-desk:room", branch=lab.branch.code, room=lab.room)


def _desk_of_training(
    world: World, institute: build.Institute, companies: dict[str, build.Company], at: dt.datetime
) -> None:
    """A dispatch with a day, trainees with names that only the institute knows, a bundle that both companies take."""
    head = build.post(build.person("課長"), StaffRole.GROUP_HEAD, institute.head_office, institute.surface)
    days: dict[str, Any] = {"starts_on": at.date(), "ends_on": at.date(), "group": institute.surface}
    errand = dispatching.Errand(kind="school", host_name="高校", purpose=INSIDE, staff=[institute.researcher], **days)
    sent = dispatching.enter_staff_dispatch(by=institute.counter, at=at, errand=errand)
    sent = dispatching.approve_staff_dispatch(by=head, at=at, dispatch=sent)
    day = dispatching.record_staff_day(
        by=institute.counter, at=at, dispatch=sent, person=institute.researcher, on_date=at.date(), hours=1
    )
    world.lead("public", "training-desk:take_back_staff_day", public_id=day.public_id)
    names = ("staff_dispatch", "change_staff_dispatch", "record_staff_day", *(one.name for one in SENT_MOVES.verbs))
    world.lead("public", *(f"training-desk:{name}" for name in names), public_id=sent.public_id)
    offer = trainees.Offer(university_name="大学", theme="めっき", count=1, **days)
    stay = trainees.offer_trainees(by=institute.counter, at=at, offer=offer)
    stay = trainees.accept_trainees(by=head, at=at, stay=stay)
    trainees.name_trainees(by=institute.researcher, at=at, stay=stay, names=[INSIDE])
    names = ("trainee_stay", "change_trainees", "name_trainees", *(one.name for one in STAY_MOVES.verbs))
    world.lead("public", *(f"training-desk:{name}" for name in names), public_id=stay.public_id)
    _bundle(world, institute, companies, at)


def _bundle(world: World, institute: build.Institute, companies: dict[str, build.Company], at: dt.datetime) -> None:
    """Two courses sold together, with a place of each company."""
    courses = [_course(institute, title, days, at) for title, days in (("めっき講習", 10), ("塗装講習", 20))]
    price = Offering.objects.get(code="T-1")
    chosen = bundling.Set(title="表面処理のセット", offering=price, gatherings=courses)
    sold = bundling.open_bundle(
        by=institute.planner, at=at, bundle=bundling.plan_bundle(by=institute.planner, at=at, chosen=chosen)
    )
    quotas = {one.pk: one.quotas.get() for one in courses}
    for whose, one in companies.items():
        guest = gatherings.Guest(one.engineer.name, str(one.engineer.email))
        place = bundling.take_bundle(
            by=one.engineer, at=at, bundle=sold, workplace=one.workplace, guest=guest, quotas=quotas, agreed=True
        )
        world.lead(whose, "training:cancel_place", public_id=place.public_id)
    names = ("bundle", "take_bundle")
    desk = (*names, "change_bundle", *(one.name for one in BUNDLE_MOVES.verbs))
    world.lead("public", *(f"training:{name}" for name in names), public_id=sold.public_id)
    world.lead("public", *(f"training-desk:{name}" for name in desk), public_id=sold.public_id)


def _course(institute: build.Institute, title: str, days: int, at: dt.datetime) -> Any:
    """A public course to come, with seats for everyone."""
    starts = at + dt.timedelta(days=days)
    plan = gatherings.Plan(
        service="training", kind="course", title=title, format=Format.ON_SITE, branch=institute.head_office,
        parts=[gatherings.Part(starts, starts + dt.timedelta(hours=2))], registers_from=at, registers_until=starts,
        pools=[gatherings.Pool("会場", Format.ON_SITE, 9)],
    )  # fmt: skip
    made = gatherings.plan_gathering(by=institute.researcher, at=at, plan=plan)
    made = gatherings.approve_gathering(by=institute.planner, at=at, gathering=made)
    return gatherings.publish(by=institute.researcher, at=at, gathering=made)


def _filter(world: World, whose: str, one: build.Company, word: str, at: dt.datetime) -> None:
    saved = save_filter(by=one.engineer, at=at, page="/consultations/", name=word, query=f"q={word}")
    world.lead(whose, "accounts:delete_filter", public_id=saved.public_id)


def _case(world: World, whose: str, one: build.Company, word: str, institute: build.Institute, at: dt.datetime) -> None:
    file = upload(f"{word}.pdf", PDF + word.encode())
    case = consult.ask(by=one.engineer, at=at, workplace=one.workplace, question=f"{word}のさび", files=[file])
    common: dict[str, Any] = {"by": institute.researcher, "at": at, "consultation": case}
    consult.take(**common)
    consult.note(**common, text=f"所内{INSIDE}", files=[upload(f"{INSIDE}.pdf", PDF + INSIDE.encode())])
    consult.answer(**common, text=f"{word}への回答", channel="mail")
    consult.propose(**common, items=[Item(Offering.objects.get(code="T-1"), 2)], text=f"{word}への提案")
    lead = world.lead
    verbs = ["case", "propose", "take", "triage", "assign", "ask_back", "answer", "note", "visit", "pass_on"]
    desk = [f"consultations-desk:{verb}" for verb in (*verbs, "split", "join", "close", "reopen")]
    client = [*(f"consultations:{name}" for name in ("case", "reply", "survey")), "handover:order_proposed"]
    lead(whose, *desk, *client, public_id=case.public_id)
    for name in (*_api_names("consultation"), *_api_names("list_attachments")):
        lead(whose, name, id=case.public_id)
    sent, noted = (Message.objects.get(consultation=case, side=side, attachments__isnull=False).attachments.get()
                   for side in ("client", "note"))  # fmt: skip
    lead(whose, "consultations:download", public_id=sent.public_id)
    lead(f"{whose} inside", "consultations:download", public_id=noted.public_id)
    [name] = _api_names("download_attachment")
    lead(whose, name, id=sent.public_id)
    lead(f"{whose} inside", name, id=noted.public_id)


def _api_names(part: str) -> list[str]:
    from tests.architecture.matrix_doors import doors

    return [door.name for door in doors() if door.route.startswith("api/") and part in door.name and door.parameters]


def _about(
    world: World, whose: str, one: build.Company, word: str, institute: build.Institute, at: dt.datetime
) -> None:
    lead = world.lead
    colleague = build.person(f"{word} 同僚")
    member = Membership.objects.create(person=colleague, organisation=one.organisation, role="engineer")
    lead(whose, "parties:end_membership", pk=member.pk)
    lead(whose, "parties:close_workplace", public_id=one.workplace.public_id)
    desk = ("organisation", "profile", "rename", "verify", "verify_by_evidence", "price_class", "new_workplace")
    lead(whose, *(f"parties-desk:{name}" for name in desk), public_id=one.organisation.public_id)
    invitation = Invitation.objects.create(
        organisation=one.organisation, email=f"{whose}@example.jp", role="engineer", token_digest=whose,
        invited_by=one.engineer, invited_at=at, expires_at=at + dt.timedelta(days=14),
    )  # fmt: skip
    lead(whose, "parties:withdraw_invitation", public_id=invitation.public_id)
    at_desk = {"public_id": one.organisation.public_id, "invitation_id": invitation.public_id}
    lead(whose, "parties-desk:withdraw_invitation", **at_desk)
    made = declare(by=one.engineer, at=at, person=one.engineer, resident=True, types=[1], technology=word)
    lead(whose, "governance-desk:declaration", public_id=made.public_id)
    lead(whose, "governance-desk:decide", public_id=made.public_id, verb="clear")
    consent = Consent.objects.create(
        person=one.engineer, purpose="referral", text_version="1", subject=word, given_at=at
    )
    lead(whose, "governance:withdraw_consent", public_id=consent.public_id)
    lead(whose, "accounts-desk:person", public_id=one.engineer.public_id)
    lead(whose, "accounts-desk:change", public_id=one.engineer.public_id, verb="close")
    token, _secret = api.issue_token(by=one.engineer, at=at, name=word, scopes=[scopes()[0].key], days=30)
    lead(whose, "api:revoke", "api:revoke_token", public_id=token.public_id)
    entry = record_entry(
        by=institute.researcher, at=at, service="consultations", kind="consultation", on_date=at.date(),
        organisation=one.organisation, workplace=one.workplace, branch=institute.head_office, topic=word,
    )  # fmt: skip
    lead(whose, "reporting-desk:correct", pk=entry.pk)


def _booking(world: World, whose: str, one: build.Company, word: str, at: dt.datetime) -> None:
    """A booking of the shared instrument, another company's hour each; a place on the waiting list; a feed."""
    resource = Resource.objects.select_related("branch", "group").get(code="I-1")
    begins = at + dt.timedelta(days=4, hours=0 if whose == "company" else 2)
    wish = bookings.Wish(
        resources=(resource,), span=Span(begins, begins + dt.timedelta(hours=1)), workplace=one.workplace, purpose=word
    )
    made = bookings.request(by=one.engineer, at=at, wish=wish)
    names = ("booking", *(verb.name for verb in VERBS))
    world.lead(whose, *(f"bookings:{name}" for name in names), public_id=made.public_id)
    for name in _api_names("booking"):
        world.lead(whose, name, id=made.public_id)
    waiting = Waiting.objects.create(
        resource=resource, person=one.engineer, workplace=one.workplace, minutes=60, since=begins,
        until=begins + dt.timedelta(days=1), made_at=at,
    )  # fmt: skip
    world.lead(whose, "bookings:accept_offer", public_id=waiting.public_id)
    for name in _api_names("accept_offer"):
        world.lead(whose, name, id=waiting.public_id)
    feed = bookings.open_feed(by=one.engineer, at=at, resource=resource)
    signature = feed_address(feed).rpartition("/")[2].removesuffix(".ics")
    world.lead(whose, "bookings:feed", public_id=feed.public_id, signature=signature)
    world.lead(whose, "bookings:revoke_feed", public_id=feed.public_id)


def _money(
    world: World, whose: str, one: build.Company, word: str, institute: build.Institute, at: dt.datetime
) -> None:
    """A quote, an invoice half paid with its receipt, a reminder, and what waits for a second person."""
    lead, clerk = world.lead, institute.accountant
    one.organisation.class_decided, one.organisation.class_reason = "sme", word
    one.organisation.save()
    whom: dict[str, Any] = {"by": clerk, "at": at, "organisation": one.organisation, "workplace": one.workplace}
    offering = Offering.objects.get(code="T-1")
    quote = money.issue_quote(**whom, title=f"{word}の見積り", items=[money.Item(offering, 2)])
    lead(
        whose,
        "billing:quote",
        "billing:quote_pdf",
        "billing:accept_quote",
        "billing-desk:quote",
        public_id=quote.public_id,
    )
    lead(whose, "billing-desk:deposit", "billing-desk:withdraw", public_id=quote.public_id)
    charge = money.charge(**whom, offering=offering, quantity=20, on_date=at.date(), label=f"{word}の試験")
    money.charge(**whom, offering=offering, quantity=1, on_date=at.date(), label=f"{word}の追加")
    early = at - dt.timedelta(days=60)
    invoice = money.issue_invoice(by=clerk, at=early, charges=[charge])
    payment = money.take_cash(by=clerk, at=at, invoice=invoice, amount_yen=1_000, reference=f"{word}-1")
    receipt = money.issue_receipt(by=clerk, at=at, payment=payment)
    reminder = money.remind(by=clerk, at=at, invoice=invoice)
    write_off = money.propose_write_off(by=clerk, at=at, invoice=invoice, reason=f"{word}の事情")
    more = money.take_cash(by=clerk, at=at, invoice=invoice, amount_yen=50_000, reference=f"{word}-2")
    refund = money.request_refund(by=clerk, at=at, payment=more, yen=100, reason=f"{word}へ返金")
    lead(whose, *(f"billing:{name}" for name in ("invoice", "invoice_pdf", "pay")), public_id=invoice.public_id)
    desk = ("invoice", "cash", "correct", "write_off", "remind", "refund_credit", "certificate")
    lead(whose, *(f"billing-desk:{name}" for name in desk), public_id=invoice.public_id)
    lead(whose, "billing:receipt_pdf", public_id=receipt.public_id)
    lead(whose, "billing-desk:reminder_pdf", public_id=reminder.public_id)
    lead(
        whose,
        *(f"billing-desk:{name}" for name in ("payment", "allocate", "refund", "receipt")),
        public_id=more.public_id,
    )
    lead(whose, "billing-desk:decide", kind="refund", public_id=refund.public_id, verb="approve")
    lead(f"{whose} write-off", "billing-desk:decide", kind="write-off", public_id=write_off.public_id, verb="refuse")
    lead(whose, "billing:use_statement_pdf", "programmes-partner:use_statement_pdf", public_id=one.workplace.public_id)
    for name in _api_names("invoice"):
        lead(whose, name, id=invoice.public_id)


def _order(
    world: World, whose: str, one: build.Company, word: str, institute: build.Institute, at: dt.datetime
) -> None:
    """An accepted order with a sample, a draft record and files of both sides."""
    lead, staff = world.lead, institute.researcher
    wanted = [testing.Wanted(offering=Offering.objects.get(code="T-1"), quantity=1)]
    order = testing.open_order(
        by=one.engineer, at=at, workplace=one.workplace, contact=one.engineer, purpose=f"{word}の試験", wanted=wanted
    )
    order = testing.quote_order(by=staff, at=at, order=order)
    scan = upload(f"{word}申込書.pdf", PDF + word.encode())
    testing.apply(by=one.engineer, at=at, order=order, export_note=word, forms=[scan])
    order = testing.accept_order(by=staff, at=at, order=order)
    [sample] = testing.receive_samples(by=staff, at=at, order=order, brought=[testing.Brought(name=f"{word}試料")])
    record = testing.open_record(by=staff, at=at, item=order.items.get())
    [raw] = testing.attach_raw_data(
        by=staff, at=at, record=record, files=[upload(f"{INSIDE}.pdf", PDF + INSIDE.encode())]
    )
    desk = {
        order.public_id: ("order", "labels"), order.items.get().public_id: ("item",), sample.public_id: ("sample",),
        record.public_id: ("record", "sheet", "blank_sheet"),
    }  # fmt: skip
    for public_id, names in desk.items():
        lead(whose, *(f"testing-desk:{name}" for name in names), public_id=public_id)
    lead(whose, *(f"testing:{name}" for name in ("order", "survey", "completion")), public_id=order.public_id)
    lead(whose, "testing:do", public_id=order.public_id, verb="cancel")
    lead(whose, "testing-desk:do", public_id=order.public_id, verb="complete")
    lead(whose, "testing-desk:do_item", public_id=order.items.get().public_id, verb="retest")
    lead(whose, "testing-desk:do_sample", public_id=sample.public_id, verb="store")
    lead(whose, "testing-desk:do_record", public_id=record.public_id, verb="verify")
    lead(whose, "testing:download", public_id=order.files.get(kind="application").public_id)
    lead(f"{whose} inside", "testing:download", public_id=raw.public_id)
    for name in _api_names("get_order"):
        lead(whose, name, id=order.public_id)


def _device(world: World, institute: build.Institute, at: dt.datetime) -> None:
    """A device of the register, found out of tolerance, with whatever belongs to it."""
    lead, staff = world.lead, institute.researcher
    device = Device.objects.create(
        code="D-1", kind="instrument", name_ja="膜厚計", branch=institute.head_office, group=institute.surface,
        calibration_months=12, source="試験",
    )  # fmt: skip
    report = register.Report(done_on=at.date(), as_found="failed", result="failed")
    check = register.record_calibration(
        by=staff, at=at, device=device, report=report, files=[upload("証明書.pdf", PDF + INSIDE.encode())]
    )
    of_device = [verb.name for verb in DEVICE_VERBS]
    lead("public", *(f"devices-desk:{name}" for name in ("device", "calibrate", *of_device)), code="D-1")
    lead("public", "devices-desk:doubts", "devices-desk:decide", public_id=check.public_id, source="none")
    lead("public", "devices-desk:file", public_id=check.files.get().public_id)
    work = register.plan_work(by=staff, at=at, device=device, work="点検", planned_on=at.date())
    lead("public", "devices-desk:finish_work", public_id=work.public_id)
    part = register.add_part(by=staff, at=at, device=device, name="プローブ")
    lead("public", "devices-desk:remove_part", number=part.pk)
    outage = register.enter_outage(
        by=staff, at=at, device=device, kind="planned", starts_at=at + dt.timedelta(days=1), ends_at=None,
        public_reason="点検", note=INSIDE,
    )  # fmt: skip
    lead("public", *(f"devices-desk:{name}" for name in ("extend", "end", "call_off")), public_id=outage.public_id)


def _report(
    world: World, whose: str, one: build.Company, word: str, institute: build.Institute, at: dt.datetime
) -> None:
    """A tested order, a report of another with its paper, an application for name use and an approved one."""
    if not NameUseTerms.objects.exists():
        NameUseTerms.objects.create(within_years=5, valid_years=5, notice_months=1, conditions="条件", source="試験")
    lead = world.lead
    order = _tested(one, word, institute, at)
    lead(whose, "testing-desk:issue_report", public_id=order.public_id)
    report = reports.issue_report(by=institute.administrator, at=at, order=_tested(one, word, institute, at))
    reports.print_report(report=report, at=at)
    verbs = ("revise_report", "reissue_report", "print_english", "hand_out_copies", "withdraw_report")
    lead(whose, *(f"testing-desk:{verb}" for verb in verbs), public_id=report.public_id)
    lead(whose, "testing:report", "testing:apply_for_name_use", public_id=report.public_id)
    lead(whose, "testing:report_paper", public_id=report.public_id, language="ja")
    lead(whose, "testing:verify_report", number=report.verification)
    asked, lent = (
        lending.apply_for_name_use(
            by=one.engineer, at=at, report=report, product=f"{word}{n}", used_in="広告", wording=word
        )
        for n in (1, 2)
    )
    lead(whose, "testing-desk:approve_name_use", "testing-desk:refuse_name_use", public_id=asked.public_id)
    lent = lending.approve_name_use(by=institute.administrator, at=at, name_use=lent)
    lending.word_in_english(
        by=institute.counter, at=at, name_use=lent, english=dict.fromkeys(name_use_texts(lent), word)
    )
    client = ("name_use", "name_use_certificate", "english_certificate", "renew_name_use")
    lead(whose, *(f"testing:{name}" for name in client), public_id=lent.public_id)
    lead(whose, "testing-desk:end_name_use", "testing-desk:word_in_english", public_id=lent.public_id)


_ROOM = {"key": "t", "label": "室温", "unit": "℃"}


def _tested(one: build.Company, word: str, institute: build.Institute, at: dt.datetime) -> Order:
    """An order with one verified record."""
    one.organisation.class_decided, one.organisation.class_reason = "sme", "試験"
    one.organisation.save()
    institute.head_office.address = "江東区"
    institute.head_office.save()
    desk: dict[str, Any] = {"by": institute.counter, "at": at}
    order = testing.open_order(
        by=one.engineer, at=at, workplace=one.workplace, contact=one.engineer, purpose=word,
        wanted=[testing.Wanted(offering=Offering.objects.get(code="T-1"), quantity=1)],
    )  # fmt: skip
    order = testing.quote_order(**desk, order=order)
    order = testing.apply(by=one.engineer, at=at, order=order, export_note="該当なし")
    order = testing.accept_order(by=institute.administrator, at=at, order=order)
    [sample] = testing.receive_samples(**desk, order=order, brought=[testing.Brought(name=word)])
    record = testing.open_record(by=institute.researcher, at=at, item=order.items.get())
    record.quantities, record.conditions = [{"key": "x", "label": word, "unit": "mm"}], [_ROOM]
    record.save()
    told = testing.Written(
        method="JIS", measured_from=at - dt.timedelta(hours=2), measured_until=at - dt.timedelta(hours=1),
        values={(sample.number, "x"): ["1.0"]}, conditions={"t": "23"},
    )  # fmt: skip
    record = testing.write_record(by=institute.researcher, at=at, record=record, written=told)
    record = testing.submit(by=institute.researcher, at=at, record=record)
    testing.verify(by=institute.colleague, at=at, record=record)
    return Order.objects.get(pk=order.pk)


def _public(world: World, institute: build.Institute, ward: Organisation) -> None:
    """What anyone may read, and the desk's own records."""
    lead = world.lead
    technology = TechnologyField.objects.create(code="SUR", name_ja="表面")
    offering = Offering.objects.create(
        code="T-1", kind="test", name_ja="塩水噴霧試験", branch=institute.head_office, group=institute.surface,
        field=technology, state="offered",
    )  # fmt: skip
    TariffLine.objects.create(offering=offering, client_class="any", part="unit", unit="件", yen=920, source="試験")
    desk = ("offering", "edit", "tariff", "propose", "return", "offer", "withdraw", "revive")
    lead("public", "catalogue:offering", *(f"catalogue-desk:{name}" for name in desk), code="T-1")
    for name in ("offering", "price"):
        for one in _api_names(name):
            lead("public", one, code="T-1")
    resource = Resource.objects.create(
        code="I-1", kind="instrument", name_ja="顕微鏡", branch=institute.head_office, source="試験"
    )
    BookingRule.objects.create(resource=resource, opening="0-4 09:00-17:00", horizon="months+2", source="試験")
    lead("public", "bookings:week", "bookings:book", "bookings:wait", code="I-1")
    lead("public", "bookings:branch_week", code="B01")
    for one in _api_names("free"):
        lead("public", one, code="I-1")
    lead("public", "parties:branch", code="B01")
    Agreement.objects.create(organisation=ward, scope="institute", number=1)
    lead("public", "alliances:partner", public_id=ward.public_id)
    programme = Programme.objects.create(
        code="P-1", fiscal_year=2026, category="助成", name="設備助成", component_kind="grant", source="冊子"
    )
    lead("public", "programmes:programme", public_id=programme.public_id)
    lead("public", "programmes:described", code=programme.code)
    for one in _api_names("programme"):
        lead("public", one, id=programme.public_id)
    subsidy = FeeSubsidy.objects.create(
        code="FS1", area=ward.area, body="江東区", operator="江東区", listed_fiscal_year=2026, source="冊子"
    )
    lead("public", "programmes:fee_subsidy", public_id=subsidy.public_id)
    ConsentText.objects.create(
        purpose="referral", version="1", valid_from=dt.date(2026, 4, 1), title_ja="紹介", text_ja="紹介に同意します"
    )
    lead("public", "governance:give_consent", purpose="referral")
    concept = Concept.objects.create(name="さび", terms=["錆"], kind="synonym")
    lead("public", "search-desk:concept", "search-desk:remove", "search-desk:remove_concept", pk=concept.pk)
    at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    question = UnansweredQuestion.objects.create(question=f"{INSIDE}の質問", asked_at=at, scope="staff")
    lead("public", "search-desk:question", pk=question.pk)
    lead("public", "reporting-desk:figure", "reporting:figure", key="kpi.new_workplaces")
    lead("public", "reporting-desk:report", key="fy2021-chapter4")
    lead("public", "reporting-desk:export", key="fy2021-chapter4", form="excel")
    lead("public", "reporting-desk:freeze", "reporting-desk:issue", year=2021)
    lead("public", "reporting:open_data", form="csv")


def _gathering(world: World, institute: build.Institute, at: dt.datetime) -> None:
    """A seminar for everyone, for which both companies registered; a ticket belongs to whoever has its address."""
    starts = at + dt.timedelta(days=10)
    plan = gatherings.Plan(
        service="training", kind="seminar", title="防錆セミナー", format=Format.ON_SITE, branch=institute.head_office,
        parts=[gatherings.Part(starts, starts + dt.timedelta(hours=2))], registers_from=at, registers_until=starts,
        pools=[gatherings.Pool("会場", Format.ON_SITE, 9)],
    )  # fmt: skip
    event = gatherings.plan_gathering(by=institute.researcher, at=at, plan=plan)
    event = gatherings.approve_gathering(by=institute.planner, at=at, gathering=event)
    event = gatherings.publish(by=institute.researcher, at=at, gathering=event)
    for role, canary in (("engineer", OURS), ("rival", THEIRS), ("", "席")):
        person = world.people.get(role)
        guest = gatherings.Guest(canary, person.email if person else "seat@example.jp", canary)
        [made] = gatherings.register(
            by=person, at=at, gathering=event, quota=event.quotas.get(), guests=[guest], agreed=True
        )
    for name in ("ticket", "ticket_qr", "survey", "accept_place", "cancel_registration", "certificate"):
        world.lead("public", f"gatherings:{name}", ticket=made.ticket)
    world.lead("public", "gatherings:certificate_check", public_id=made.public_id)
    for name in ("registration", *(verb.name for verb in REGISTRATION_MOVES.verbs)):
        world.lead("public", f"gatherings-desk:{name}", public_id=made.public_id)
    file = SimpleUploadedFile("資料.pdf", b"%PDF-1.7")
    material = gatherings.add_material(
        by=institute.researcher, at=at, gathering=event, file=file, title="資料", audience=Audience.REGISTERED
    )
    world.lead("public", "gatherings:material", public_id=material.public_id)
    world.lead("public", "gatherings:ticket_material", ticket=made.ticket, public_id=material.public_id)
    world.lead("public", "gatherings-desk:material", "gatherings-desk:withdraw_material", public_id=material.public_id)
    for name in ("gathering", "event", "register", "registered"):
        world.lead("public", f"gatherings:{name}", public_id=event.public_id)
    staff = ("gathering", "change_gathering", "registrations", "reception", "receive", "count_heads",
             "receive_report", "add_registration", "add_material")  # fmt: skip
    for name in (*staff, *(verb.name for verb in GATHERING_MOVES.verbs)):
        world.lead("public", f"gatherings-desk:{name}", public_id=event.public_id)


def _on_demand(world: World, institute: build.Institute, at: dt.datetime) -> None:
    """A course that is seen on demand, with one film and one question, and somebody who has a place."""
    course = on_demand_course(institute)
    learner = come(course.gathering, "席")
    part = course.parts.all()[0]
    for name in ("course", "sit_test"):
        world.lead("public", f"training:{name}", ticket=learner.ticket)
    for name in ("part", "film", "captions", "watch"):
        world.lead("public", f"training:{name}", ticket=learner.ticket, public_id=part.public_id)
    for name in ("contents", "add_part", "add_question", "set_up"):
        world.lead("public", f"training-desk:{name}", public_id=course.gathering.public_id)
    world.lead("public", "training-desk:take_out_part", public_id=part.public_id)


CALL_KIND = {
    "key": "matrix", "title": "公募", "service": "labs", "source": "試験", "valid_from": "2026-04-01", "prefix": "MTX",
    "actors": {
        "plan": ["planning"], "approve": ["administrator"], "check": ["counter"], "review": ["planning"],
        "decide": ["planning"], "conclude": ["counter"], "counsel": ["researcher"], "hear_appeal": ["counter"],
    },
    "channels": [{"channel": "web"}, {"channel": "counter"}], "appeal_days": 10,
    "form": [{"key": "plan", "label": "内容", "type": "text"},
             {"key": "paper", "label": "書類", "type": "file", "required": False}],
    "rounds": [{"title": "審査", "reviews_each": 1, "quorum": 1,
                "criteria": [{"code": "good", "label": "よさ", "highest": 10}]}],
    "ties": ["number"],
    "visibility": [
        {"viewer": "office", "papers": ["count", "applicant", "form", "files"], "since": "published"},
        {"viewer": "office", "papers": ["rank", "points"], "since": "reviewing"},
        {"viewer": "staff", "papers": ["count"], "since": "published"},
    ],
}  # fmt: skip


def _calls(
    world: World, institute: build.Institute, companies: dict[str, tuple[build.Company, str]], at: dt.datetime
) -> None:
    """A planned call, and two that run: an application of each company to one, a draft of each to the other."""
    lead, by = world.lead, institute.planner
    calls.learn_kind(by=None, at=at, kind=Kind.model_validate(CALL_KIND))
    windows = {way: (at - dt.timedelta(days=1), at + dt.timedelta(days=9)) for way in ("web", "counter")}
    plans = [calls.Plan(kind="matrix", title=f"公募{n}", windows=windows, capacity=1) for n in range(3)]
    planned, running, other = (calls.plan_call(by=by, at=at, plan=plan) for plan in plans)
    for call in (running, other):
        calls.approve_call(by=institute.administrator, at=at, call=call)
        calls.publish_call(by=by, at=at, call=call)
    lead("public", "calls-desk:plan_call", kind="matrix")
    lead("public", "calls-desk:change_call", *(f"calls-desk:{one.name}" for one in CALL_MOVES.verbs),
         public_id=planned.public_id)  # fmt: skip
    lead("public", "calls:call", "calls:event", "calls:begin_application", public_id=running.public_id)
    desk = ("call", "applications", "enter_application", "record_counselling")
    lead("public", *(f"calls-desk:{name}" for name in desk), public_id=running.public_id)
    _heard_call(world, institute, [one for one, _word in companies.values()], at)
    for whose, (one, word) in companies.items():
        given = {"by": one.engineer, "at": at, "workplace": one.workplace}
        file = upload(f"{word}.pdf", PDF + word.encode())
        made = calls.begin_application(call=running, **given)
        calls.submit(
            by=one.engineer, at=at, application=made, title=word, answers={"plan": word}, files={"paper": [file]}
        )
        draft = calls.begin_application(call=other, **given)
        calls.save_draft(by=one.engineer, at=at, application=draft, title=word, answers={"plan": word})
        own = ("application", *(verb.name for verb in CALL_APPLICANT_MOVES.verbs))
        lead(whose, *(f"calls:{name}" for name in own), public_id=made.public_id)
        lead(whose, "calls:file", public_id=made.public_id, file_id=made.files.get().public_id)
        lead(whose, "calls:write", "calls:fill_in", public_id=draft.public_id)
        lead(whose, "calls:sheet", public_id=draft.public_id, kind="xlsx")
        names = ("application", *(verb.name for verb in CALL_APPLICATION_MOVES.verbs))
        lead(whose, *(f"calls-desk:{name}" for name in names), public_id=made.public_id)
        lead(whose, "handover-desk:offer_room", public_id=made.public_id)


def _heard_call(world: World, institute: build.Institute, companies: list[build.Company], at: dt.datetime) -> None:
    """A call that is reviewed."""
    began, planner = at - dt.timedelta(days=20), institute.planner
    windows = {"web": (began, began + dt.timedelta(days=9))}
    plan = calls.Plan(kind="matrix", title="審査中の公募", windows=windows, capacity=1)
    call = calls.plan_call(by=planner, at=began, plan=plan)
    calls.approve_call(by=institute.administrator, at=began, call=call)
    calls.publish_call(by=planner, at=began, call=call)
    for one in companies:
        made = calls.begin_application(by=one.engineer, at=began, call=call, workplace=one.workplace)
        word = one.organisation.name
        calls.submit(by=one.engineer, at=began, application=made, title=word, answers={"plan": word})
        calls.find_complete(by=institute.counter, at=began, application=made)
    calls.begin_round(by=planner, at=at, call=call)
    world.lead("public", "calls-desk:board", public_id=call.public_id, number=1)


def _circles(
    world: World, institute: build.Institute, companies: dict[str, tuple[build.Company, str]], at: dt.datetime
) -> None:
    """A call with an application of each company, and a circle of each with all that its members share."""
    ConsentText.objects.create(
        purpose="circle-secrecy", version="1", valid_from=at.date(), title_ja="約束", text_ja="守ります"
    )
    lead, by = world.lead, institute.planner
    call = circles.Call(
        kind=CircleKind.COHORT, aim=Aim.PROBLEM, branch=institute.head_office, title="交流の募集", text="", opens_at=at,
        closes_at=at + dt.timedelta(days=9), launches_on=at.date() + dt.timedelta(days=30), cohorts=1, least=2, most=3,
        days=["水曜"], interests=["IoT"], size_steps=[5],
    )  # fmt: skip
    intake = circles.plan_intake(by=by, at=at, call=call)
    lead("public", "circles:intake", "circles:apply", public_id=intake.public_id)
    lead("public", "circles-desk:intake", "circles-desk:change_intake", public_id=intake.public_id)
    lead("public", "matching-desk:cohort_proposals", public_id=intake.public_id)
    for whose, (one, word) in companies.items():
        wish = circles.Wish(
            contact_name=word, contact_email=f"{whose}@example.jp", motive=word, interests=["IoT"], days=["水曜"]
        )
        made = circles.apply(by=one.engineer, at=at, intake=intake, workplace=one.workplace, wish=wish)
        names = ("application", *(verb.name for verb in APPLICATION_MOVES.verbs))
        lead(whose, *(f"circles:{name}" for name in names), public_id=made.public_id)
        _circle(world, institute, whose, one, word, at)
    proposal = CohortProposal.objects.create(
        intake=intake, stage="found", least=2, days=["水曜"], seconds=5, asked_by=by, asked_at=at, total=0, bound=0,
        points=cohort_points(),
        members=[list(Application.objects.order_by("pk").values_list("pk", flat=True))],
    )  # fmt: skip
    council = circles.call_council(
        by=by, at=at - dt.timedelta(hours=2), starts_at=at - dt.timedelta(hours=1), branch=institute.head_office,
        format=Format.ONLINE, agenda="合同交流会",
    )  # fmt: skip
    of_council = ("council", "hold_council", *(verb.name for verb in COUNCIL_MOVES.verbs))
    lead("public", *(f"circles-desk:{name}" for name in of_council), public_id=council.public_id)
    names = ("cohorts", "move_applicant", *COHORT_VERBS)
    lead("public", *(f"matching-desk:{name}" for name in names), public_id=proposal.public_id)


def _circle(
    world: World, institute: build.Institute, whose: str, one: build.Company, word: str, at: dt.datetime
) -> None:
    """A society of one company, with a meeting, something to do, a note with a file, and its video."""
    lead, by = world.lead, institute.planner
    circle = circles.found_circle(
        by=by, at=at, kind=CircleKind.SOCIETY, name=f"{word}研究会", branch=institute.head_office, purpose=word,
        founded_on=at.date(),
    )  # fmt: skip
    member = circles.join(by=by, at=at, circle=circle, workplace=one.workplace, contact_name=word)
    circles.pledge(by=one.engineer, at=at, circle=circle, version="1")
    file = upload(f"{word}.pdf", PDF + word.encode())
    note = circles.write_note(
        by=one.engineer, at=at, circle=circle, kind=NoteKind.NEED, title=word, text=word, files=[file]
    )
    starts = at - dt.timedelta(hours=2)
    appointment = circles.Appointment(
        topic=word, starts_at=starts, ends_at=starts + dt.timedelta(hours=1), format=Format.ON_SITE
    )
    held, planned = (circles.plan_meeting(by=by, at=at, circle=circle, appointment=appointment) for _ in range(2))
    tasks = [circles.ToDo(word, member, at.date())]
    circles.hold_meeting(
        by=by, at=at, meeting=held, held=circles.Held(came={member: (1, 0)}, minutes=word, tasks=tasks)
    )
    friend = circles.join(by=by, at=at, circle=circle, workplace=build.company("仲間株式会社", "131083").workplace)
    made = circles.begin_development(
        by=one.engineer, at=at, circle=circle, lead=member, partners=[friend], title=word, text=word
    )
    names = ("development", *(verb.name for verb in DEVELOPMENT_MOVES.verbs))
    lead(whose, *(f"circles:{name}" for name in names), public_id=made.public_id)
    lead(whose, "handover-desk:introduce_programmes", public_id=made.public_id)
    own = ("circle", "inside", "pledge", "write_note", "begin_development", "report_year", "plan_meeting")
    lead(whose, *(f"circles:{name}" for name in own), public_id=circle.public_id)
    meeting = ("meeting", "hold_meeting", *(verb.name for verb in MEETING_MOVES.verbs))
    lead(whose, *(f"circles:{name}" for name in meeting), public_id=planned.public_id)
    of_note = ("note", *(verb.name for verb in NOTE_MOVES.verbs))
    lead(whose, *(f"circles:{name}" for name in of_note), public_id=note.public_id)
    lead(whose, "circles:download", public_id=note.files.get().public_id)
    lead(whose, "circles:finish_task", public_id=Task.objects.get(meeting=held).public_id)
    lead(whose, "circles:answer_outcome", "circles:list_member", "circles-desk:leave", public_id=member.public_id)
    secretary = circles.assign_colleague(by=by, at=at, circle=circle, person=by)
    lead(whose, "circles-desk:relieve_colleague", public_id=secretary.public_id)
    own = ("describe_circle", "join", "assign_colleague", "appoint", "commission")
    desk = ("circle", *own, *(verb.name for verb in CIRCLE_MOVES.verbs))
    lead(whose, *(f"circles-desk:{name}" for name in desk), public_id=circle.public_id)
    week = circles.plan_videos(
        by=by,
        at=at,
        title="新会員の紹介",
        branch=institute.head_office,
        opens_at=at,
        closes_at=at + dt.timedelta(days=7),
    )
    video = circles.add_video(by=by, at=at, week=week, member=member, title="動画", url="https://example.jp/v")
    lead(whose, "circles:videos", public_id=week.public_id)
    lead(whose, "circles:video", public_id=video.public_id)
    of_week = ("video_week", "add_video", *(verb.name for verb in VIDEO_MOVES.verbs))
    lead(whose, *(f"circles-desk:{name}" for name in of_week), public_id=week.public_id)


def _exhibition(
    world: World, institute: build.Institute, companies: dict[str, tuple[build.Company, str]], ward: Organisation,
    at: dt.datetime,
) -> None:  # fmt: skip
    """An open exhibition: each company has a booth that it visits itself; questions, cards and wishes are its own."""
    days = dt.timedelta(days=1)
    plan = exhibitions.Plan(
        title="WEB展示会", branch=institute.head_office, terms="参加条件", recommends_until=(at - 6 * days).date(),
        opens_on=(at - 5 * days).date(), registers_until=(at + 20 * days).date(), closes_on=(at + 20 * days).date(),
        invited=[(ward, 2)],
    )  # fmt: skip
    run, before = institute.planner, at - 20 * days
    show = exhibitions.plan_exhibition(by=run, at=before, plan=plan)
    show = exhibitions.begin_inviting(by=run, at=before, exhibition=show)
    officer = world.people["ward_officer"]
    for name in (
        "exhibition",
        "change_exhibition",
        "invite_booth",
        "report",
        *(verb.name for verb in SHOW_MOVES.verbs),
    ):
        world.lead("public", f"exhibitions-desk:{name}", public_id=show.public_id)
    for name in ("wall", "compare", "register", "visit", "visitor_day"):
        world.lead("public", f"exhibitions:{name}", public_id=show.public_id)
    world.lead("public", "exhibitions-partner:recommend", public_id=show.public_id)
    world.lead("public", "matching-desk:plan_fair", public_id=show.public_id)
    outing = exhibitions.apply_outing(
        by=run, at=before, title="外部の展示会", branch=institute.head_office, starts_on=before.date(),
        ends_on=at.date(),
    )  # fmt: skip
    outing = exhibitions.exhibit_outing(by=run, at=at, outing=outing)
    exhibitions.add_lead(by=run, at=at, outing=outing, company=INSIDE, interest="試験")
    names = ("outing", *(verb.name for verb in OUTING_MOVES.verbs))
    world.lead("public", *(f"exhibitions-desk:{name}" for name in names), public_id=outing.public_id)
    world.lead("public", "exhibitions-desk:follow_lead", public_id=outing.leads.get().public_id)
    _visits(world, institute, at)
    booths = {whose: _booth(world, whose, one, word, show, officer, institute, before)
              for whose, (one, word) in companies.items()}  # fmt: skip
    show = exhibitions.open_exhibition(at=show.opens_at, exhibition=show)
    noon = at + 5 * days
    fair = exhibitions.plan_fair(by=run, at=at, exhibition=show, plan=exhibitions.DayPlan(
        title="商談会", starts_at=noon, ends_at=noon + dt.timedelta(hours=2), minutes=30, tables=2, wishes_until=noon,
    ))  # fmt: skip
    world.lead("public", "exhibitions:keep_free", public_id=fair.public_id)
    for name in ("fair", "ask_proposal", "drop_out", "place_meeting"):
        world.lead("public", f"matching-desk:{name}", public_id=fair.public_id)
    world.lead("public", "matching-desk:close_slot", public_id=fair.public_id, number=0)
    proposal = exhibitions.ask_proposal(by=run, at=at, fair=fair)
    world.lead("public", *(f"matching-desk:{name}" for name in PROPOSAL_VERBS), public_id=proposal.public_id)
    for whose, (one, word) in companies.items():
        own = booths[whose]
        visitor = exhibitions.register_visitor(by=one.engineer, at=at, exhibition=show, agreed=True, company=word)
        told: dict[str, Any] = {"by": one.engineer, "at": at, "visitor": visitor, "booth": own}
        asked = exhibitions.ask_booth(**told, text=f"{word}の質問")
        world.lead(whose, "exhibitions:answer_question", public_id=asked.public_id)
        world.lead(whose, "exhibitions:accept_card", public_id=exhibitions.offer_card(**told).public_id)
        wish = exhibitions.wish_meeting(**told, fair=fair, points=1, about=word)
        world.lead(whose, "exhibitions:weigh_wish", public_id=wish.public_id)
        asked_later = FollowUp.objects.create(booth=own, months=3, asked_at=at)
        world.lead(whose, "exhibitions:follow_up", public_id=asked_later.public_id)
        slot = fair.slots.get(number=0)
        table = 0 if whose == "company" else 1
        meeting = exhibitions.place_meeting(by=run, at=at, slot=slot, table=table, booth=own, visitor=visitor)
        world.lead(whose, *(f"matching-desk:{name}" for name in MEETING_VERBS), public_id=meeting.public_id)


def _visits(world: World, institute: build.Institute, at: dt.datetime) -> None:
    """A group that was proposed a day, and a research presentation with a talk."""
    guide, later = institute.researcher, at + dt.timedelta(days=9)
    tour = exhibitions.ask_tour(
        by=None, at=at, branch=institute.head_office, group="見学の団体", contact=INSIDE, email="group@example.jp",
        people=5, wishes="平日", interest="試験室",
    )  # fmt: skip
    tour = exhibitions.propose_tour(
        by=institute.planner, at=at, tour=tour, day=later.date(), starts=dt.time(10), minutes=60, guide=guide
    )
    world.lead("public", *(f"exhibitions-desk:{verb.name}" for verb in TOUR_MOVES.verbs), public_id=tour.public_id)
    world.lead("public", "exhibitions-desk:tour", public_id=tour.public_id)
    answers = ("tour_ticket", "accept_tour", "ask_other_day", "cancel_tour")
    world.lead("public", *(f"exhibitions:{name}" for name in answers), ticket=tour.ticket)
    plan = gatherings.Plan(
        service="exhibitions", kind="research_presentation", title="研究発表会", format=Format.ON_SITE,
        branch=institute.head_office, parts=[gatherings.Part(later, later + dt.timedelta(hours=6))],
    )  # fmt: skip
    held = gatherings.plan_gathering(by=guide, at=at, plan=plan)
    held = gatherings.approve_gathering(by=institute.planner, at=at, gathering=held)
    held = gatherings.publish(by=guide, at=at, gathering=held)
    given = exhibitions.Given(starts_at=later, minutes=20, title="発表", speaker="研究員", abstract="要旨")
    talk = exhibitions.add_talk(by=guide, at=at, gathering=held, given=given)
    world.lead("public", "exhibitions:programme", "exhibitions-desk:talks", "exhibitions-desk:add_talk",
               public_id=held.public_id)  # fmt: skip
    world.lead("public", "exhibitions-desk:change_talk", "exhibitions-desk:withdraw_talk", public_id=talk.public_id)


def companies_of(company: build.Company, rival: build.Company) -> dict[str, tuple[build.Company, str]]:
    """Whose, which company, its word."""
    return {"company": (company, OURS), "rival": (rival, THEIRS)}


def _booth(
    world: World, whose: str, one: build.Company, word: str, show: Any, officer: Any, institute: build.Institute,
    at: dt.datetime,
) -> Any:  # fmt: skip
    """A booth of the company: the draft of its next page bears the company's word, the page in view does not."""
    invitation = show.invitations.get()
    email = f"{whose}@example.jp"
    made = exhibitions.recommend(
        by=officer, at=at, invitation=invitation, company=f"会社{whose}", email=email, reason="よい技術"
    )  # fmt: skip
    world.lead(whose, "exhibitions:recommendation", "exhibitions:decline_recommendation", ticket=made.ticket)
    made = exhibitions.consent_recommendation(by=one.engineer, at=at, recommendation=made, workplace=one.workplace)
    choices = (f"exhibitions-desk:{verb.name}" for verb in CHOICES.verbs)
    world.lead(whose, "exhibitions-desk:recommendation", *choices, public_id=made.public_id)
    world.lead(whose, "exhibitions-partner:withdraw_recommendation", public_id=made.public_id)
    booth = exhibitions.choose_recommendation(by=institute.planner, at=at, recommendation=made)
    exhibitions.describe_booth(
        by=one.engineer, at=at, booth=booth, name=f"出展者{whose}", topic="部品", lead="小さな部品", tags=[]
    )
    panel = exhibitions.add_panel(
        by=one.engineer, at=at, booth=booth, kind="document", title="資料", file=upload("資料.pdf", PDF)
    )
    booth = exhibitions.submit_booth(by=one.engineer, at=at, booth=booth)
    booth = exhibitions.check_booth(by=institute.planner, at=at, booth=booth)
    booth = exhibitions.revise_booth(by=one.engineer, at=at, booth=booth)
    exhibitions.add_panel(by=one.engineer, at=at, booth=booth, kind="text", title=f"{word}の下書き", text=word)
    for name in ("booth", "wish_meeting", "ask_booth", *VISITOR_VERBS):
        world.lead("public", f"exhibitions:{name}", public_id=booth.public_id)
    makers = ("edit", "exchange", "describe_booth", "add_panel", "booth_day")
    world.lead(whose, *(f"exhibitions:{name}" for name in makers), public_id=booth.public_id)
    world.lead(whose, "exhibitions:translate_booth", public_id=booth.public_id, language="en")
    world.lead(whose, *(f"exhibitions:{verb.name}" for verb in MAKER_MOVES.verbs), public_id=booth.public_id)
    for name in PANEL_VERBS:
        world.lead(whose, f"exhibitions:{name}", public_id=booth.public_id, panel_id=panel.public_id)
    world.lead("public", "exhibitions:file", public_id=panel.public_id)
    desk = ("booth", *(verb.name for verb in BOOTH_MOVES.verbs))
    world.lead(whose, *(f"exhibitions-desk:{name}" for name in desk), public_id=booth.public_id)
    return booth


def _treasury(world: World, institute: build.Institute, at: dt.datetime) -> None:
    """A budget with a row and a change, a plan, a loan, a reserve in use: the institute's own, nobody else's."""
    year = BudgetYear.objects.create(fiscal_year=2026)
    line = BudgetLine.objects.create(
        year=year, side="outlay", code="H01", name_ja=f"業務費{INSIDE}", planned_yen=1_000, source="試験"
    )
    plan = FinancialPlan.objects.create(kind="cash", first_year=2026, last_year=2026)
    PlanLine.objects.create(
        plan=plan, side="outlay", part="operating", code="K01", name_ja=f"支出{INSIDE}", planned_yen=1, source="試験"
    )
    how: dict[str, Any] = {"by": institute.accountant, "at": at, "yen": 100}
    day = at.date()
    row = treasury.execute(**how, line=line, on_date=day, words=INSIDE, document=f"{INSIDE}-1")
    treasury.change_budget(**how, line=line, on_date=day, reason=INSIDE)
    BorrowingLimit.objects.create(limit_yen=1_000, valid_from=dt.date(2021, 4, 1), source="試験")
    loan = treasury.borrow(**how, lender=INSIDE, borrowed_on=day, due_on=dt.date(2027, 3, 31), reason=INSIDE)
    reserve = treasury.recognise(**how, kind="general", recognised_on=day, approval=INSIDE)
    treasury.use_reserve(**how | {"yen": 1}, reserve=reserve, on_date=day, words=INSIDE)
    verbs = {
        line: ("line", "change", "execute"), plan: ("plan", "plan_pdf"), row: ("reverse",),
        loan: ("loan", "repay", "roll_over"), reserve: ("reserve", "use"),
    }  # fmt: skip
    for thing, names in verbs.items():
        world.lead("public", *(f"treasury-desk:{name}" for name in names), public_id=thing.public_id)
    world.lead("public", *(f"treasury-desk:{name}" for name in ("year", "year_pdf", "settle")), fiscal_year=2026)


def _instruments(
    world: World, institute: build.Institute, companies: dict[str, tuple[build.Company, str]], at: dt.datetime
) -> None:
    """An instrument with a licence and a fault; each company's card and its booking by telephone."""
    field = TechnologyField.objects.get(code="SUR")
    common: dict[str, Any] = {"branch": institute.head_office, "field": field, "state": "offered"}
    offering = Offering.objects.create(code="I-9", kind="instrument", name_ja="電波暗室", **common)
    course = Offering.objects.create(code="C-9", kind="course", name_ja="暗室の講習", **common)
    LicenceRule.objects.create(offering=offering, level=2, course=course, months=36, renewal_months=6, source="試験")
    resource = Resource.objects.create(
        code="I-9",
        kind="instrument",
        name_ja="電波暗室",
        branch=institute.head_office,
        offering=offering,
        source="試験",
    )
    BookingRule.objects.create(resource=resource, opening="0-4 09:00-17:00", horizon="months+2", source="試験")
    fault = Fault.objects.create(
        resource=resource, text=f"{INSIDE}が折れた", reported_by=institute.researcher, reported_at=at
    )
    paper = Paper.objects.create(
        offering=offering, kind="paper", file=ContentFile(b"%PDF-1.7", name="x.pdf"), file_name="x.pdf", size=8,
        sha256="0" * 64, name_ja="手引き", added_by=institute.researcher, added_at=at,
    )  # fmt: skip
    world.lead("public", "instruments:paper", "instruments-desk:remove_paper", public_id=paper.public_id)
    world.lead("public", *_api_names("needed"), code="I-9")
    desk = ("bench", "papers", "qr", "report_fault", "decide_step")
    world.lead("public", "instruments:instrument", *(f"instruments-desk:{name}" for name in desk), code="I-9")
    world.lead("public", "instruments-desk:mend", public_id=fault.public_id)
    line = instruments.plan_renewal(
        by=institute.researcher, at=at, device=Device.objects.earliest("pk"), kind="renew", fiscal_year=2027,
        estimated_yen=1, reason=f"{INSIDE}の老朽化",
    )  # fmt: skip
    verbs = ("renewal", "change_renewal", *(verb.name for verb in RENEWAL_MOVES.verbs))
    world.lead("public", *(f"instruments-desk:{name}" for name in verbs), public_id=line.public_id)
    for hour, (whose, (one, word)) in enumerate(companies.items()):
        licence = Licence.objects.create(
            person=one.engineer, offering=offering, course=course, level=2, months=36, state="licensed",
            attended_on=at.date(), number=f"{word}-1", valid_from=at.date(), valid_until=dt.date(2029, 11, 19),
            workplace=one.workplace, issued_at=at,
        )  # fmt: skip
        names = ("instruments-desk:licence", *(f"instruments-desk:{verb.name}" for verb in LICENCE_MOVES.verbs))
        world.lead(whose, "instruments:card", "instruments:validity", *names, public_id=licence.public_id)
        for name in _api_names("licence"):
            world.lead(whose, name, id=licence.public_id, **({"verb": "suspend"} if "decide" in name else {}))
        begins = at + dt.timedelta(days=4, hours=hour)
        wish = bookings.Wish(
            resources=(resource,), span=Span(begins, begins + dt.timedelta(hours=1)), workplace=one.workplace,
            caller_name=word,
        )  # fmt: skip
        made = bookings.request(by=institute.counter, at=at, wish=wish)
        verbs = (f"instruments-desk:{verb.name}" for verb in BENCH_VERBS)
        world.lead(whose, "instruments:name_companion", *verbs, public_id=made.public_id)
