"""What a company's record answers already, so that nobody is asked for it."""

from collections.abc import Iterable, Mapping, Sequence
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


class Columns(NamedTuple):
    """The same of many organisations, a column for each field."""

    pk: Sequence[int]
    industry: Sequence[str]
    employees: Sequence[int | None]
    capital_yen: Sequence[int | None]
    large_owned: Sequence[bool]
    kind: Sequence[str]
    area: Sequence[str | None]
    places: Sequence[frozenset[str]]


def from_record(record: Recorded, facts: Mapping[str, Fact]) -> dict[str, Value]:
    """The facts that one record answers."""
    one = Columns(*([value] for value in record))  # type: ignore[arg-type]
    return {key: value for key, [value] in from_columns(one, facts).items() if value is not None}


def from_columns(records: Columns, facts: Mapping[str, Fact]) -> dict[str, list[Value | None]]:
    """The facts that records answer: by fact a value for each record, None where it cannot say and is to be asked.

    What a record may lack is said where it is there and never where it is not: a workplace in a region, a large owner,
    that a company applies together with others.
    """
    return {key: list(_column(records, fact)) for key, fact in facts.items() if fact.record}


def _column(records: Columns, fact: Fact) -> Iterable[Value | None]:
    match fact.record:
        case "industry":
            return (industry or None for industry in records.industry)
        case "employees":
            return records.employees
        case "capital_yen":
            return records.capital_yen
        case "large_owned":
            return (owned or None for owned in records.large_owned)
        case "sole_trader":
            return (kind == "sole_trader" for kind in records.kind)
        case "cooperative":
            return (kind == "cooperative" or None for kind in records.kind)
        case "area":
            return (area or _only(places) for area, places in zip(records.area, records.places, strict=True))
    within: dict[str | None, bool] = {None: False}
    for code in {*records.area, *(code for places in set(records.places) for code in places)} - {None}:
        within[code] = str(code).startswith(fact.within)
    where = zip(records.area, records.places, strict=True)
    return (within[area] or any(within[code] for code in places) or None for area, places in where)


def _only(places: frozenset[str]) -> str | None:
    return next(iter(places)) if len(places) == 1 else None
