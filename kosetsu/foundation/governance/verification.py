"""Reads the whole audit chain again and says what does not fit: rows altered, missing, unknown keys, tail cut off."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.governance import anchors, keys
from kosetsu.foundation.governance.chain import START, digest
from kosetsu.foundation.governance.keys import Key
from kosetsu.foundation.governance.models import AuditEvent


class Fault(StrEnum):
    """What can be wrong with a row."""

    ALTERED = "altered"
    MISSING = "missing"
    NOT_CHAINED = "not_chained"
    UNKNOWN_KEY = "unknown_key"
    ANCHOR_DIFFERS = "anchor_differs"
    TAIL_CUT = "tail_cut"


WORDS = {
    Fault.ALTERED: _("行の内容が書き換えられています。"),
    Fault.MISSING: _("この行の前の行がありません。"),
    Fault.NOT_CHAINED: _("前の行とつながっていません。"),
    Fault.UNKNOWN_KEY: _("この行の鍵がわかりません（AUDIT_OLD_KEYS を確かめてください）。"),
    Fault.ANCHOR_DIFFERS: _("外に書いた控えと違います。"),
    Fault.TAIL_CUT: _("外に控えがあるのに、行がありません（末尾が切り取られています）。"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one row."""

    sequence: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification read and found."""

    rows: int
    anchors: int
    findings: tuple[Finding, ...]

    def __bool__(self) -> bool:
        return not self.findings


def verify() -> Verdict:
    """Read every row and every anchor, oldest first, in constant memory apart from the anchors."""
    marks = {anchor.sequence: anchor.digest for anchor in anchors.read()}
    walk = _Walk(marks)
    findings = list(walk.over(AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000)))
    beyond = [Finding(sequence, Fault.TAIL_CUT) for sequence in sorted(marks) if sequence > walk.last]
    return Verdict(walk.rows, len(marks), (*findings, *beyond))


class _Walk:
    """One pass over the chain: remembers the row before."""

    def __init__(self, marks: dict[int, str]) -> None:
        self.marks, self.known = marks, keys.known()
        self.rows, self.last, self.digest = 0, 0, START

    def over(self, events: Iterable[AuditEvent]) -> Iterator[Finding]:
        for event in events:
            yield from (Finding(event.sequence, fault) for fault in self._faults(event))
            self.rows, self.last, self.digest = self.rows + 1, event.sequence, event.digest

    def _faults(self, event: AuditEvent) -> Iterator[Fault]:
        if event.sequence != self.last + 1:
            yield Fault.MISSING
        elif event.previous_digest != self.digest:
            yield Fault.NOT_CHAINED
        yield from self._sealing(event, self.known.get(event.key_id))
        if self.marks.get(event.sequence, event.digest) != event.digest:
            yield Fault.ANCHOR_DIFFERS

    def _sealing(self, event: AuditEvent, key: Key | None) -> Iterator[Fault]:
        if key is None:
            yield Fault.UNKNOWN_KEY
        elif digest(event, key) != event.digest:
            yield Fault.ALTERED
