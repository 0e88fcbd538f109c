"""What can be wrong in an institute's folder, said with file, row, field and reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_REASONS: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("値がありません。"),
    "extra_forbidden": gettext_lazy("この列は使われていません。列の名前を確かめてください。"),
    "date": gettext_lazy("「%(value)s」は日付として読めません（2026-04-01 の形で書いてください）。"),
    "int": gettext_lazy("「%(value)s」は整数ではありません。"),
    "greater": gettext_lazy("「%(value)s」は小さすぎます。"),
    "less": gettext_lazy("「%(value)s」は大きすぎます。"),
    "literal": gettext_lazy("「%(value)s」は使えません。使える値: %(expected)s"),
    "enum": gettext_lazy("「%(value)s」は使えません。使える値: %(expected)s"),
    "string_too_long": gettext_lazy("「%(value)s」は長すぎます。"),
    "bool": gettext_lazy("「%(value)s」は yes か no で書いてください。"),
    "model_type": gettext_lazy("項目と値の組で書いてください。"),
    "value_error": "%(detail)s",
}
"""Kinds of pydantic's errors, by the beginning of their name."""


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing wrong in one cell: which file, which line of it (0: the file as a whole), which field, why."""

    file: str
    row: int
    field: str
    reason: str

    def __str__(self) -> str:
        values = {"file": self.file, "row": self.row, "field": self.field, "reason": self.reason}
        if self.row and self.field:
            return _("%(file)s の %(row)d 行目「%(field)s」: %(reason)s") % values
        if self.row:
            return _("%(file)s の %(row)d 行目: %(reason)s") % values
        if self.field:
            return _("%(file)s「%(field)s」: %(reason)s") % values
        return _("%(file)s: %(reason)s") % values


class BrokenTables(Exception):
    """Raised when an institute's folder cannot be loaded; carries every error found, nothing has been written."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = list(errors)


class BadRow(Exception):
    """Raised by a table's ``load`` (or yielded by its ``check``) for a row that cannot stand; the file comes later."""

    def __init__(self, row: int, field: str, reason: str) -> None:
        super().__init__(reason)
        self.row, self.field, self.reason = row, field, reason


def reason(error: Any) -> str:
    """One of pydantic's errors as a sentence for the person who keeps the folder."""
    pattern = next((text for kind, text in _REASONS.items() if error["type"].startswith(kind)), None)
    pattern = pattern or _("「%(value)s」は読めません（%(detail)s）。")
    context = error.get("ctx") or {}
    detail = str(context.get("error", error["msg"]))
    return str(pattern) % {"value": error.get("input"), "detail": detail, "expected": context.get("expected", "")}
