"""Random lives of pairings: whatever anybody presses, they move by their table only, and what counts is what stands."""

import os
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import LiaisonContact, Opportunity, Pairing, ProductSupport
from kosetsu.services.alliances.states import OPPORTUNITY, PAIRING, PAIRING_OPEN
from kosetsu.services.alliances.tests.conftest import TODAY, Field, counted
from tests import build
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
WALKS = int(os.environ.get("KOSETSU_LIAISON_WALKS", "5"))
STEPS = 110
REASONED = ("decline", "drop_pairing", "end_pairing", "take_back_match", "shelve", "finish_opportunity")
NEXT = {"candidate": "tell_company", "told": "record_contact", "interviewing": "match", "matched": "end_pairing"}


class Walk:
    """One need, two companies, and everyone who may press something."""

    def __init__(self, farm: Field, companies: list[build.Company], seed: int) -> None:
        self.farm, self.companies, self.dice = farm, companies, Random(seed)
        self.need = farm.opened()

    def person(self) -> Any:
        """Most often one who may."""
        others = [self.farm.other, self.farm.officer, *(one.engineer for one in self.companies)]
        return self.dice.choice([self.farm.coordinator] * 6 + [self.farm.manager] * 2 + others)

    def pairing(self) -> Pairing | None:
        rows = list(Pairing.objects.filter(opportunity=self.need).select_related("opportunity__liaison").order_by("pk"))
        return self.dice.choice(rows) if rows else None

    def step(self) -> None:
        """Somebody tries something; much of it is refused."""
        act: Callable[[], Any] = self.dice.choice(
            [self._press] * 8
            + [self._add, self._add, self._talk, self._support, self._take_back, self._need, self._trust]
        )
        with suppress(Refused):
            act()

    def _press(self) -> None:
        if found := self.pairing():
            verbs = [
                verb for verb in PAIRING.moves if verb not in ("agree_secrecy", "record_contact", "take_back_contact")
            ]
            likely = NEXT.get(found.state, "drop_pairing")
            verb = likely if self.dice.random() < 0.6 else self.dice.choice(verbs)
            if verb == "record_contact":
                self._talk(found)
                return
            more: dict[str, Any] = {"reason": "理由"} if verb in REASONED else {}
            if verb == "match":
                more = {"matched_on": TODAY, "agreement": "合意"}
            getattr(actions, verb)(by=self.person(), at=AT, pairing=found, **more)

    def _add(self) -> None:
        company = self.dice.choice(self.companies)
        actions.add_candidate(by=self.person(), at=AT, opportunity=self.need, organisation=company.organisation)

    def _talk(self, found: Pairing | None = None) -> None:
        kind = self.dice.choice(["interview", "interview", "contact"])
        talk = actions.Talk(kind=kind, on_date=TODAY, pairing=found or self.pairing(), opportunity=self.need)
        actions.record_contact(by=self.person(), at=AT, liaison=self.farm.liaison, talk=talk)

    def _support(self) -> None:
        company = self.dice.choice(self.companies)
        bound = {"pairing": self.pairing()} if self.dice.random() < 0.7 else {"organisation": company.organisation}
        support = actions.Support(topic="standards", on_date=TODAY, note="規格", **bound)  # type: ignore[arg-type]
        actions.record_support(by=self.person(), at=AT, liaison=self.farm.liaison, support=support)

    def _take_back(self) -> None:
        contacts = list(LiaisonContact.objects.select_related("pairing__opportunity", "liaison").order_by("pk"))
        supports = list(ProductSupport.objects.select_related("pairing__opportunity", "liaison").order_by("pk"))
        if contacts and self.dice.random() < 0.5:
            actions.take_back_contact(by=self.person(), at=AT, contact=self.dice.choice(contacts), reason="誤り")
        elif supports:
            actions.take_back_support(by=self.person(), at=AT, support=self.dice.choice(supports), reason="誤り")

    def _need(self) -> None:
        verb = self.dice.choice([*OPPORTUNITY.moves, *["take_up"] * 4])
        more = {"reason": "理由"} if verb in REASONED else {}
        getattr(actions, verb)(by=self.person(), at=AT, opportunity=self.need, **more)

    def _trust(self) -> None:
        if found := self.pairing():
            actions.agree_secrecy(by=self.person(), at=AT, pairing=found, agreed_on=TODAY)


def check(walk: Walk, before: dict[int, str], need_before: str) -> None:
    """What must hold after every step."""
    own = Pairing.objects.filter(opportunity=walk.need)
    now = dict(own.values_list("pk", "state"))
    for pk, state in now.items():
        was = before.get(pk, "candidate")
        assert state in {was, *(target for sources, target in PAIRING.moves.values() if was in sources)}
    need = Opportunity.objects.select_related("case").get(pk=walk.need.pk)
    reached = {target for sources, target in OPPORTUNITY.moves.values() if need_before in sources}
    assert need.case.state in {need_before, *reached}
    if need.case.state == "done":
        assert not set(now.values()) & {"candidate", "told", "interviewing"}
    alive = own.filter(state__in=PAIRING_OPEN).values_list("organisation", flat=True)
    assert len(alive) == len(set(alive))
    standing = LiaisonContact.objects.standing()
    assert counted("farm_contact", "farm_interview", "farm_match", "farm_support") == [
        standing.filter(kind="contact").count(), standing.filter(kind="interview").count(),
        Pairing.objects.exclude(match_entry=None).count(), ProductSupport.objects.standing().count(),
    ]  # fmt: skip
    talked = standing.filter(kind="interview").values("pairing")
    assert not Pairing.objects.filter(state__in=["interviewing", "matched"]).exclude(pk__in=talked).exists()
    assert not Pairing.objects.filter(told_at=None).exclude(shown_title="", shown_summary="", shown_detail="").exists()


def test_random_lives_move_by_the_table_and_count_what_stands(
    farm: Field, company: build.Company, other_company: build.Company
) -> None:
    ends: set[str] = set()
    for seed in range(WALKS):
        walk = Walk(farm, [company, other_company], seed)
        for _step in range(STEPS):
            before = dict(Pairing.objects.values_list("pk", "state"))
            need_before = Opportunity.objects.values_list("case__state", flat=True).get(pk=walk.need.pk)
            walk.step()
            ends |= set(Pairing.objects.values_list("state", flat=True))
            check(walk, before, need_before)
    assert {"candidate", "told", "interviewing", "matched", "ended", "declined", "dropped"} == ends
    assert Entry.objects.exclude(reverses=None).exists()
