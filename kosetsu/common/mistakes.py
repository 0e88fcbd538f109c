"""What a person got wrong, said in words the person can act on.

Rules raise a Mistake; forms, imports and the API each show it in their own way. The texts stay lazy until they are
read, so that one and the same mistake can be shown in the reader's language.
"""

from typing import Any

from django.utils.functional import Promise


class Mistake(ValueError):
    """A refused input: `reason` says what is wrong, `next_step` what to do about it."""

    def __init__(self, reason: str | Promise, next_step: str | Promise = "", **values: Any) -> None:
        super().__init__(reason, next_step, values)
        self._reason = reason
        self._next_step = next_step
        self.values = values

    @property
    def reason(self) -> str:
        return self._filled(self._reason)

    @property
    def next_step(self) -> str:
        return self._filled(self._next_step)

    def _filled(self, text: str | Promise) -> str:
        """As Django's own messages: per cent signs mean placeholders only where values are given."""
        return str(text) % self.values if self.values else str(text)

    def __str__(self) -> str:
        return f"{self.reason} {self.next_step}".rstrip()
