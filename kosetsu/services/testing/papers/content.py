"""Everything a report (成績書) says, as one frozen value: what is stored, judged, translated and printed."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
NAMES = frozenset(
    {"kind", "number", "sample", "code", "certificate", "seal", "verdict", "replaces", "same_measurements_as"}
)
"""Fields that name something: they are printed as they are in every language."""
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Address:
    """Who and where: the laboratory, or the client with the person to ask."""

    name: str
    address: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """One item as it came."""

    number: str
    description: str
    condition: str = ""
    received_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """One apparatus as it stood on the day of the measurement."""

    code: str
    name: str
    calibrated_on: dt.date | None = None
    valid_until: dt.date | None = None
    certificate: str = ""
    traceability: str = ""
    used_on: dt.date | None = None
    """The last day of its use, about which this check decides."""
    calibrated: bool = True
    """Whether the measurement rests on its calibration; a saw does not."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table: what was found, how sure, beside what was asked."""

    sample: str
    item: str
    value: str
    unit: str
    uncertainty: str = ""
    requirement: str = ""
    verdict: str = ""
    provider: str = ""
    """Who measured it, where it was not the laboratory."""
    external: bool = False
    before_adjustment: str = ""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the laboratory took the items itself."""

    on: dt.date | None
    item: str
    place: str
    plan: str
    conditions: str
    uncertainty: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody authorised thinks of the results, and why."""

    text: str
    basis: str
    by: str


@dataclass(frozen=True, slots=True)
class Content:
    """One report. Texts are Japanese; ``english`` of the record holds their translations."""

    kind: str
    title: str
    number: str
    issued_on: dt.date | None
    laboratory: Address
    places: tuple[str, ...]
    client: Address
    samples: tuple[Sample, ...]
    methods: tuple[str, ...]
    deviations: str
    started_on: dt.date | None
    ended_on: dt.date | None
    conditions: str
    results: tuple[Result, ...]
    instruments: tuple[Instrument, ...]
    tested_by: tuple[str, ...]
    verified_by: tuple[str, ...]
    authorised_by: str
    seal: str
    specification: str = ""
    decision_rule: str = ""
    needs_uncertainty: bool = False
    uncertainty_note: str = ""
    from_client: tuple[str, ...] = ()
    sampling: Sampling | None = None
    opinions: tuple[Opinion, ...] = ()
    remarks: tuple[str, ...] = ()
    replaces: str = ""
    replaces_issued_on: dt.date | None = None
    changes: str = ""
    reason: str = ""
    same_measurements_as: str = ""
    adjusted: bool = False


def dump(value: Any) -> Any:
    """The value as JSON keeps it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: dump(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [dump(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def load(data: Mapping[str, Any]) -> Content:
    """The content as it was stored; what a later edition of the program added has its default."""
    loaded: Content = _load(Content, data)
    return loaded


def texts(content: Content) -> Iterator[str]:
    """Every text in Japanese letters, once, in the order of the paper: what an English paper needs translated."""
    yield from dict.fromkeys(text for text in _strings(content) if JAPANESE.search(text))


def translated(content: Content, english: Mapping[str, str]) -> Content:
    """The same report with each text in English where there is one."""
    return _map(content, english)


def numbered(content: Content, *, number: str, issued_on: dt.date, authorised_by: str) -> Content:
    """The draft with what only the issue knows."""
    return replace(content, number=number, issued_on=issued_on, authorised_by=authorised_by)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in NAMES:
                yield from _strings(getattr(value, field.name))


def _map(value: _Value, english: Mapping[str, str]) -> _Value:
    if isinstance(value, str):
        return english.get(value, value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_map(one, english) for one in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{one.name: _map(getattr(value, one.name), english) for one in fields(value) if one.name not in NAMES},
        )
    return value


def _load(kind: Any, data: Any) -> Any:
    if data is None:
        return None
    if get_origin(kind) in (UnionType, Union):
        return _load(next(one for one in get_args(kind) if one is not type(None)), data)
    if get_origin(kind) is tuple:
        return tuple(_load(get_args(kind)[0], one) for one in data)
    if kind is dt.date:
        return dt.date.fromisoformat(data)
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: _load(hint, data[name]) for name, hint in _hints(kind).items() if name in data})
    return data


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
