"""A proposal's answer: as it is kept, as it is compared with the panel of today, and as the solver takes it back."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from kosetsu.across.matching.documents.panels import DONE, Frame, Question, reviewer_of
from kosetsu.across.matching.models import PanelProposal
from kosetsu.across.matching.rules.assignments.assigning import Assignment
from kosetsu.across.matching.rules.assignments.given import Pair
from kosetsu.across.matching.rules.assignments.limits import Limit
from kosetsu.across.matching.rules.assignments.reasoning import Reason, reasons
from kosetsu.across.matching.rules.clashing import Clash


def kept(question: Question, found: Assignment) -> dict[str, Any]:
    """An assignment with the reason of every pair."""
    parts = {pair: question.parts(pair) for pair in found.pairs}
    told = reasons(question.now, found.pairs, parts)
    return {
        "pairs": [_pair(one, question) for one in told], "total": found.total, "worst": found.worst,
        "value": found.value, "bound": found.bound, "worst_bound": found.worst_bound,
    }  # fmt: skip


def _pair(one: Reason, question: Question) -> dict[str, Any]:
    item, reader = one.pair
    other = one.next
    return {
        "item": int(item), "reviewer": reviewer_of(reader), "done": reader.endswith(DONE), "points": one.points,
        "rank": one.rank, "eligible": one.eligible, "stands": one.pair in question.frame.standing,
        "firm": one.pair in question.frame.firm,
        "parts": [{"source": part.source, "points": part.points, "terms": list(part.terms)} for part in one.parts],
        "next": other and {"reviewer": reviewer_of(other.reader), "points": other.points, "full": bool(other.full)},
    }  # fmt: skip


def key_of(pair: Mapping[str, Any]) -> Pair:
    """A kept pair as the solver knows it."""
    return str(pair["item"]), f"{pair['reviewer']}{DONE if pair['done'] else ''}"


def found_again(proposal: PanelProposal, question: Question) -> Assignment:
    """The answer as the solver gave it, at the points of today.

    What was proven counts no more once points have changed since.
    """
    pairs = tuple(map(key_of, proposal.pairs))
    points = [question.now.points.get(pair, 0) for pair in pairs]
    as_then = points == [pair["points"] for pair in proposal.pairs]
    by_item: dict[str, int] = {}
    for (item, _reader), count in zip(pairs, points, strict=True):
        by_item[item] = by_item.get(item, 0) + count
    worst, total = min(by_item.values(), default=0), sum(points)
    if not as_then or None in (proposal.value, proposal.bound, proposal.worst_bound) or proposal.batch is not None:
        most = sum(question.now.points.values())
        return Assignment(pairs, total, worst, total, most, most)
    assert proposal.value is not None
    assert proposal.bound is not None
    assert proposal.worst_bound is not None
    return Assignment(pairs, total, worst, proposal.value, proposal.bound, proposal.worst_bound)


def clash_kept(found: Clash[Limit]) -> dict[str, Any]:
    """A clash by kinds and row numbers."""
    return {
        "core": [_limit(one) for one in found.core],
        "ways_out": [[{**_limit(one.limit), "by": one.by} for one in way] for way in found.ways_out],
    }


def _limit(one: Limit) -> dict[str, Any]:
    reviewer = reviewer_of(one.reader) if one.reader else None
    return {"kind": one.kind.value, "item": int(one.item) if one.item else None, "reviewer": reviewer, "span": one.span}


def marks(frame: Frame) -> dict[str, str]:
    """By what is compared whether a panel is still what it was; points are not, since they change with every case."""
    asked = frame.asked
    had = {reader: dict(counts) for reader, counts in frame.had.items()}
    return {
        "items": _mark((one.key, one.readers, one.seniors, one.juniors, sorted(one.spans)) for one in asked.items),
        "reviewers": _mark(
            (one.key, one.least, one.most, one.senior, sorted(one.away),
             sorted((span, load.least, load.most) for span, load in one.loads.items()))
            for one in asked.readers
        ),
        "conflicts": _mark(sorted(asked.conflicts)),
        "wishes": _mark(sorted(asked.refused)),
        "reviews": _mark([sorted(frame.standing), sorted(frame.firm), sorted(had.items(), key=str)]),
    }  # fmt: skip


def _mark(what: Iterable[Any]) -> str:
    return sha256(json.dumps(list(what), sort_keys=True).encode()).hexdigest()[:20]


def changed_since(proposal: PanelProposal, frame: Frame) -> list[str]:
    """What of the panel is no longer as the search found it."""
    return [name for name, mark in marks(frame).items() if proposal.marks.get(name) != mark]
