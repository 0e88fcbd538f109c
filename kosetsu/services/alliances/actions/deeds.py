"""Contacts, interviews and supports: each is one entry, and is taken back by its reversal."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import reverse_entry
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.services.alliances.actions import beats
from kosetsu.services.alliances.actions.pairings import interview_taken_back, interviewed
from kosetsu.services.alliances.models import Liaison, LiaisonContact, Opportunity, Pairing, ProductSupport
from kosetsu.services.alliances.permissions import can_begin, can_take_back
from kosetsu.services.alliances.states import ContactKind, PairingState

Done = TypeVar("Done", LiaisonContact, ProductSupport)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One contact or interview; with the source of ``opportunity``, with the company of ``pairing``, or anybody."""

    kind: str
    on_date: dt.date
    channel: str = Channel.TELEPHONE
    organisation: Organisation | None = None
    """Whom; left out, it is the pairing's company or the opportunity's source."""
    workplace: Workplace | None = None
    opportunity: Opportunity | None = None
    pairing: Pairing | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Help towards a product: about which topic, what was done, for whom."""

    topic: str
    on_date: dt.date
    note: str
    organisation: Organisation | None = None
    """Left out, it is the pairing's company."""
    workplace: Workplace | None = None
    pairing: Pairing | None = None


@transaction.atomic
def record_contact(*, by: Person, at: dt.datetime, liaison: Liaison, talk: Talk) -> LiaisonContact:
    """One entry. An interview with a company moves its pairing; a candidate is told before it is interviewed."""
    pairing = beats.locked_pairing(talk.pairing) if talk.pairing else None
    opportunity = pairing.opportunity if pairing else beats.locked(talk.opportunity) if talk.opportunity else None
    require(can_begin(by, liaison, talk.on_date))
    require(_of_it(liaison, opportunity, talk.on_date, at))
    body, workplace = talk.organisation, talk.workplace
    if body is None:
        body = pairing.organisation if pairing else opportunity.source if opportunity else None
        workplace = pairing.workplace if pairing else None
    require(YES if body else no(_("だれと話したかを入れてください。")))
    assert body
    kind, with_company = ContactKind(talk.kind), bool(pairing and pairing.organisation == body)
    if pairing and with_company and kind == ContactKind.INTERVIEW:
        require(_may_interview(pairing))
    kinds = liaison.said.kinds
    entry = beats.count(
        liaison, kinds.interview if kind == ContactKind.INTERVIEW else kinds.contact, by=by, at=at,
        on_date=talk.on_date, organisation=body, workplace=workplace, channel=talk.channel,
    )  # fmt: skip
    made = LiaisonContact.objects.create(
        liaison=liaison, kind=kind, on_date=talk.on_date, channel=Channel(talk.channel), organisation=body,
        workplace=workplace, opportunity=opportunity, pairing=pairing if with_company else None, note=tidy(talk.note),
        entry=entry, by=by, at=at,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="record_contact", thing=made, after={"kind": kind, "on_date": talk.on_date})
    if pairing and with_company and kind == ContactKind.INTERVIEW:
        interviewed(pairing, by=by, at=at)
    return made


@transaction.atomic
def take_back_contact(*, by: Person, at: dt.datetime, contact: LiaisonContact, reason: str) -> LiaisonContact:
    """Recorded by mistake: its entry is reversed, and a pairing without any other interview goes a step back."""
    contact = _taken_back(contact, "take_back_contact", reason, by=by, at=at)
    if contact.pairing and contact.kind == ContactKind.INTERVIEW:
        interview_taken_back(contact.pairing, by=by, at=at, because=contact.reason)
    return contact


@transaction.atomic
def record_support(*, by: Person, at: dt.datetime, liaison: Liaison, support: Support) -> ProductSupport:
    """One entry, under a topic of the programme that holds on the day."""
    pairing = beats.locked_pairing(support.pairing) if support.pairing else None
    require(can_begin(by, liaison, support.on_date))
    require(_of_it(liaison, pairing.opportunity if pairing else None, support.on_date, at))
    topic = liaison.said.topic(support.topic)
    known = topic is not None and topic.holds_on(support.on_date)
    require(YES if known else no(_("支援の内容を、一覧から選んでください。")))
    require(YES if tidy(support.note) else no(_("何を支援したかを書いてください。")))
    matched = pairing is None or pairing.match_entry_id
    require(YES if matched else no(_("マッチングが成立していません。"), _("先に、成立を記録してください。")))
    body = support.organisation or (pairing.organisation if pairing else None)
    require(YES if body else no(_("支援した企業を入れてください。")))
    assert body
    require(YES if pairing is None or pairing.organisation == body else no(_("マッチングの企業と違う企業です。")))
    workplace = support.workplace or (pairing.workplace if pairing else None)
    entry = beats.count(
        liaison, liaison.said.kinds.support, by=by, at=at, on_date=support.on_date, organisation=body,
        workplace=workplace, topic=topic.name.ja if topic else "",
    )  # fmt: skip
    made = ProductSupport.objects.create(
        liaison=liaison, topic=support.topic, on_date=support.on_date, organisation=body, workplace=workplace,
        pairing=pairing, note=tidy(support.note), entry=entry, by=by, at=at,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="record_support", thing=made, after={"topic": support.topic})
    return made


@transaction.atomic
def take_back_support(*, by: Person, at: dt.datetime, support: ProductSupport, reason: str) -> ProductSupport:
    """Recorded by mistake: its entry is reversed."""
    return _taken_back(support, "take_back_support", reason, by=by, at=at)


def _taken_back(deed: Done, verb: str, reason: str, *, by: Person, at: dt.datetime) -> Done:
    pairing = beats.locked_pairing(deed.pairing) if deed.pairing else None
    found = type(deed).objects.select_related("liaison", "entry").select_for_update(of=("self",)).get(pk=deed.pk)
    found.pairing = pairing
    require(can_take_back(by, found))
    found.reason, found.taken_back_at = need_reason(reason)[:300], at
    reverse_entry(by=by, at=at, entry=found.entry, reason=found.reason)
    found.save(update_fields=["reason", "taken_back_at"])
    audit.record(by=by, at=at, verb=verb, thing=found, reason=found.reason)
    return found  # type: ignore[no-any-return]


def _of_it(liaison: Liaison, opportunity: Opportunity | None, day: dt.date, at: dt.datetime) -> Decision:
    if opportunity and opportunity.liaison_id != liaison.pk:
        return no(_("別の事業のニーズ・シーズです。"))
    return YES if day <= day_of(at) else no(_("日付が先になっています。"))


def _may_interview(pairing: Pairing) -> Decision:
    if pairing.state == PairingState.CANDIDATE:
        return no(_("まだ企業に紹介していません。"), _("先に「企業に紹介する」としてください。"))
    ended = pairing.state in (PairingState.DECLINED, PairingState.DROPPED)
    return no(_("このマッチングは「%(state)s」です。") % {"state": pairing.get_state_display()}) if ended else YES
