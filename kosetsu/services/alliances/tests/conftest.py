"""Short words for the tests of the coordinators' programmes: who takes part, and an opportunity's life."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.parties.states import MembershipRole, StaffRole
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import Liaison, LiaisonContact, LiaisonMeeting, Opportunity, Pairing
from kosetsu.services.alliances.rules.liaisons import LiaisonSaid
from kosetsu.services.alliances.tables.liaisons import load_liaison
from tests import build
from tests.fixtures import AT

TODAY = AT.date()
SAID: dict[str, Any] = {
    "key": "farming", "name": {"ja": "農工連携コーディネーター事業"}, "valid_from": "2021-04-01", "field": "farm",
    "client": "PREF", "bodies": ["HUB", "CORP"], "branch": "B01", "source": "試験",
    "kinds": {"contact": "farm_contact", "interview": "farm_interview", "match": "farm_match",
              "support": "farm_support"},
    "meetings": [
        {"key": "plain", "name": {"ja": "連絡会"}, "entry_kind": "farm_meeting"},
        {"key": "needs", "name": {"ja": "ニーズ会議"}, "entry_kind": "farm_needs", "decides": True},
    ],
    "topics": [
        {"key": "standards", "name": {"ja": "規格"}},
        {"key": "old", "name": {"ja": "古い支援"}, "valid_to": "2022-03-31"},
    ],
}  # fmt: skip
TITLE, SUMMARY, DETAIL, SOURCE = "畑の題名", "収穫を軽くしたい", "秘密の寸法は七ミリ", "緑農園"


@dataclass(frozen=True, slots=True)
class Field:
    """One programme and everyone who takes part in it, each verb in one short word."""

    institute: build.Institute
    liaison: Liaison
    manager: Person
    coordinator: Person
    other: Person
    """A colleague who has nothing to do with it."""
    hub: Organisation
    officer: Person
    source: Organisation

    def added(self, **other: Any) -> Opportunity:
        given = {"side": "need", "source": self.source, "title": TITLE, "summary": SUMMARY, "detail": DETAIL} | other
        described = actions.Described(**given)
        return actions.add_opportunity(by=self.coordinator, at=AT, liaison=self.liaison, described=described)

    def opened(self, **other: Any) -> Opportunity:
        return actions.take_up(by=self.coordinator, at=AT, opportunity=self.added(**other))

    def candidate(self, company: build.Company, opportunity: Opportunity | None = None) -> Pairing:
        return actions.add_candidate(
            by=self.coordinator, at=AT, opportunity=opportunity or self.opened(), organisation=company.organisation,
            workplace=company.workplace, why="工場を見た",
        )  # fmt: skip

    def told(self, company: build.Company, opportunity: Opportunity | None = None) -> Pairing:
        return actions.tell_company(by=self.coordinator, at=AT, pairing=self.candidate(company, opportunity))

    def talk(self, kind: str = "interview", **other: Any) -> LiaisonContact:
        talk = actions.Talk(**({"kind": kind, "on_date": TODAY, "channel": "visit"} | other))
        return actions.record_contact(by=self.coordinator, at=AT, liaison=self.liaison, talk=talk)

    def interviewed(self, company: build.Company, opportunity: Opportunity | None = None) -> Pairing:
        return fresh(self.talk(pairing=self.told(company, opportunity)).pairing)

    def matched(self, company: build.Company, opportunity: Opportunity | None = None) -> Pairing:
        return actions.match(
            by=self.coordinator, at=AT, pairing=self.interviewed(company, opportunity), matched_on=TODAY,
            agreement="試作を始める",
        )  # fmt: skip

    def support(self, pairing: Pairing | None = None, **other: Any) -> Any:
        given = {"topic": "standards", "on_date": TODAY, "note": "規格を読んだ", "pairing": pairing} | other
        return actions.record_support(
            by=self.coordinator, at=AT, liaison=self.liaison, support=actions.Support(**given)
        )

    def called(self, kind: str = "needs", days: int = 0) -> LiaisonMeeting:
        invitation = actions.Invitation(
            kind=kind, starts_at=AT + dt.timedelta(days=days), agenda="議題", format="online"
        )
        return actions.call_meeting(by=self.coordinator, at=AT, liaison=self.liaison, invitation=invitation)

    def shared(self, opportunity: Opportunity, *fields: str, days: int = 30) -> Any:
        return actions.share_opportunity(
            by=self.coordinator, at=AT, opportunity=opportunity, organisation=self.hub, fields=fields, agreed_on=TODAY,
            until=TODAY + dt.timedelta(days=days),
        )  # fmt: skip


def fresh(pairing: Any) -> Pairing:
    """The pairing as the database has it."""
    return Pairing.objects.select_related("opportunity__case", "opportunity__liaison").get(pk=pairing.pk)


def counted(*kinds: str) -> list[int]:
    """How many entries of each kind stand: those that were reversed do not."""
    return [sum(Entry.objects.filter(kind=kind).values_list("quantity", flat=True)) for kind in kinds]


def body(code: str | None, name: str, kind: str = "support_foundation") -> Organisation:
    return Organisation.objects.create(code=code, kind=kind, name=name, name_folded=name)


def field_of(institute: build.Institute) -> Field:
    """The same in a process that has no fixtures."""
    body("PREF", "県", "prefecture")
    hub, corporation = body("HUB", "連携ハブ"), body("CORP", "県公社")
    load_liaison(LiaisonSaid.model_validate(SAID))
    liaison = Liaison.objects.get(key="farming")
    manager = build.post(build.person("連携 係"), StaffRole.PARTNERSHIPS, institute.head_office)
    officer = build.person("ハブ 係")
    Membership.objects.create(person=officer, organisation=hub, role=MembershipRole.OFFICER)
    actions.appoint_coordinator(
        by=manager, at=AT, liaison=liaison, person=institute.researcher, valid_from=TODAY - dt.timedelta(days=30)
    )
    assert corporation.pk
    return Field(
        institute, liaison, manager, institute.researcher, institute.colleague, hub, officer,
        body(None, SOURCE, "other"),
    )  # fmt: skip


@pytest.fixture
def farm(institute: build.Institute) -> Field:
    return field_of(institute)


@pytest.fixture
def other_company() -> build.Company:
    return build.company("隣町工業", "131091")
