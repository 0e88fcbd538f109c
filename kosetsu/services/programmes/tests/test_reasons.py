"""Why not and the cheapest change, beside every set of comparisons and every set of values there is."""

import datetime as dt
import math
from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Any

from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.book import Book, Count, One
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.reasons import cheapest_change, why_not
from kosetsu.services.programmes.tests.made_up import CASES, DAY, SIZES, MadeUp, words

TOO_MANY = 3_000
AGAIN = 2116
"""A comparison that stands twice in one part, while the parts share no fact."""
UNDONE = (2126, 2616)
"""What opens the programme would undo what it needs itself."""


def test_why_not_any_condition_is_the_smallest_set_that_opens_it() -> None:
    wrong = []
    for seed in (*range(CASES), AGAIN):
        made = MadeUp(seed)
        decider, one = Decider(made.book), made.descriptions[0]
        answers = made.masked(made.full([one.who], one.code), at_most=2)
        found = why_not(decider, 0, answers)
        if made.oracle.verdict(one.who, answers, one.code) != "no":
            assert found is None
            continue
        smallest = _smallest(made, answers)
        if smallest is not None and len(found or ()) != smallest:
            wrong.append((seed, smallest, found))
    assert wrong == []


def _smallest(made: MadeUp, answers: dict[str, Any]) -> int | None:
    """The fewest failing comparisons that are used where the condition holds, over all values of all facts."""
    one, book = made.descriptions[0], made.book
    free = {key: value for key, value in answers.items() if key not in made.oracle.asked([one.who], one.code)}
    completions = made.oracle.completions([one.who], answers, one.code)
    holding: list[set[One]] = [_true(book, full) for full in completions]
    failing = {leaf for leaf in _leaves(book.who[0]) if not any(leaf in true for true in holding)}
    best = None
    within = {**free, "industry": answers["industry"]} if "industry" in answers and "industry" not in free else None
    every = made.oracle.completions([one.who], free, one.code)
    if within is not None:  # what begins with the answer and with nothing that is asked
        every = chain(every, made.oracle.completions([one.who], within, one.code))
    for count, full in enumerate(every):
        if count > TOO_MANY:
            return None
        if _inside(made, full, answers, failing, book):
            need = _fewest(book.who[0], _true(book, full), failing, below=best)
            best = best if need is None else need
    return best or 0


def _inside(made: MadeUp, full: dict[str, Any], answers: dict[str, Any], failing: set[One], book: Book) -> bool:
    """Whether only facts moved of which a failing comparison is met: others keep within what was answered."""
    true = _true(book, full)
    moved = {book.atoms[one.atom].fact for one in failing & true}
    return all(
        key in moved or (str(value).startswith(answers[key]) if key == "industry" else value == answers[key])
        for key, value in full.items() if key in answers
    )  # fmt: skip


def _true(book: Book, full: dict[str, Any]) -> set[One]:
    found = set()
    for n, atom in enumerate(book.atoms):
        if atom.fact in full:
            region = book.regions[atom.fact].of(full[atom.fact])[0]
            found.add(One(n, not atom.true_in >> region & 1))
    return found


def _leaves(formula: Any) -> Iterator[One]:
    if isinstance(formula, One):
        yield formula
    else:
        for part in formula.parts:
            yield from _leaves(part)


def _fewest(formula: Any, true: set[One], failing: set[One], below: int | None) -> int | None:
    """The fewest of ``failing & true`` with which the formula holds; None where it does not at all, or not with fewer
    than ``below``."""
    if not _evaluated(formula, true):  # nor with fewer that are true
        return None
    candidates = sorted(set(_leaves(formula)) & failing & true, key=str)
    for count in range(len(candidates) + 1 if below is None else min(len(candidates) + 1, below)):
        for chosen in combinations(candidates, count):
            if _evaluated(formula, true - failing | set(chosen)):
                return count
    return None


def _evaluated(formula: One | Count, true: set[One]) -> bool:
    if isinstance(formula, One):
        return formula in true
    return sum(_evaluated(part, true) for part in formula.parts) >= formula.least


def test_cheapest_change_any_condition_flips_and_costs_what_brute_force_finds() -> None:
    wrong = []
    for seed in (*range(CASES), *UNDONE):
        made = MadeUp(seed, depth=2 + seed % 2, changeable=True)
        decider, one = Decider(made.book), made.descriptions[0]
        answers = made.masked(made.full([one.who], one.code), at_most=2)
        found = cheapest_change(decider, 0, answers)
        cheapest = _by_brute_force(made, answers)
        if cheapest == "too many":
            continue
        if (found and (found.days, found.fee_yen)) != cheapest:
            wrong.append((seed, cheapest, found))
        if found:
            changed = {**answers, **{move.fact: move.after for move in found.moves}}
            assert made.oracle.verdict(one.who, changed, one.code) == found.verdict != "no"
    assert wrong == []


def test_cheapest_change_twelve_facts_costs_what_brute_force_finds() -> None:
    wrong = []
    for seed in range(max(3, CASES // 10)):
        made = MadeUp(seed, depth=4, changeable=True, flags=12)
        who = made.descriptions[0].who
        answers = {key: made.random.random() < 0.5 for key in made.by_key}
        best = None if made.oracle.holds(who, answers, "P0") else _best_of_all(made, who, answers)
        found = cheapest_change(Decider(made.book), 0, answers)
        if (found and (found.days, found.fee_yen)) != best:
            wrong.append((seed, best, found))
    assert wrong == []


def _best_of_all(made: MadeUp, who: Any, answers: dict[str, bool]) -> Any:
    best: Any = None
    ways = [key for key, one in made.by_key.items() if one.change and (not answers[key]) in one.change.to]
    for chosen in product((False, True), repeat=len(ways)):
        moved = {key: not answers[key] for key, move in zip(ways, chosen, strict=True) if move}
        if made.oracle.holds(who, {**answers, **moved}, "P0"):
            cost = _cost(made, moved, answers)
            best = cost if best is None or (cost is not None and cost < best) else best
    return best


def _by_brute_force(made: MadeUp, answers: dict[str, Any]) -> Any:
    one = made.descriptions[0]
    if made.oracle.verdict(one.who, answers, one.code) != "no":
        return None
    asked = made.oracle.asked([one.who], one.code)
    ways = {key: [None, *_values(made, key, asked.get(key, []), answers)] for key in made.by_key}
    ways = {key: values for key, values in ways.items() if len(values) > 1}
    if math.prod(map(len, ways.values())) > TOO_MANY:
        return "too many"
    best: Any = None
    for values in product(*ways.values()):
        moved = {key: value for key, value in zip(ways, values, strict=True) if value is not None}
        cost = _cost(made, moved, answers)
        if cost is not None and (best is None or cost < best) and (
            made.oracle.verdict(one.who, {**answers, **moved}, one.code) != "no"
        ):  # fmt: skip
            best = cost
    return best


def _values(made: MadeUp, key: str, asked: list[Any], answers: dict[str, Any]) -> list[Any]:
    """What a fact can become; flags that are not asked too, as something may need them."""
    fact = made.by_key[key]
    if fact.change is None or (key not in answers and fact.kind != "flag"):
        return []
    if fact.change.to:
        return [value for value in fact.change.to if value != answers.get(key) and (asked or value is True)]
    before = answers[key]
    return [value for value in asked if value != before
            and fact.change.direction in ("both", "up" if value > before else "down")]  # fmt: skip


def _cost(made: MadeUp, moved: dict[str, Any], answers: dict[str, Any]) -> tuple[int, int] | None:
    days = fee = 0
    after = {**answers, **moved}
    for key, value in moved.items():
        change = made.by_key[key].change
        assert change is not None
        if any(after.get(need) is not True for need in change.needs) or _in_a_circle(made, key, moved):
            return None
        distance = 0
        if not change.to:
            far = value - answers[key]
            distance = abs(far.days if isinstance(far, dt.timedelta) else far)
        days += change.days + math.ceil(change.days_each * distance)
        fee += change.fee_yen
    return days, fee


def _in_a_circle(made: MadeUp, key: str, moved: dict[str, Any]) -> bool:
    """Whether a change waits for itself, by changes that are made."""
    seen: set[str] = set()
    left = [key]
    while left:
        change = made.by_key[left.pop()].change
        for need in change.needs if change else ():
            if need == key:
                return True
            if need in moved and need not in seen:
                seen.add(need)
                left.append(need)
    return False


def test_why_not_too_many_people_says_value_threshold_and_clause() -> None:
    who = said.All(all=(said.AtMost(fact="employees", at_most=20, clause="2(1)"), _at_least(0)))
    found = why_not(_decider(who), 0, {"employees": 35})
    assert [(one.fact, one.value, one.threshold, one.clause, one.negated) for one in found or ()] == [
        ("employees", 35, 20, "2(1)", False)
    ]


def test_why_not_one_of_two_ways_is_the_shorter() -> None:
    flags = [said.Is.model_validate({"fact": f"flag_{key}", "is": True}) for key in "abc"]
    found = why_not(_decider(said.Any_(any=(said.All(all=tuple(flags[:2])), flags[2]))), 0,
                    {"flag_a": False, "flag_b": False, "flag_c": False})  # fmt: skip
    assert [one.fact for one in found or ()] == ["flag_c"]


def _at_least(profit: int) -> said.AtLeast:
    return said.AtLeast(fact="profit", at_least=profit)


def _decider(who: Any) -> Decider:
    made = MadeUp(1)
    one = made.descriptions[0].model_copy(update={"who": who, "courses": (), "words": words("p")})
    return Decider(Book(DAY, made.vocabulary, (one,), SIZES))
