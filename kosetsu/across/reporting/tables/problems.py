"""What is wrong in the institute's reporting files: which file, which entry of it, which field, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

LANGUAGES = ("ja", "en", "th")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one entry."""

    file: str
    key: str
    field: str
    reason: str

    def __str__(self) -> str:
        return _("%(file)s の「%(key)s」の %(field)s: %(reason)s") % {
            "file": self.file,
            "key": self.key,
            "field": self.field,
            "reason": self.reason,
        }


class BrokenReporting(Exception):
    """Raised when the reporting folder cannot be used; carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


class Wrong(Exception):
    """One field is wrong; the reader of the entry adds file and key."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def read_yaml(path: Path) -> Any:
    """The file's content; a broken file is one :class:`Wrong`."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Wrong("-", _("YAMLとして読めません（%(detail)s）。") % {"detail": " ".join(str(error).split())}) from None


def read_word(raw: Any, field: str) -> dict[str, str]:
    """A word by language: one text is Japanese, ``{ja: 件, en: cases}`` says it in several."""
    texts = raw if isinstance(raw, dict) else {"ja": raw}
    if not texts.get("ja"):
        raise Wrong(f"{field}.ja", _("値がありません。"))
    only(texts, LANGUAGES)
    return {language: str(text).strip() for language, text in texts.items()}


def need(raw: dict[str, Any], field: str, kind: type) -> Any:
    """``raw[field]``, there and of ``kind``."""
    value = raw.get(field)
    if value is None or value == "":
        raise Wrong(field, _("値がありません。"))
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Wrong(field, _("「%(value)s」は読めません。") % {"value": value})
    return value


def only(raw: dict[str, Any], known: Sequence[str]) -> None:
    """Refuse fields nobody reads: a misspelt one would be lost in silence."""
    for field in raw:
        if field not in known:
            raise Wrong(str(field), _("この項目は使われていません。つづりを確かめてください。"))
