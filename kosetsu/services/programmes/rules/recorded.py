"""What a company's record answers already, so that nobody is asked for it."""

from collections.abc import Mapping
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


def from_record(recorded: Recorded, facts: Mapping[str, Fact]) -> dict[str, Value]:
    """The facts that the record answers, each as a value of its fact; what it cannot say is left to be asked.

    What a record may lack is said where it is there and never where it is not: a workplace in a region, a large owner,
    that a company applies together with others.
    """
    areas = recorded.places | ({recorded.area} if recorded.area else frozenset())
    [area] = areas if len(areas) == 1 else [None]
    known = {
        "industry": recorded.industry or None,
        "employees": recorded.employees,
        "capital_yen": recorded.capital_yen,
        "large_owned": recorded.large_owned or None,
        "sole_trader": recorded.kind == "sole_trader",
        "cooperative": recorded.kind == "cooperative" or None,
        "area": recorded.area or area,
    }
    asked = {
        fact.key: any(code.startswith(fact.within) for code in areas) or None
        if fact.record == "workplace"
        else known[fact.record]
        for fact in facts.values()
        if fact.record
    }
    return {key: value for key, value in asked.items() if value is not None}
