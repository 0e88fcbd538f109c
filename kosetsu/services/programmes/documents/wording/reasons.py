"""Why a programme is not open, and what would change that, sentence by sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kosetsu.common.money import yen_text
from kosetsu.services.programmes.documents.wording.conditions import comparison, opposite
from kosetsu.services.programmes.documents.wording.facts import Areas, fact_name, fact_names, named, value_text
from kosetsu.services.programmes.documents.wording.times import days_text
from kosetsu.services.programmes.rules.asking import Question
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.language import Change, Fact, Value
from kosetsu.services.programmes.rules.reasons import Changes, Move, Reason


@dataclass(frozen=True, slots=True)
class Reasoned:
    """One comparison that is not met."""

    needed: str
    """What is asked: 従業員の数が20人以下."""
    has: str
    """What the company answered: 25人."""
    clause: str
    """Where the source says so."""
    sentence: str


def reasoned(book: Book, reason: Reason, areas: Areas | None = None) -> Reasoned:
    """A failing comparison with the company's value and the threshold."""
    said = book.atoms[reason.one.atom].said
    needed = opposite(book, said) if reason.negated else comparison(book, said)
    fact = book.facts[reason.fact]
    has = value_text(fact, reason.value, areas)
    sentence = _("「%(needed)s」が条件ですが、現在の答えは「%(has)s」です。") % {"needed": needed, "has": has}
    return Reasoned(needed, has, reason.clause, sentence)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or decide, and what it takes."""

    fact: str
    text: str
    takes: str
    """Days and fee, or that the company decides it itself."""
    days: int
    fee_yen: int
    programme: str
    """The code of the programme that does it; empty where none does."""
    programme_title: str
    source: str


@dataclass(frozen=True, slots=True)
class Steps:
    """All that has to be changed, in its order, and what it takes together."""

    steps: tuple[Step, ...]
    total: str
    opens: bool
    """Whether the programme is then open; otherwise something stays unknown."""

    @property
    def one(self) -> bool:
        return len(self.steps) == 1


def steps(book: Book, changes: Changes, areas: Areas | None = None) -> Steps:
    """The cheapest change in words."""
    found = tuple(_step(book, move, areas) for move in changes.moves)
    return Steps(found, takes(changes.days, changes.fee_yen), changes.verdict == "yes")


def takes(days: int, fee_yen: int) -> str:
    """What something takes: 30日・費用 5,000円. Without a fee none is spoken of: perhaps nobody said there is one."""
    if not fee_yen:
        return days_text(days)
    fee = _("費用 %(fee)s") % {"fee": yen_text(fee_yen)}
    return _("%(days)s・%(fee)s") % {"days": days_text(days), "fee": fee}


def _step(book: Book, move: Move, areas: Areas | None) -> Step:
    change = book.facts[move.fact].change
    if change is None:
        raise ValueError(f"{move.fact} cannot be changed")
    own = change.kind == "decision" and not move.days and not move.fee_yen
    return Step(
        move.fact,
        _moved(book, move, change, areas),
        _("自社で決められます") if own else takes(move.days, move.fee_yen),
        move.days,
        move.fee_yen,
        change.programme,
        programme_title(book, change.programme),
        change.source,
    )


def _moved(book: Book, move: Move, change: Change, areas: Areas | None) -> str:
    """What is done; for a flag that is all, for anything else from what to what."""
    if isinstance(move.after, bool):
        done = named(change.words)
        return done if move.after else _("%(what)sを取りやめる") % {"what": fact_name(book, move.fact)}
    before, after = _values(book, move, (move.before, move.after), areas)
    what = {"what": named(change.words), "before": before, "after": after}
    return _("%(what)s（%(before)s → %(after)s）") % what


def _values(book: Book, move: Move, values: Sequence[Value | None], areas: Areas | None) -> list[str]:
    return [value_text(book.facts[move.fact], value, areas) for value in values]


def programme_title(book: Book, code: str) -> str:
    """A programme's name by its code; the code where it is not described today."""
    number = book.numbers.get(code)
    return code if number is None else named(book.descriptions[number].words)


def effect_text(question: Question) -> str:
    """What an answer is expected to settle."""
    if question.yen:
        parts = {"all": yen_text(question.undecided_yen), "yen": yen_text(int(question.yen))}
        return _("答えると、まだ決まっていない%(all)sのうち、平均で%(yen)sが決まります。") % parts
    if question.decided:
        return _("答えると、使えるかどうかが平均で%(count)s件決まります。") % {
            "count": f"{float(question.decided):.2g}"
        }
    return _("ほかの答えとあわせて、使えるかどうかが決まります。")


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """What has to be done before an application, and what it takes."""

    text: str
    takes: str
    holds: str
    """How long it holds once done; empty where that is not said."""
    first: str
    """What has to be done before it."""
    programme: str
    programme_title: str
    source: str


def prerequisite(book: Book, fact: Fact) -> Prerequisite:
    """A step, without a company that would take it."""
    change = fact.change
    if change is None:
        raise ValueError(f"{fact.key} is no step")
    holds = _("取得から%(days)s有効") % {"days": days_text(change.valid_days)} if change.valid_days else ""
    first = _("先に：%(facts)s") % {"facts": fact_names(book, change.needs)} if change.needs else ""
    title = programme_title(book, change.programme)
    time = takes(change.days, change.fee_yen)
    return Prerequisite(named(change.words), time, holds, first, change.programme, title, change.source)
