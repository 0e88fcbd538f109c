"""The demo's programme lived through by the same verbs that people use."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.parties.actions.demo import A_STEP
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.services.alliances.actions import deeds, opportunities, pairings, sharing
from kosetsu.services.alliances.models import Liaison, Opportunity, Pairing
from kosetsu.services.alliances.states import ContactKind, PairingState

S = PairingState
TALKED = (S.INTERVIEWING, S.MATCHED, S.ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One opportunity, whether it was taken up, and with whom it is shared."""

    liaison: Liaison
    described: opportunities.Described
    by: Person
    at: dt.datetime
    taken_up: bool
    share_with: Organisation | None
    shared: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """One company, how far it came, and what was said on the way."""

    opportunity: Opportunity
    workplace: Workplace
    by: Person
    at: dt.datetime
    state: PairingState
    why: str
    interested: bool
    secrecy: bool
    reason: str
    agreement: str
    topic: str
    note: str


def find(one: Found) -> Opportunity:
    """A talk with its source, what it needs or offers, and that it is brought to companies."""
    made = opportunities.add_opportunity(by=one.by, at=one.at, liaison=one.liaison, described=one.described)
    talk = deeds.Talk(
        kind=ContactKind.CONTACT, on_date=day_of(one.at), channel=Channel.VISIT, opportunity=made, note="現場で聞いた。"
    )
    deeds.record_contact(by=one.by, at=one.at, liaison=one.liaison, talk=talk)
    if one.taken_up:
        made = opportunities.take_up(by=one.by, at=one.at + A_STEP, opportunity=made)
    if one.share_with:
        sharing.share_opportunity(
            by=one.by, at=one.at + A_STEP, opportunity=made, organisation=one.share_with, fields=one.shared,
            agreed_on=day_of(one.at), until=day_of(one.at) + dt.timedelta(days=365),
        )  # fmt: skip
    return made


def pair(one: Paired) -> Pairing:
    """From the candidate to where it stands, a step after the other."""
    by, at = one.by, one.at
    made = pairings.add_candidate(
        by=by, at=at, opportunity=one.opportunity, organisation=one.workplace.organisation, workplace=one.workplace,
        why=one.why,
    )  # fmt: skip
    if one.state == S.CANDIDATE:
        return made
    made = pairings.tell_company(by=by, at=at + A_STEP, pairing=made)
    if one.interested:
        made = pairings.say_interested(by=by, at=at + 2 * A_STEP, pairing=made)
    if one.secrecy:
        made = pairings.agree_secrecy(by=by, at=at + 3 * A_STEP, pairing=made, agreed_on=day_of(at))
    if one.state == S.DECLINED:
        return pairings.decline(by=by, at=at + 4 * A_STEP, pairing=made, reason=one.reason)
    if one.state == S.DROPPED:
        return pairings.drop_pairing(by=by, at=at + 4 * A_STEP, pairing=made, reason=one.reason)
    return _talked(one, made) if one.state in TALKED else made


def _talked(one: Paired, made: Pairing) -> Pairing:
    by, at, liaison = one.by, one.at + 5 * A_STEP, one.opportunity.liaison
    talk = deeds.Talk(
        kind=ContactKind.INTERVIEW, on_date=day_of(at), channel=Channel.ONSITE, pairing=made, note="工場で話した。"
    )
    deeds.record_contact(by=by, at=at, liaison=liaison, talk=talk)
    if one.state == S.INTERVIEWING:
        return made
    made = pairings.match(by=by, at=at + A_STEP, pairing=made, matched_on=day_of(at), agreement=one.agreement)
    if one.topic:
        helped = deeds.Support(topic=one.topic, on_date=day_of(at), note=one.note, pairing=made)
        deeds.record_support(by=by, at=at + 2 * A_STEP, liaison=liaison, support=helped)
    if one.state == S.ENDED:
        made = pairings.end_pairing(by=by, at=at + 3 * A_STEP, pairing=made, reason=one.reason)
    return made
