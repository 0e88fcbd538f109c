"""The records behind the matrix: two companies full of canaries, and one person in each role.

A canary is a word that stands in every record of one company and nowhere else. Wherever it turns up in front of
somebody else, something leaked.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile

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
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.devices import actions as register
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.devices.pages.device import VERBS as DEVICE_VERBS
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.governance.actions import declare
from kosetsu.foundation.governance.models import Consent, ConsentText
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.parties.models.people import Invitation
from kosetsu.foundation.search.models import Concept, UnansweredQuestion
from kosetsu.services.alliances.models import Agreement
from kosetsu.services.consultations import actions as consult
from kosetsu.services.consultations.actions.propose import Item
from kosetsu.services.consultations.models import Message
from kosetsu.services.instruments import actions as instruments
from kosetsu.services.instruments.models import Fault, Licence, LicenceRule, Paper
from kosetsu.services.instruments.pages.bench import VERBS as BENCH_VERBS
from kosetsu.services.instruments.pages.licences import VERBS as LICENCE_VERBS
from kosetsu.services.instruments.pages.renewal import VERBS as RENEWAL_VERBS
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
from kosetsu.services.treasury import actions as treasury
from kosetsu.services.treasury.models import BorrowingLimit, BudgetLine, BudgetYear, FinancialPlan, PlanLine
from tests import build

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
    _descriptions(world, institute, at)
    _treasury(world, institute, at)
    _instruments(world, institute, {"company": (company, OURS), "rival": (rival, THEIRS)}, at)
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
    event = Gathering.objects.create(code="G-1", kind="seminar", title="防錆セミナー", fiscal_year=2026)
    lead("public", "gatherings:gathering", public_id=event.public_id)
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
    verbs = ("renewal", "change_renewal", *(verb.name for verb in RENEWAL_VERBS))
    world.lead("public", *(f"instruments-desk:{name}" for name in verbs), public_id=line.public_id)
    for hour, (whose, (one, word)) in enumerate(companies.items()):
        licence = Licence.objects.create(
            person=one.engineer, offering=offering, course=course, level=2, months=36, state="licensed",
            attended_on=at.date(), number=f"{word}-1", valid_from=at.date(), valid_until=dt.date(2029, 11, 19),
            workplace=one.workplace, issued_at=at,
        )  # fmt: skip
        names = ("instruments-desk:licence", *(f"instruments-desk:{verb.name}" for verb in LICENCE_VERBS))
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
