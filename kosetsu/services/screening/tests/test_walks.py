"""Random lives of a programme: whatever anybody tries, it moves by its table only, and what counts was delivered."""

import os
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Conflict, Review
from kosetsu.foundation.reviews.states import Ground
from kosetsu.services.screening import actions
from kosetsu.services.screening.models import ScreeningProgramme, Submission
from kosetsu.services.screening.states import SCREENING, SCREENING_ENDS
from kosetsu.services.screening.tests.conftest import FULL, Office, counted
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
WALKS = int(os.environ.get("KOSETSU_SCREENING_WALKS", "4"))
STEPS = 120


class Walk:
    """One programme and everyone who may try something with it."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.dice = office, Random(seed)
        self.programme = office.requested(f"事業 {seed}")
        self.expected = 0
        """Reviews that were delivered."""

    def people(self) -> list[Any]:
        return [self.office.runner, self.office.head, *self.office.readers, self.office.officer]

    def step(self) -> None:
        """Somebody tries something; most of it is refused."""
        often = [self._verb, self._assign, self._score, self._read]
        act = self.dice.choice([*often * 3, self._list, self._return_review, self._withdraw, self._block,
                                self._dispatch])  # fmt: skip
        with suppress(Refused):
            act()
        self.programme = ScreeningProgramme.objects.select_related("case", "panel").get(pk=self.programme.pk)

    def _verb(self) -> None:
        verbs: dict[str, Callable[..., Any]] = {
            name: getattr(actions, name)
            for name in ("accept_programme", "begin_review", "submit_results", "send_back", "approve_results",
                         "return_results", "call_off", "decline_programme", "finish_dispatches")
        }  # fmt: skip
        likely = [verb for verb in SCREENING.verbs(self.programme.state) if verb in verbs]
        name = self.dice.choice(likely if likely and self.dice.random() < 0.8 else list(verbs))
        if name in ("call_off", "decline_programme", "send_back") and self.dice.random() < 0.9:
            return
        more: dict[str, Any] = {}
        if name == "accept_programme":
            more["terms"] = actions.Terms(sheet="sheet", readers_each=self.dice.choice([1, 2]))
        if name in ("send_back", "call_off", "decline_programme"):
            more["reason"] = "理由"
        right = self.office.head if name in ("approve_results", "send_back") else self.office.runner
        by = right if self.dice.random() < 0.7 else self.dice.choice(self.people())
        verbs[name](by=by, at=AT, programme=self.programme, **more)
        if name == "return_results":
            self.expected += Review.objects.handed_in().filter(
                item__panel=self.programme.panel, item__state="waiting"
            ).count()  # fmt: skip
        if name == "begin_review":
            self._people_come()

    def _people_come(self) -> None:
        panel = self.programme.panel
        for person in self.office.readers:
            reviewer = reviews.add_reviewer(by=self.office.runner, at=AT, panel=panel, person=person)
            reviews.promise(by=person, at=AT, reviewer=reviewer)
        programme = ScreeningProgramme.objects.select_related("case", "panel", "body").get(pk=self.programme.pk)
        chosen = self.office.readers[-2:]
        actions.name_second_readers(by=self.office.runner, at=AT, programme=programme, people=chosen)

    def _list(self) -> None:
        serial = self.dice.randrange(10**6)
        rows = [(f"N{serial}-{n}", "製品", f"会社{serial}-{n}") for n in range(self.dice.randint(1, 2))]
        self.office.take_in(self.programme, rows)

    def _item(self) -> Any:
        items = list(self.programme.panel.items.order_by("pk")) if self.programme.panel else []
        return self.dice.choice(items) if items else None

    def _assign(self) -> None:
        """Whoever comes, to all that still want a reviewer."""
        panel = self.programme.panel
        reviewers = list(panel.reviewers.order_by("pk")) if panel else []
        for item in panel.items.waiting().order_by("pk") if reviewers else ():
            if item.reviews.alive().count() < panel.reviews_each:
                pair = reviews.Pair(item, self.dice.choice(reviewers))
                reviews.assign(by=self.office.runner, at=AT, panel=panel, pairs=[pair])

    def _score(self) -> None:
        waiting = list(Review.objects.open().filter(item__panel=self.programme.panel).order_by("pk"))
        for review in waiting:
            marks = {code: reviews.Mark(value) for code, value in FULL.items()}
            reviews.hand_in(by=review.reviewer.person, at=AT, review=review, marks=marks, comment="")

    def _read(self) -> None:
        """Each of the two readers what they did not review."""
        for reader in self.office.readers[-2:]:
            own = set(Review.objects.alive().filter(reviewer__person=reader).values_list("item", flat=True))
            every = Submission.objects.filter(programme=self.programme).readable()
            chosen = [one for one in every if one.item_id not in own]
            actions.read_again(by=reader, at=AT, programme=self.programme, submissions=chosen)

    def _return_review(self) -> None:
        done = list(Review.objects.handed_in().filter(item__panel=self.programme.panel).order_by("pk"))
        if done and self.dice.random() < 0.3:
            reviews.return_review(by=self.office.runner, at=AT, review=self.dice.choice(done), reason="直す")

    def _withdraw(self) -> None:
        if (item := self._item()) and self.dice.random() < 0.2:
            reviews.withdraw_item(by=self.office.runner, at=AT, item=item, reason="取り下げ")

    def _block(self) -> None:
        if (item := self._item()) and self.dice.random() < 0.3:
            person = self.dice.choice(self.office.readers)
            reviews.enter_conflict(by=self.office.runner, at=AT, item=item, person=person, ground=Ground.OTHER)

    def _dispatch(self) -> None:
        if self.dice.random() < 0.6:
            return
        day = AT.date()
        seat = actions.Seat(person=self.dice.choice(self.office.readers), committee="委員会", on_date=day)
        made = actions.request_dispatch(by=self.office.runner, at=AT, programme=self.programme, seat=seat)
        made = actions.approve_dispatch(by=self.office.head, at=AT, dispatch=made)
        actions.attend_dispatch(by=self.office.runner, at=AT, dispatch=made, reviewed=1)
        self.expected += 1


def check(walk: Walk, before: str) -> None:
    """What must hold after every step."""
    programme, state = walk.programme, walk.programme.case.state
    moves = {target for sources, target in SCREENING.moves.values() if before in sources}
    assert state in {before, *moves}
    assert (programme.case.closed_at is not None) == (state in SCREENING_ENDS)
    assert (programme.results_digest != "") == (state in ("checked", "approved", "returned"))
    assert (programme.approved_by is not None) == (state in ("approved", "returned"))
    assert counted() == walk.expected
    against = Review.objects.alive().filter(
        item__conflicts__in=Conflict.objects.in_force(), reviewer__person__in=Conflict.objects.values("person")
    )
    assert [one for one in against if Conflict.objects.in_force().filter(
        item=one.item, person=one.reviewer.person).exists()] == []  # fmt: skip


def test_random_lives_move_by_the_table_and_count_what_was_delivered(office: Office) -> None:
    ends = set()
    for seed in range(WALKS):
        walk = Walk(office, seed)
        walk.expected = counted()
        for _step in range(STEPS):
            before = walk.programme.case.state
            walk.step()
            check(walk, before)
        ends.add(walk.programme.case.state)
    assert "returned" in ends
