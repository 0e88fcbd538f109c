"""What the finder says of each programme, and in which of its four groups it stands."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from kosetsu.services.programmes.context import Answers
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.rules.amounts import Amount, amount
from kosetsu.services.programmes.rules.circuits import bits
from kosetsu.services.programmes.rules.deciding import Decider, Outcome, Verdict
from kosetsu.services.programmes.rules.language import Description
from kosetsu.services.programmes.rules.paying import Costs
from kosetsu.services.programmes.rules.reasons import Changes, cheapest_change, why_not

Group = Literal["yes", "near", "unknown", "no"]
GROUPS: Mapping[Group, Any] = {
    "yes": _("使える"),
    "near": _("あと一つで使える"),
    "unknown": _("わからない"),
    "no": _("使えない"),
}
GROUP_STATES: Mapping[Group, str] = {"yes": "done", "near": "active", "unknown": "waiting", "no": "stopped"}
OPEN = ("open", "always")
ASKS = 3
"""Open questions that a card names at once."""
SHOWN = 6
"""Cards of a group that stand there at once; the rest is one press away."""


def key_of(description: Description) -> str:
    """How an address names a programme: its code, with the round where there are several."""
    return f"{description.code}:{description.round}" if description.round else description.code


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, at what moment, with what costs."""

    answers: Answers
    costs: Costs | None
    at: dt.datetime
    zone: dt.tzinfo
    areas: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """One programme's verdict and what would change it; enough to tell its group."""

    number: int
    outcome: Outcome
    change: Changes | None

    @property
    def group(self) -> Group:
        if self.outcome.verdict is not Verdict.NO:
            return "yes" if self.outcome.verdict is Verdict.YES else "unknown"
        change = self.change
        near = change is not None and len(change.moves) == 1 and change.verdict is Verdict.YES
        return "near" if near else "no"


def verdicts(decider: Decider, numbers: Iterable[int], answers: Answers) -> list[Verdicts]:
    """For each programme asked for."""
    outcomes = decider.decide(answers)
    return [
        Verdicts(n, outcomes[n], cheapest_change(decider, n, answers) if outcomes[n].verdict is Verdict.NO else None)
        for n in numbers
    ]


@dataclass(frozen=True, slots=True)
class Card:
    """One programme for one company."""

    key: str
    code: str
    title: str
    kind: str
    group: Group
    paid: bool
    """Whether it is about money at all."""
    amount: str
    if_changed: str
    """The amount once the cheapest change is made; empty where that is not near."""
    lines: list[tuple[str, str]]
    least_lines: list[tuple[str, str]]
    reasons: list[wording.Reasoned]
    asks: str
    """The questions that are still open, the first of them."""
    all_asks: str
    confirms: list[str]
    """What only a named person can confirm."""
    change: wording.Steps | None
    window: wording.WindowState
    windows: list[str]
    open_terms: tuple[str, ...]
    sources: list[tuple[str, str]]
    fee: str
    rank: tuple[bool, int, str]

    @property
    def verdict(self) -> str:
        return str(GROUPS[self.group])

    @property
    def state(self) -> str:
        return GROUP_STATES[self.group]


def card(decider: Decider, found: Verdicts, asker: Asker) -> Card:
    """Everything in words."""
    n, book = found.number, decider.book
    one = book.descriptions[n]
    now = amount(decider, n, asker.answers, asker.costs)
    near = found.group == "near"
    then = amount(decider, n, changed(asker.answers, found.change), asker.costs) if near else None
    waits, confirms = open_facts(decider, found.outcome)
    window = wording.window_state(one, asker.at, asker.zone)
    shown = then or now
    return Card(
        key=key_of(one),
        code=one.code,
        title=wording.named(one.words),
        kind=wording.kind_name(one),
        group=found.group,
        paid=bool(one.courses),
        amount=wording.amount_text(now, one),
        if_changed=wording.amount_text(then, one) if then else "",
        lines=wording.amount_lines(one, shown),
        least_lines=wording.amount_lines(one, shown, least=True),
        reasons=[wording.reasoned(book, why, asker.areas) for why in why_not(decider, n, asker.answers) or ()],
        asks=wording.fact_names(book, waits, ASKS),
        all_asks=wording.fact_names(book, waits) if len(waits) > ASKS else "",
        confirms=confirms,
        change=wording.steps(book, found.change, asker.areas) if found.change else None,
        window=window,
        windows=wording.windows_text(one),
        open_terms=one.open_terms,
        sources=[(wording.source_text(source), source.wording) for source in one.sources],
        fee=wording.fee_text(one.fee_yen) if one.fee_yen is not None else "",
        rank=_rank(one, shown, window),
    )


def changed(answers: Answers, change: Changes | None) -> Answers:
    """The answers after a change was made."""
    return {**answers, **{move.fact: move.after for move in change.moves}} if change else answers


def open_facts(decider: Decider, outcome: Outcome) -> tuple[list[str], list[str]]:
    """What an unknown verdict waits for: questions to the company, and confirmations by somebody else."""
    if outcome.verdict is not Verdict.UNKNOWN:
        return [], []
    book, facts = decider.book, _facts(decider, [outcome])
    asks = [key for key in facts if key in decider.asked]
    said = {book.atoms[one.atom].fact: book.atoms[one.atom].said for one in decider.said(outcome.open)}
    confirms = [wording.comparison(book, said[key]) for key in facts if key not in decider.asked]
    return asks, confirms


def matter(decider: Decider, numbers: Iterable[int], answers: Answers) -> list[str]:
    """The unanswered facts on which a verdict or an amount of these programmes still rests."""
    known = decider.known(answers)
    found: dict[str, None] = {}
    for n in numbers:
        who, *terms = decider.outcomes(decider.circuit.roots[n], known)
        if who.verdict is not Verdict.NO:
            found |= dict.fromkeys(_facts(decider, [who, *terms]))
    order = {key: place for place, key in enumerate(decider.book.facts)}
    return sorted((key for key in found if key in decider.asked), key=lambda key: order[key])


def asked_by(decider: Decider, numbers: Iterable[int]) -> frozenset[str]:
    """Every fact that these programmes ask for at all."""
    return asked_under(decider, (node for n in numbers for node in decider.circuit.roots[n]))


def asked_under(decider: Decider, nodes: Iterable[int]) -> frozenset[str]:
    """Every fact a company is asked for in these parts of the circuit."""
    under = 0
    for node in nodes:
        under |= decider.circuit.nodes[node].under
    return frozenset(decider.circuit.fact(literal) for literal in bits(under)) & decider.asked


def _facts(decider: Decider, outcomes: Iterable[Outcome]) -> list[str]:
    mask = 0
    for one in outcomes:
        mask |= one.open if one.verdict is Verdict.UNKNOWN else 0
    return list(dict.fromkeys(decider.circuit.fact(literal) for literal in bits(mask)))


def _rank(one: Description, shown: Amount, window: wording.WindowState) -> tuple[bool, int, str]:
    """What can be applied for now comes first, then what gives most."""
    return window.state not in OPEN, -(shown.most or 0), key_of(one)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of the four groups with its cards."""

    key: Group
    title: str
    state: str
    first: list[Card]
    more: list[Card]

    @property
    def count(self) -> int:
        return len(self.first) + len(self.more)


def shelves(cards: Iterable[Card]) -> list[Shelf]:
    """All four groups in their order, empty ones too."""
    every = sorted(cards, key=lambda one: one.rank)
    found = []
    for key, title in GROUPS.items():
        own = [one for one in every if one.group == key]
        found.append(Shelf(key, str(title), GROUP_STATES[key], own[:SHOWN], own[SHOWN:]))
    return found
