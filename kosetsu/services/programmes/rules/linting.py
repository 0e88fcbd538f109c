"""What is wrong with a description before anybody is judged by it.

First what it names and how it compares, since a book cannot be made of what does not exist; then what its conditions
can and cannot be, exactly, over the regions of every fact; then money, days, sources and other programmes.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from kosetsu.foundation.parties.rules.law import SizeThreshold
from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.book import SIZE_FACTS, Book, Count, Formula, One, leaves, negation
from kosetsu.services.programmes.rules.language import NUMBERS, Course, Description, Fact, Uplift, Vocabulary, Window


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or looks wrong, and where in the description."""

    severity: Literal["error", "warning"]
    key: str
    path: str
    """As "courses.0.uplifts.1.when"; what a definition or a fact has begins with "definitions." or "facts."."""
    data: Mapping[str, Any] = field(default_factory=dict)


def lint(
    description: Description, vocabulary: Vocabulary, others: Sequence[Description], sizes: Sequence[SizeThreshold],
    day: dt.date,
) -> tuple[Finding, ...]:  # fmt: skip
    """Everything wrong with a description as of a day; it never fails, whatever is written."""
    named = tuple({repr(one): one for one in _Names(description, vocabulary, sizes).findings()}.values())
    exact: tuple[Finding, ...] = ()
    if not named:
        exact = tuple(_Conditions(Book(day, vocabulary, (description,), tuple(sizes))).findings())
    beside = tuple(one for one in others if one.identity != description.identity)
    return (*named, *exact, *_money(description, vocabulary), *_sources(description, day),
            *_rounds(description, beside), *_others(description, vocabulary, beside))  # fmt: skip


# --- names and comparisons -------------------------------------------------------------------------------------------

_FITTING: tuple[tuple[type[Any], frozenset[str]], ...] = (
    (said.Among, frozenset({"choice"})), (said.Under, frozenset({"code"})), (said.AtLeast, NUMBERS),
    (said.AtMost, NUMBERS), (said.Within, frozenset({"day"})),
)  # fmt: skip


def written(description: Description) -> Iterator[tuple[str, Any]]:
    """Every condition of a description, with its path."""
    yield "who", description.who
    for n, course in enumerate(description.courses):
        yield f"courses.{n}.who", course.who
        yield from ((f"courses.{n}.uplifts.{m}.when", one.when) for m, one in enumerate(course.uplifts))


class _Names:
    """Facts, definitions and choices that do not exist, comparisons that do not fit, and circles."""

    def __init__(self, description: Description, vocabulary: Vocabulary, sizes: Sequence[SizeThreshold]) -> None:
        self.description, self.sizes = description, sizes
        self.facts = {one.key: one for one in vocabulary.facts}
        self.definitions = {one.key: one for one in vocabulary.definitions}
        self.used: dict[str, None] = {}
        """The facts the description rests on."""

    def findings(self) -> Iterator[Finding]:
        for path, condition in written(self.description):
            yield from self._condition(path, condition, ())
        for key in self.used:
            yield from self._needs(key, ())

    def _condition(self, path: str, condition: Any, above: tuple[str, ...]) -> Iterator[Finding]:
        match condition:
            case said.All(all=parts) | said.Any_(any=parts) | said.Some(of=parts):
                for n, part in enumerate(parts):
                    yield from self._condition(f"{path}.{n}", part, above)
            case said.Not(not_=part):
                yield from self._condition(f"{path}.not", part, above)
            case said.Use(use=key):
                yield from self._use(path, key, above)
            case said.Size():
                yield from self._size(path, condition)
            case said.Confirmed():
                pass
            case _:
                yield from self._comparison(path, condition)

    def _use(self, path: str, key: str, above: tuple[str, ...]) -> Iterator[Finding]:
        if key not in self.definitions:
            yield Finding("error", "unknown_definition", path, {"definition": key})
        elif key in above:
            yield Finding("error", "circular_definition", f"definitions.{key}", {"definition": key})
        else:
            yield from self._condition(f"definitions.{key}", self.definitions[key].condition, (*above, key))

    def _size(self, path: str, condition: said.Size) -> Iterator[Finding]:
        for key in SIZE_FACTS:
            if key not in self.facts:
                yield Finding("error", "unknown_fact", path, {"fact": key})
        for act in sorted(set(condition.acts) - {one.act for one in self.sizes}):
            yield Finding("error", "unknown_act", path, {"act": act})

    def _comparison(self, path: str, condition: Any) -> Iterator[Finding]:
        fact = self.facts.get(condition.fact)
        if fact is None:
            yield Finding("error", "unknown_fact", path, {"fact": condition.fact})
            return
        self.used[fact.key] = None
        if not _fits(condition, fact):
            yield Finding("error", "unfit_comparison", path, {"fact": fact.key, "kind": fact.kind})
        elif fact.kind == "choice":
            wanted = condition.among if isinstance(condition, said.Among) else (condition.equals,)
            for choice in sorted(set(wanted) - {one.key for one in fact.choices}):
                yield Finding("error", "unknown_choice", path, {"fact": fact.key, "choice": choice})

    def _needs(self, key: str, above: tuple[str, ...]) -> Iterator[Finding]:
        path = f"facts.{key}.change.needs"
        if key in above:
            yield Finding("error", "circular_needs", path, {"fact": key})
            return
        change = self.facts[key].change
        for need in change.needs if change is not None else ():
            if need not in self.facts:
                yield Finding("error", "unknown_fact", path, {"fact": need})
            elif self.facts[need].kind != "flag":
                yield Finding("error", "unfit_comparison", path, {"fact": need, "kind": self.facts[need].kind})
            else:
                yield from self._needs(need, (*above, key))


def _fits(condition: Any, fact: Fact) -> bool:
    if isinstance(condition, said.Is):
        return fact.kind == ("flag" if isinstance(condition.equals, bool) else "choice")
    return any(isinstance(condition, kind) and fact.kind in kinds for kind, kinds in _FITTING)


# --- what conditions can be ------------------------------------------------------------------------------------------


class _Conditions:
    """Exactly, over the regions of the book: what nobody can meet, what everybody does, what must come before."""

    def __init__(self, book: Book) -> None:
        self.book, self.said = book, book.descriptions[0]

    def findings(self) -> Iterator[Finding]:
        who = self.book.who[0]
        if not possible(self.book, who):
            yield Finding("error", "unsatisfiable", "who")
            return
        for n, (course, uplifts) in enumerate(self.book.courses[0]):
            asked = Count(2, (who, course))
            if not possible(self.book, asked):
                yield Finding("error", "unsatisfiable", f"courses.{n}.who")
                continue
            for m, uplift in enumerate(uplifts):
                path = f"courses.{n}.uplifts.{m}.when"
                if not possible(self.book, Count(2, (asked, uplift))):
                    yield Finding("error", "unsatisfiable", path)
                elif not possible(self.book, Count(2, (asked, negation(uplift)))):
                    yield Finding("warning", "always_true", path)
        yield from self._windows()

    def _windows(self) -> Iterator[Finding]:
        """Windows too short for whoever begins the steps that all need on the day they open."""
        windows = self.said.windows if isinstance(self.said.windows, tuple) else ()
        lengths = {fact: duration(self.book.facts, fact) for fact in self._needed()}
        for n, window in enumerate(windows):
            open_days = (window.closes - window.opens).days
            for fact, days in lengths.items():
                if open_days < days:
                    data = {"fact": fact, "days": days, "window_days": open_days}
                    yield Finding("warning", "window_too_short", f"windows.{n}", data)

    def _needed(self) -> Iterator[str]:
        """The flags that a step sets and without which nobody meets any course."""
        who = self.book.who[0]
        ways = [Count(2, (who, course)) for course, _uplifts in self.book.courses[0]] or [Count(1, (who,))]
        facts = dict.fromkeys(self.book.atoms[leaf.atom].fact for way in ways for leaf in leaves(way))
        for key in facts:
            change = self.book.facts[key].change
            if change is not None and change.kind == "step" and self.book.facts[key].kind == "flag":
                without = {key: self.book.regions[key].names.index(False)}
                if not any(possible(self.book, way, without) for way in ways):
                    yield key


def duration(facts: Mapping[str, Fact], key: str) -> int:
    """Days until a flag is yes, with the steps it needs before; steps that do not need each other run side by side."""
    change = facts[key].change
    return 0 if change is None else change.days + max((duration(facts, need) for need in change.needs), default=0)


def possible(book: Book, formula: Formula, fixed: Mapping[str, int] | None = None) -> bool:
    """Whether some company meets a formula, exactly: facts are tried one by one until it is settled."""
    known = fixed or {}
    value = _value(book, formula, known)
    if value is not None:
        return value
    atoms = {leaf.atom: book.atoms[leaf.atom] for leaf in leaves(formula)}
    fact = next(atom.fact for atom in atoms.values() if atom.fact not in known)
    mine = [atom.true_in for atom in atoms.values() if atom.fact == fact]
    alike = {tuple(bits >> region & 1 for bits in mine): region for region in book.regions[fact].possible}
    return any(possible(book, formula, {**known, fact: region}) for region in alike.values())


def _value(book: Book, formula: Formula, fixed: Mapping[str, int]) -> bool | None:
    if isinstance(formula, One):
        atom = book.atoms[formula.atom]
        if atom.fact not in fixed:
            return None
        return bool(atom.true_in >> fixed[atom.fact] & 1) != formula.negated
    values = [_value(book, part, fixed) for part in formula.parts]
    if values.count(True) >= formula.least:
        return True
    return False if len(values) - values.count(False) < formula.least else None


# --- money, days, sources --------------------------------------------------------------------------------------------


def _money(description: Description, vocabulary: Vocabulary) -> Iterator[Finding]:
    costs = {one.key for one in vocabulary.costs}
    for n, course in enumerate(description.courses):
        path = f"courses.{n}"
        yield from _terms(path, course)
        for m, uplift in enumerate(course.uplifts):
            yield from _terms(f"{path}.uplifts.{m}", uplift)
        for cost in course.costs:
            if cost not in costs:
                yield Finding("error", "unknown_cost", f"{path}.costs", {"cost": cost})
        most = _most(course)
        if most is not None and course.least_yen > most:
            data = {"least_yen": course.least_yen, "limit_yen": most}
            yield Finding("error", "least_above_limit", f"{path}.least_yen", data)


def _terms(path: str, terms: Course | Uplift) -> Iterator[Finding]:
    if terms.rate is not None and terms.rate > 1:
        yield Finding("error", "rate_above_one", f"{path}.rate", {"rate": str(terms.rate)})
    if terms.limit_yen == 0:
        yield Finding("error", "limit_zero", f"{path}.limit_yen")


def _most(course: Course) -> int | None:
    """The most a course can pay; None where nothing limits it."""
    every: tuple[Course | Uplift, ...] = (course, *course.uplifts)
    fixed = [one.fixed_yen for one in every if one.fixed_yen is not None]
    limits = [one.limit_yen for one in every if one.limit_yen is not None]
    return max(fixed or limits, default=None)


def _sources(description: Description, day: dt.date) -> Iterator[Finding]:
    for n, source in enumerate(description.sources):
        if not source.document.strip():
            yield Finding("error", "source_missing", f"sources.{n}.document")
        elif source.page is None:
            yield Finding("warning", "page_missing", f"sources.{n}.page", {"document": source.document})
    for n, window in enumerate(_windows(description)):
        if not window.source.strip():
            yield Finding("error", "source_missing", f"windows.{n}.source")
    if description.verified_until < day:
        yield Finding("warning", "unverified", "verified_until", {"verified_until": description.verified_until})


def _windows(description: Description) -> tuple[Window, ...]:
    return description.windows if isinstance(description.windows, tuple) else ()


# --- beside other programmes -----------------------------------------------------------------------------------------


def _rounds(description: Description, beside: Sequence[Description]) -> Iterator[Finding]:
    """Windows of one programme and one channel that share a day."""
    mine = [(n, description.round, window) for n, window in enumerate(_windows(description))]
    rest = [(one.round, window) for one in beside if one.code == description.code for window in _windows(one)]
    for n, round_, window in mine:
        later = [(other, each) for m, other, each in mine if m > n]
        for other_round, other in (*later, *rest):
            if window.channel == other.channel and window.opens <= other.closes and other.opens <= window.closes:
                names = (window.round or round_, other.round or other_round)
                yield Finding("error", "rounds_overlap", f"windows.{n}", {"round": names[0], "other": names[1],
                              "opens": other.opens, "closes": other.closes})  # fmt: skip


def _others(description: Description, vocabulary: Vocabulary, beside: Sequence[Description]) -> Iterator[Finding]:
    """Programmes that are named and do not exist, and what is said on one side only."""
    codes = {description.code, *(one.code for one in beside)}
    for name in ("exclusive_with", "stacks_with"):
        for code in getattr(description, name):
            if code not in codes:
                yield Finding("error", "unknown_programme", name, {"programme": code})
        yield from _one_sided(description, beside, name)
    for key in _asked(description, vocabulary):
        change = next((one.change for one in vocabulary.facts if one.key == key), None)
        if change is not None and change.programme and change.programme not in codes:
            yield Finding(
                "error", "unknown_programme", f"facts.{key}.change.programme", {"programme": change.programme}
            )


def _one_sided(description: Description, beside: Iterable[Description], name: str) -> Iterator[Finding]:
    mine, code = getattr(description, name), description.code
    for other in sorted({one.code for one in beside if one.code != code}):
        theirs = any(code in getattr(one, name) for one in beside if one.code == other)
        if theirs != (other in mine):
            says = code if other in mine else other
            yield Finding("warning", f"one_sided_{name}", name, {"programme": other, "says": says})


def _asked(description: Description, vocabulary: Vocabulary) -> list[str]:
    """The facts that conditions and definitions of a description speak of."""
    definitions = {one.key: one.condition for one in vocabulary.definitions}
    waiting = [condition for _path, condition in written(description)]
    facts: dict[str, None] = {}
    while waiting:
        match waiting.pop():
            case said.All(all=parts) | said.Any_(any=parts) | said.Some(of=parts):
                waiting.extend(parts)
            case said.Not(not_=part):
                waiting.append(part)
            case said.Use(use=key):
                waiting.extend(condition for condition in [definitions.pop(key, None)] if condition is not None)
            case said.Size() | said.Confirmed():
                pass
            case comparison:
                facts[comparison.fact] = None
    return list(facts)


# --- in words --------------------------------------------------------------------------------------------------------


def worded(finding: Finding) -> str:
    """What is wrong, for people."""
    said_of = {
        "unknown_definition": _("「%(definition)s」という定義はありません。"),
        "circular_definition": _("定義「%(definition)s」は、自分自身を使っています。"),
        "unknown_fact": _("「%(fact)s」という項目はありません。"),
        "unknown_act": _("「%(act)s」という法律の区分はありません。"),
        "unfit_comparison": _("項目「%(fact)s」（%(kind)s）には、この比べ方は使えません。"),
        "unknown_choice": _("項目「%(fact)s」に「%(choice)s」という選択肢はありません。"),
        "circular_needs": _("項目「%(fact)s」の前提をたどると、自分自身に戻ります。"),
        "unsatisfiable": _("この条件を満たす会社はありえません。"),
        "always_true": _("この加算の条件は、対象となる会社なら必ず満たします。"),
        "window_too_short": _("受付期間（%(window_days)s日）が、前提「%(fact)s」の日数（%(days)s日）より短いです。"),
        "unknown_cost": _("「%(cost)s」という経費の種類はありません。"),
        "least_above_limit": _("申請下限額（%(least_yen)s円）が、限度額（%(limit_yen)s円）を超えています。"),
        "rate_above_one": _("助成率「%(rate)s」が1を超えています。"),
        "limit_zero": _("限度額が0円です。定めがないときは、空のままにしてください。"),
        "source_missing": _("出典がありません。"),
        "page_missing": _("出典「%(document)s」のページがありません。"),
        "unverified": _("確認の期限（%(verified_until)s）が過ぎています。出典を確かめてください。"),
        "rounds_overlap": _("受付期間が、同じ事業のほかの回（%(opens)s〜%(closes)s）と重なっています。"),
        "unknown_programme": _("「%(programme)s」という事業はありません。"),
        "one_sided_exclusive_with": _("「%(programme)s」との併給の制限が、「%(says)s」の側にしか書かれていません。"),
        "one_sided_stacks_with": _("「%(programme)s」と同じ経費への併用が、「%(says)s」の側にしか書かれていません。"),
    }  # fmt: skip
    return said_of[finding.key] % finding.data
