"""A panel of reviews, or one batch of it, as the question of the solver."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kosetsu.across.matching.documents.nearness import Nearness
from kosetsu.across.matching.documents.spans import Calendar
from kosetsu.across.matching.models import Best, PanelProposal, Stage, Word
from kosetsu.across.matching.models.readers import Bid
from kosetsu.across.matching.rules.affinity import Part
from kosetsu.across.matching.rules.assignments import given
from kosetsu.across.matching.rules.assignments.coming import LIFT, Like, Year, left
from kosetsu.across.matching.rules.assignments.given import EVERYTHING, Pair
from kosetsu.common.clock import day_of
from kosetsu.foundation.reviews.actions import pairs_in_conflict
from kosetsu.foundation.reviews.documents.ties import forbidden
from kosetsu.foundation.reviews.models import Item, Review, Reviewer
from kosetsu.foundation.reviews.states import ReviewState

DONE = ":done"
"""Behind a reviewer's key: what somebody handed in who takes nothing more now."""
BEGUN = (ReviewState.HANDED_IN, ReviewState.RETURNED)


def reviewer_of(key: str) -> int:
    """The row number behind a reader's key."""
    return int(key.removesuffix(DONE))


@dataclass(frozen=True)
class Frame:
    """All of a question but its points."""

    asked: given.Panel
    """With the loads of the whole panel."""
    had: Mapping[str, Mapping[str, int]]
    """What each reviewer has of other items, by spans."""
    standing: frozenset[Pair]
    """What is assigned already."""
    firm: frozenset[Pair]
    """What of it stays."""


@dataclass(frozen=True)
class Question:
    """What a proposal asks, with its points."""

    frame: Frame
    near: Nearness
    asked: given.Panel
    year: Year

    @cached_property
    def now(self) -> given.Panel:
        """With what other items have left of the loads."""
        return left(self.asked, self.year)

    def parts(self, pair: Pair) -> tuple[Part, ...]:
        """What the points of a pair are made of."""
        return self.near.parts(pair[0], str(reviewer_of(pair[1])))


def question_of(proposal: PanelProposal, at: dt.datetime) -> Question:
    """The question as the records stand at this moment."""
    return _Reading(proposal, at).question()


def frame_of(proposal: PanelProposal, at: dt.datetime) -> Frame:
    """The same without points: reading what people did takes by far the most time."""
    return _Reading(proposal, at).frame()


class _Reading:
    """One reading of all that the question is made of."""

    def __init__(self, proposal: PanelProposal, at: dt.datetime) -> None:
        self.proposal, self.panel, self.day = proposal, proposal.panel, day_of(at)
        self.calendar = Calendar(self.panel, proposal.forecast)
        self.items = list(proposal.items.waiting().order_by("number", "pk"))
        self.keys = {one.pk for one in self.items}
        rows = self.panel.reviewers.select_related("person").prefetch_related("leaves", "loads").order_by("pk")
        self.reviewers = {one.pk: one for one in rows}
        self.barred = self._conflicts(at)
        alive = Review.objects.alive().filter(item__panel=self.panel).select_related("item").order_by("pk")
        self.reviews = [one for one in alive if (one.item_id, one.reviewer_id) not in self.barred]
        self.own = [one for one in self.reviews if one.item_id in self.keys]

    def _conflicts(self, at: dt.datetime) -> set[tuple[int, int]]:
        """What is entered, and what the records would say if they were asked now."""
        pairs = pairs_in_conflict(self.panel)
        people = {one.person_id for one in self.reviewers.values()}
        for one in forbidden(self.items, people, at):
            pairs[one.item].add(one.person)
        return {
            (item, key) for item, persons in pairs.items() for key, one in self.reviewers.items()
            if one.person_id in persons
        }  # fmt: skip

    # who

    def resting(self, reviewer: Reviewer) -> bool:
        """Whether nothing can be assigned to somebody on this day."""
        return reviewer.left_at is not None or any(
            one.begins_on <= self.day <= one.ends_on for one in reviewer.leaves.all()
        )

    def key(self, review: Review) -> str:
        done = review.state == ReviewState.HANDED_IN and self.resting(self.reviewers[review.reviewer_id])
        return f"{review.reviewer_id}{DONE if done else ''}"

    def pair(self, review: Review) -> Pair:
        return str(review.item_id), self.key(review)

    def stays(self, review: Review) -> bool:
        """What is handed in or fixed, and what somebody began who is there."""
        begun = review.state in BEGUN or review.opened_at is not None
        there = not self.resting(self.reviewers[review.reviewer_id])
        return review.locked or review.state == ReviewState.HANDED_IN or (begun and there)

    @cached_property
    def done(self) -> dict[str, list[Review]]:
        """What those handed in who take nothing more."""
        found: dict[str, list[Review]] = defaultdict(list)
        for one in self.own:
            if (key := self.key(one)).endswith(DONE):
                found[key].append(one)
        return found

    def readers(self) -> tuple[given.Reader, ...]:
        free = [self._reader(one) for one in self.reviewers.values() if one.left_at is None]
        gone = [
            given.Reader(key, most=len(rows), senior=self.reviewers[reviewer_of(key)].senior)
            for key, rows in self.done.items()
        ]
        return (*free, *gone)

    def _reader(self, one: Reviewer) -> given.Reader:
        handed_in = sum(row.reviewer_id == one.pk and row.state == ReviewState.HANDED_IN for row in self.reviews)
        most = None if one.most is None else max(one.most, handed_in, one.least)
        away = {EVERYTHING} if self.resting(one) else set()
        return given.Reader(
            str(one.pk), one.least, most, one.senior, frozenset(away | self.calendar.months_within(one.leaves.all())),
            {self.calendar.span_of(load): given.Load(load.least, load.most) for load in one.loads.all()},
        )  # fmt: skip

    # what

    def wanted(self, one: Item) -> given.Item:
        """How many are to read it: those that stay are among them, though they be more than is asked."""
        kept = [self.reviewers[row.reviewer_id].senior for row in self.own if row.item_id == one.pk and self.stays(row)]
        readers = max(self.panel.reviews_each, len(kept))
        seniors = min(self.panel.seniors_each, readers - kept.count(False))
        juniors = min(self.proposal.juniors, readers - max(seniors, kept.count(True)))
        return given.Item(str(one.pk), readers, seniors, juniors, self.calendar.spans(one.batch))

    def refused(self, pairs: Collection[Pair]) -> frozenset[Pair]:
        """Declined, or taken away by a person; what an earlier proposal took away may come again."""
        rows = Bid.objects.filter(item__in=self.keys, word=Word.DECLINE).values_list("item", "reviewer")
        settled = self.panel.proposals.filter(stage=Stage.DECIDED).values_list("takes_away", flat=True)
        by_us = {number for some in settled for number in some}
        void = Review.objects.filter(item__in=self.keys, state=ReviewState.VOID).exclude(pk__in=by_us)
        found = {(str(item), str(key)) for item, key in (*rows, *void.values_list("item", "reviewer"))}
        free = {str(one.pk) for one in self.reviewers.values() if one.left_at is None}
        return frozenset(pair for pair in found - set(pairs) if pair[1] in free)

    def frame(self) -> Frame:
        standing = frozenset(map(self.pair, self.own))
        firm = frozenset(self.pair(one) for one in self.own if self.stays(one))
        readers = self.readers()
        conflicts = frozenset(self._barred(readers))
        asked = given.Panel(
            items=tuple(map(self.wanted, self.items)), readers=readers, conflicts=conflicts,
            refused=self.refused(standing), locks=firm | (self._locks(readers) - conflicts),
            aim={Best.WORST: given.WORST_FIRST, Best.TOTAL: given.TOTAL}.get(
                Best(self.proposal.best), given.Aim(self.proposal.floor)
            ),
        )  # fmt: skip
        return Frame(asked, self._had(readers), standing, firm)

    def question(self) -> Question:
        frame = self.frame()
        people = {str(key): one.person for key, one in self.reviewers.items()}
        near = Nearness(people, self.items, self._bids(), self.proposal.weights, self.day)
        asked = replace(frame.asked, points=self._points(near.points))
        return Question(frame, near, asked, self._year(frame, near))

    def _barred(self, readers: Iterable[given.Reader]) -> Iterable[Pair]:
        own = {self.pair(row) for rows in self.done.values() for row in rows}
        for reader in readers:
            for item in self.items:
                pair = str(item.pk), reader.key
                gone = reader.key.endswith(DONE) and pair not in own
                if gone or (item.pk, reviewer_of(reader.key)) in self.barred:
                    yield pair

    def _locks(self, readers: Iterable[given.Reader]) -> frozenset[Pair]:
        known = {one.key for one in readers}
        pairs = ((str(item), str(key)) for item, key in self.proposal.locks if item in self.keys)
        return frozenset(pair for pair in pairs if pair[1] in known)

    def _bids(self) -> dict[Pair, str]:
        rows = Bid.objects.filter(item__in=self.keys, reviewer__left_at=None).exclude(word=Word.DECLINE)
        return {(str(item), str(key)): word for item, key, word in rows.values_list("item", "reviewer", "word")}

    def _points(self, points: Mapping[Pair, int]) -> dict[Pair, int]:
        free = {str(one.pk) for one in self.reviewers.values() if one.left_at is None}
        found = {pair: count for pair, count in points.items() if pair[1] in free}
        for rows in self.done.values():
            for row in rows:
                found[self.pair(row)] = points.get((str(row.item_id), str(row.reviewer_id)), 0)
        return found

    # the year

    def _had(self, readers: Iterable[given.Reader]) -> dict[str, Counter[str]]:
        known = {one.key for one in readers}
        had: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.reviews:
            elsewhere = one.item_id not in self.keys or self.key(one).endswith(DONE)
            if elsewhere and str(one.reviewer_id) in known:
                had[str(one.reviewer_id)].update({EVERYTHING, *self.calendar.spans(one.item.batch)})
        return had

    def _year(self, frame: Frame, near: Nearness) -> Year:
        """Of a batch, what came before it and what is expected after it; of a whole panel nothing more is to come."""
        if self.proposal.batch is None:
            return Year(frame.had)
        visible = Item.objects.visible_to(self.proposal.asked_by).waiting().order_by("batch", "number", "pk")
        ours = visible.filter(panel=self.panel)
        later = list(ours.filter(batch__gt=self.proposal.batch))
        before = visible.filter(panel=self.proposal.forecast).exclude(batch__in={one.batch for one in later})
        expected = [*later, *(before if self.proposal.forecast else ())]
        seen = list(ours.filter(batch__lt=self.proposal.batch))
        known = {one.key for one in frame.asked.readers}
        return Year(
            frame.had, self._likes(expected, near, known), self._likes(seen, near, known),
            lift=0 if self.proposal.best == Best.TOTAL else LIFT,
        )  # fmt: skip

    def _likes(self, items: Collection[Item], near: Nearness, known: Collection[str]) -> tuple[Like, ...]:
        """Items of other batches, with what each reader is worth to them."""
        points, panel = near.points_of(items), self.panel
        return tuple(
            Like(
                given.Item(
                    str(one.pk), panel.reviews_each, panel.seniors_each, spans=self.calendar.spans(one.batch)
                ),
                {key: count for key, count in points.get(str(one.pk), {}).items() if key in known},
            )
            for one in items
        )  # fmt: skip
