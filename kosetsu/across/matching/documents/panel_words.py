"""A proposal of who reviews what, for people: items with their reviewers and why, loads, what clashes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.across.matching.documents.spans import BATCH
from kosetsu.across.matching.models import Deed, PanelProposal, Word
from kosetsu.across.matching.rules.affinity import BID
from kosetsu.across.matching.rules.assignments.given import EVERYTHING
from kosetsu.across.matching.rules.assignments.limits import Kind
from kosetsu.foundation.reviews.models import Item, Review, Reviewer


@dataclass(frozen=True, slots=True)
class PairRow:
    """One reviewer of one item as proposed."""

    reviewer: Reviewer
    points: int
    rank: str
    why: str
    next: str
    locked: bool
    change: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item with its reviewers; ``weakest``: nobody has fewer points."""

    item: Item
    points: int
    weakest: bool
    pairs: list[PairRow]


@dataclass(frozen=True, slots=True)
class LoadRow:
    """How much one reviewer has: of this proposal, of other items of the panel, and what is asked of them."""

    reviewer: Reviewer
    proposed: int
    elsewhere: int
    asked: str
    full: bool

    @property
    def total(self) -> int:
        return self.proposed + self.elsewhere


def laid_out(proposal: PanelProposal) -> list[ItemRow]:
    """Every item with its reviewers, in the order of their numbers."""
    readers = readers_of(proposal)
    by_item: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pair in proposal.pairs:
        by_item[pair["item"]].append(pair)
    items = Item.objects.filter(pk__in=by_item).order_by("number", "pk")
    return [_item_row(one, by_item[one.pk], proposal, readers) for one in items]


def readers_of(proposal: PanelProposal) -> dict[int, Reviewer]:
    """All who review, or reviewed, in the panel."""
    return {one.pk: one for one in proposal.panel.reviewers.select_related("person")}


def _item_row(
    item: Item, pairs: list[dict[str, Any]], proposal: PanelProposal, readers: Mapping[int, Reviewer]
) -> ItemRow:
    locks = {tuple(one) for one in proposal.locks}
    points = sum(pair["points"] for pair in pairs)
    rows = [
        PairRow(
            readers[pair["reviewer"]], pair["points"],
            _("%(eligible)s人中%(rank)s位") % {"rank": pair["rank"], "eligible": pair["eligible"]},
            why_words(pair["parts"]), _next_words(pair["next"], readers), (item.pk, pair["reviewer"]) in locks,
            _change_words(pair),
        )
        for pair in sorted(pairs, key=lambda pair: -pair["points"])
    ]  # fmt: skip
    return ItemRow(item, points, points == proposal.worst, rows)


def why_words(parts: list[dict[str, Any]]) -> str:
    """What the points are made of, with the words of the item that match."""
    return "／".join(map(_part_words, parts)) or _("合う言葉はありません")


def _part_words(part: Mapping[str, Any]) -> str:
    if part["source"] == BID:
        label = Word(part["terms"][0]).label
        return _("本人が「%(word)s」：%(points)s点") % {"word": label, "points": part["points"]}
    said = {"source": Deed(part["source"]).label, "points": part["points"], "terms": "・".join(part["terms"])}
    return _("%(source)s %(points)s点（%(terms)s）") % said


def _next_words(other: Mapping[str, Any] | None, readers: Mapping[int, Reviewer]) -> str:
    if other is None:
        return _("ほかに担当できる人はいません")
    words = _("%(name)s（%(points)s点）") % {"name": readers[other["reviewer"]], "points": other["points"]}
    return words + (_("・件数の上限") if other["full"] else "")


def _change_words(pair: Mapping[str, Any]) -> str:
    if pair["firm"]:
        return _("そのまま（変えない）")
    return _("そのまま") if pair["stands"] else _("新しく割り当て")


def leaving(proposal: PanelProposal) -> list[Review]:
    """Reviews that stand now and would be taken away."""
    kept = {(one["item"], one["reviewer"]) for one in proposal.pairs}
    rows = Review.objects.open().filter(item__proposals=proposal).select_related("item", "reviewer__person")
    return [one for one in rows.order_by("item__number", "pk") if (one.item_id, one.reviewer_id) not in kept]


def loads(proposal: PanelProposal) -> list[LoadRow]:
    """Every reviewer who has something or could."""
    proposed = Counter(pair["reviewer"] for pair in proposal.pairs)
    ours = proposal.items.values("pk")
    other = Review.objects.alive().filter(item__panel=proposal.panel).exclude(item__in=ours)
    elsewhere = Counter(other.values_list("reviewer", flat=True))
    rows = proposal.panel.reviewers.select_related("person").prefetch_related("loads").order_by("pk")
    return [
        _load_row(one, proposed[one.pk], elsewhere[one.pk]) for one in rows
        if one.left_at is None or proposed[one.pk]
    ]  # fmt: skip


def _load_row(one: Reviewer, proposed: int, elsewhere: int) -> LoadRow:
    asked = [range_words(one.least, one.most)]
    for load in one.loads.all():
        span = month_words(load.month) if load.month else batch_words(load.batch)
        asked.append(f"{span} {range_words(load.least, load.most)}")
    full = one.most is not None and proposed + elsewhere >= one.most
    return LoadRow(one, proposed, elsewhere, "、".join(asked), full)


def range_words(least: int, most: int | None) -> str:
    """From so many to so many items."""
    if most is None:
        return _("%(least)s件から") % {"least": least} if least else _("決まりなし")
    return _("%(least)s〜%(most)s件") % {"least": least, "most": most}


def batch_words(batch: Any) -> str:
    return _("第%(batch)s回") % {"batch": batch}


def month_words(month: Any) -> str:
    return f"{month:%Y/%m}"


def _span_words(span: str) -> str:
    if span == EVERYTHING:
        return ""
    kind, _space, value = span.partition(" ")
    return batch_words(value) if kind == BATCH else value.replace("-", "/")


# what clashes


def clash_words(proposal: PanelProposal) -> tuple[list[str], list[str]]:
    """What cannot all hold, and the ways out, in sentences."""
    return limits_words(proposal, proposal.clash)


def limits_words(proposal: PanelProposal, clash: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The same of any clash of the proposal's panel, as it is kept."""
    told = _Clash(proposal)
    ways = ["、".join(map(told.way, way)) for way in clash.get("ways_out", [])]
    return [told.limit(one) for one in clash.get("core", [])], ways


class _Clash:
    def __init__(self, proposal: PanelProposal) -> None:
        self.panel, self.proposal = proposal.panel, proposal
        self.items = {one.pk: one.number for one in proposal.items.all()}
        self.readers = {key: str(one) for key, one in readers_of(proposal).items()}

    def _said(self, one: Mapping[str, Any]) -> dict[str, Any]:
        span = _span_words(one["span"])
        return {
            "item": self.items.get(one["item"], ""), "name": self.readers.get(one["reviewer"], ""),
            "span": _("（%(span)s）") % {"span": span} if span else "", "by": one.get("by", 1),
            "readers": self.panel.reviews_each, "seniors": self.panel.seniors_each, "juniors": self.proposal.juniors,
        }  # fmt: skip

    def limit(self, one: Mapping[str, Any]) -> str:
        """One thing that was asked for."""
        return {
            Kind.READERS: _("「%(item)s」を%(readers)s人で審査すること"),
            Kind.SENIORS: _("「%(item)s」を主任審査員%(seniors)s人以上で審査すること"),
            Kind.JUNIORS: _("「%(item)s」を主任でない審査員%(juniors)s人以上で審査すること"),
            Kind.LEAST: _("%(name)sさんの最少件数%(span)s"),
            Kind.MOST: _("%(name)sさんの最多件数%(span)s"),
            Kind.AWAY: _("%(name)sさんの休み%(span)s"),
            Kind.REFUSED: _("%(name)sさんを「%(item)s」の担当にしないこと"),
            Kind.LOCK: _("%(name)sさんを「%(item)s」の担当に固定していること"),
        }[Kind(one["kind"])] % self._said(one)

    def way(self, one: Mapping[str, Any]) -> str:
        """What is given up."""
        return {
            Kind.READERS: _("「%(item)s」の審査員を%(by)s人減らす"),
            Kind.SENIORS: _("「%(item)s」の主任審査員を%(by)s人減らす"),
            Kind.JUNIORS: _("「%(item)s」の主任でない審査員を%(by)s人減らす"),
            Kind.LEAST: _("%(name)sさんの最少件数%(span)sを%(by)s件下げる"),
            Kind.MOST: _("%(name)sさんの最多件数%(span)sを%(by)s件上げる"),
            Kind.AWAY: _("%(name)sさんの休み%(span)sの間も頼む"),
            Kind.REFUSED: _("%(name)sさんに「%(item)s」を頼む"),
            Kind.LOCK: _("%(name)sさんと「%(item)s」の固定をやめる"),
        }[Kind(one["kind"])] % self._said(one)


STALE = {
    "items": lambda: _("審査対象"), "reviewers": lambda: _("審査員・件数の範囲・休み"),
    "conflicts": lambda: _("利益相反"), "wishes": lambda: _("辞退"), "reviews": lambda: _("割り当てと提出"),
}  # fmt: skip


def stale_words(proposal: PanelProposal) -> str:
    """What had changed."""
    return "、".join(STALE[name]() for name in proposal.stale_by)


def weights_words(proposal: PanelProposal) -> Iterator[tuple[str, str]]:
    """What deeds and wishes were worth, as the page prints it."""
    labels = {**dict(Deed.choices), **{word.value: _("本人が「%(word)s」") % {"word": word.label} for word in Word}}
    for kind, said in proposal.weights.items():
        years = _("（%(years)s年以内）") % {"years": said["years"]} if said["years"] else ""
        yield str(labels[kind]), _("%(points)s点%(years)s") % {"points": said["points"], "years": years}
