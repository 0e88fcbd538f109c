"""The night: every programme asked for every company on record, and what changed since the night before.

Only the worker comes here: numpy stays out of the web process.
"""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from kosetsu.common.clock import day_of
from kosetsu.services.programmes.context import Part, decider_on, everyone, on_record
from kosetsu.services.programmes.models import Fit, FitChange, FitCount, FitRun
from kosetsu.services.programmes.models.fits import NO, NONE, UNKNOWN, YES
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.columns import Column, Columns, Verdicts, column
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import NUMBERS

CHUNK = 4096
"""Companies looked at, and written, together."""
BY_NUMBER = np.frombuffer((NO + UNKNOWN + YES).encode(), np.uint8)
"""The letters of ``deciding.VERDICTS``."""
MAY = (YES, UNKNOWN)
KEPT = dt.timedelta(days=800)
"""Nights and changes older than two fiscal years are forgotten."""


def evaluate_everyone(*, at: dt.datetime) -> FitRun:
    """Every company's verdicts of the day, written where they differ; the run that found them."""
    before = FitRun.last_finished()
    decider = decider_on(day_of(at), at)
    codes = list(dict.fromkeys([*(before.codes if before else ()), *(one.code for one in decider.book.descriptions)]))
    run = FitRun.objects.create(day=day_of(at), known_at=at, started_at=at, codes=codes)
    night = Night(run, decider, _held(before), first=before is None)
    for part in everyone(decider.book, night.columns.facts, CHUNK):
        night.write(part)
    night.finish(at)
    FitRun.objects.filter(started_at__lt=at - KEPT).delete()
    return run


def _held(before: FitRun | None) -> set[str]:
    """The programmes that held the night before: another's beginning is no company's change."""
    return set(before.counts.values_list("code", flat=True)) if before else set()


@dataclass
class Night:
    """One run: what it compares with, and what it has counted so far."""

    run: FitRun
    decider: Decider
    held: set[str]
    first: bool
    """The very first night finds no change: there was nothing before."""
    counts: dict[str, FitCount] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = Columns(self.decider)
        self.rounds = _rounds(self.decider.book)
        titles = {one.code: one.words.ja for one in self.decider.book.descriptions}
        self.counts = {code: FitCount(run=self.run, code=code, title=titles[code][:200]) for code in self.rounds}
        self._take_over()

    def _take_over(self) -> None:
        """What a run found that was broken off: its companies are written, so this one will not find it again."""
        left = FitChange.objects.filter(run__finished_at=None).exclude(run=self.run)
        for change in left.iterator():
            self._count(change.code, change.before, change.after)
        left.update(run=self.run)

    @transaction.atomic
    def write(self, part: Part) -> None:
        """Some thousand companies: the rows that differ, and their changes."""
        letters = self._letters(part)
        self._add_up(letters)
        pks = part.pks
        known = dict(Fit.objects.filter(organisation__gte=pks[0], organisation__lte=pks[-1])
                     .values_list("organisation", "verdicts"))  # fmt: skip
        found = {pk: bytes(row).decode() for pk, row in zip(pks, np.ascontiguousarray(letters.T), strict=True)}
        fresh = [Fit(organisation_id=pk, verdicts=now) for pk, now in found.items() if known.get(pk) != now]
        Fit.objects.bulk_create(fresh, 500, update_conflicts=True, unique_fields=["organisation"],
                                update_fields=["verdicts"])  # fmt: skip
        changes = [] if self.first else [
            change for one in fresh for change in self._changes(one, known.get(one.organisation_id))
        ]  # fmt: skip
        FitChange.objects.bulk_create(changes, 500)
        self.run.companies += len(pks)

    def finish(self, at: dt.datetime) -> None:
        """Who left the record is forgotten; the counts are written, and the night is over."""
        with transaction.atomic():
            Fit.objects.exclude(organisation__in=on_record()).delete()
            FitCount.objects.bulk_create(self.counts.values(), 500)
            self.run.finished_at = at
            self.run.save()

    def _letters(self, part: Part) -> NDArray[np.uint8]:
        """One row for each programme, in the order of the run's codes."""
        verdicts = self.columns.verdicts(_table(self.columns, part), len(part.pks))
        found = np.full((len(self.run.codes), len(part.pks)), ord(NONE), np.uint8)
        for n, code in enumerate(self.run.codes):
            if code in self.rounds:
                found[n] = BY_NUMBER[_best(verdicts, self.rounds[code])]
        return found

    def _add_up(self, letters: NDArray[np.uint8]) -> None:
        for n, code in enumerate(self.run.codes):
            if code in self.counts:
                count = self.counts[code]
                count.yes += int((letters[n] == ord(YES)).sum())
                count.unknown += int((letters[n] == ord(UNKNOWN)).sum())
                count.no += int((letters[n] == ord(NO)).sum())

    def _changes(self, fit: Fit, known: str | None) -> list[FitChange]:
        before = (known or "").ljust(len(fit.verdicts), NONE)
        found = []
        for code, old, new in zip(self.run.codes, before, fit.verdicts, strict=True):
            if old != new:
                self._count(code, old, new)
                if code in self.held and new != NONE and (known is not None or new == YES):
                    found.append(FitChange(organisation_id=fit.organisation_id, run=self.run, code=code,
                                           day=self.run.day, before=old, after=new))  # fmt: skip
        return found

    def _count(self, code: str, old: str, new: str) -> None:
        if (count := self.counts.get(code)) is None:
            return
        count.newly += new == YES
        count.no_longer += old == YES
        count.opened += new in MAY and old not in MAY
        count.ruled_out += old in MAY and new not in MAY


def _rounds(book: Book) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for n, one in enumerate(book.descriptions):
        found.setdefault(one.code, []).append(n)
    return found


def _best(verdicts: Verdicts, rounds: list[int]) -> Verdicts:
    """Of several rounds of a programme the one that says most: one that is open is enough."""
    found: Verdicts = verdicts[rounds].max(axis=0)
    return found


def _table(columns: Columns, part: Part) -> dict[str, Column]:
    facts = columns.decider.book.facts
    return {
        key: column(part.answers[key], named=facts[key].kind not in NUMBERS | {"day"})
        for key in columns.facts
        if key in part.answers
    }
