"""What a company's record answers already, so that nobody is asked for it."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from kosetsu.services.programmes.rules.language import Fact, Value


class Recorded(NamedTuple):
    """What the institute has on record of one organisation on a day."""

    pk: int
    industry: str
    employees: int | None
    capital_yen: int | None
    large_owned: bool
    kind: str
    area: str | None
    """The code of the municipality the organisation itself is in."""
    places: frozenset[str] = frozenset()
    """Those of its open workplaces."""


def from_record(record: Recorded, facts: Mapping[str, Fact]) -> dict[str, Value]:
    """The facts that one record answers."""
    return {key: value for key, [value] in from_records([record], facts).items() if value is not None}


def from_records(records: Sequence[Recorded], facts: Mapping[str, Fact]) -> dict[str, list[Value | None]]:
    """The facts that records answer: by fact a value for each record, None where it cannot say and is to be asked.

    What a record may lack is said where it is there and never where it is not: a workplace in a region, a large owner,
    that a company applies together with others.
    """
    return {key: list(_column(records, fact)) for key, fact in facts.items() if fact.record}


def _column(records: Sequence[Recorded], fact: Fact) -> Iterable[Value | None]:
    match fact.record:
        case "industry":
            return (one.industry or None for one in records)
        case "employees" | "capital_yen":
            return map(attrgetter(fact.record), records)
        case "large_owned":
            return (one.large_owned or None for one in records)
        case "sole_trader":
            return (one.kind == "sole_trader" for one in records)
        case "cooperative":
            return (one.kind == "cooperative" or None for one in records)
        case "area":
            return (one.area or _only(one.places) for one in records)
    return (any(code.startswith(fact.within) for code in _places(one)) or None for one in records)


def _only(places: frozenset[str]) -> str | None:
    return next(iter(places)) if len(places) == 1 else None


def _places(one: Recorded) -> frozenset[str]:
    return one.places | {one.area} if one.area else one.places
