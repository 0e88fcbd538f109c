"""Arithmetic of exhibitions: which looks count, what an exhibitor is told, when the doors open, what comes after."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from kosetsu.foundation.gatherings.rules import free_seats
from kosetsu.services.exhibitions.states import Verdict


def verdict(*, robot: bool, staff: bool, own: bool, registered: bool, running: bool) -> Verdict:
    """Whether a look counts: the first reason not to, in the order in which the rule is printed."""
    reasons = (
        (robot, Verdict.ROBOT), (staff, Verdict.STAFF), (own, Verdict.OWN), (not registered, Verdict.UNREGISTERED),
        (not running, Verdict.OUTSIDE),
    )  # fmt: skip
    return next((why for holds, why in reasons if holds), Verdict.COUNTED)


def told(count: int, small_cell: int) -> int | None:
    """The number as an exhibitor is told it; None where it is small enough to guess a person by."""
    return None if 0 < count < small_cell else count


def day_begins(day: dt.date, zone: str) -> dt.datetime:
    """00:00 of a day in a zone."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone))


def day_ends(day: dt.date, zone: str) -> dt.datetime:
    """24:00 of a day in a zone."""
    return day_begins(day + dt.timedelta(days=1), zone)


def free_place(taken: Iterable[int], most: int) -> int | None:
    """The first place of a quota that nobody has."""
    return next(iter(free_seats({*taken}, most, 1)), None)


def chosen_tags(given: Sequence[str], known: Sequence[str]) -> list[str]:
    """The tags of the exhibition among those given, in its order."""
    return [tag for tag in known if tag in given]


Texts = Mapping[str, str]


def made_of(own: Texts, given: Texts) -> dict[str, Any]:
    """A translation as it is kept: beside the very texts of which it was made."""
    return {"of": dict(own), "texts": dict(given)}


def standing(own: Texts, kept: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """By language, the translations of texts as they are now: one of older texts says something else."""
    return {language: one["texts"] for language, one in kept.items() if one["of"] == dict(own)}


def lacking(own: Texts, given: Texts) -> list[str]:
    """What of a translation that was begun is missing; one that is left empty altogether lacks nothing."""
    return [name for name, text in own.items() if text and not given.get(name)] if any(given.values()) else []


def in_language(own: Texts, translated: Mapping[str, Texts], language: str) -> tuple[dict[str, str], str]:
    """The texts as a reader of that language has them, and the language that they are in."""
    found = translated.get(language)
    return ({**own, **found}, language) if found else (dict(own), "ja")
