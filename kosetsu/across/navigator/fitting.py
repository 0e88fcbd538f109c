"""Whether the company that asks can have a programme, and how much: one reading of the book for the whole plan."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kosetsu.across.navigator.asking import Asker
from kosetsu.common.clock import now
from kosetsu.services.programmes.context import answers_of, decider_on
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.rules.amounts import Reckoner
from kosetsu.services.programmes.rules.deciding import Decider, Known, Verdict


@dataclass(frozen=True, slots=True)
class Fit:
    """One programme for one company, in the reader's language."""

    code: str
    verdict: Verdict
    label: Any
    kind: str
    least_yen: int
    most_yen: int | None
    """Between which yen it lies, whatever the costs; None is without an upper end."""
    amount: str
    """The same in words; empty for a no."""


@dataclass(frozen=True)
class Fits:
    """Asked for each programme of a plan; the company's answers and the book are read when the first one is."""

    asker: Asker
    day: dt.date

    def of(self, code: str) -> Fit | None:
        """None for a visitor, and for a programme that is not described."""
        if self.asker.workplace is None or code not in self._decider.book.numbers:
            return None
        amount = self._reckoner.amount(self._decider.book.numbers[code], self._known)
        return Fit(
            code,
            amount.verdict,
            wording.VERDICT_WORDS[amount.verdict],
            wording.VERDICT_STATES[amount.verdict],
            amount.least,
            amount.most,
            "" if amount.verdict is Verdict.NO or not amount.most else wording.amount_text(amount, self._said(code)),
        )

    def _said(self, code: str) -> Any:
        return self._decider.book.descriptions[self._decider.book.numbers[code]]

    @cached_property
    def _decider(self) -> Decider:
        return decider_on(self.day, now())

    @cached_property
    def _reckoner(self) -> Reckoner:
        return Reckoner(self._decider, None)

    @cached_property
    def _known(self) -> Known:
        assert self.asker.workplace is not None
        return self._decider.known(answers_of(self.asker.workplace.organisation, self._decider.book))
