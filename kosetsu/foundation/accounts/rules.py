"""What a provider's claims say, in our words. Nothing is believed that the kind of account does not prove."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kosetsu.common.corporate_number import normalise
from kosetsu.common.mistakes import Mistake


@dataclass(frozen=True, slots=True)
class Claims:
    """One provider's answer about one person."""

    kind: str
    name: str = ""
    name_kana: str = ""
    corporate_number: str = ""
    organisation_name: str = ""


def read_claims(said: Mapping[str, Any], names: Mapping[str, str], kinds: Mapping[str, str]) -> Claims:
    """The claims by the mapping of the settings.

    An entry account's company is only what its owner typed, so it is left out.
    """
    kind = kinds.get(_text(said, names["kind"]), "other")
    proven = kind in ("prime", "member")
    return Claims(
        kind=kind,
        name=_text(said, names["name"])[:100],
        name_kana=_text(said, names["name_kana"])[:100],
        corporate_number=_number(_text(said, names["corporate_number"])) if proven else "",
        organisation_name=_text(said, names["organisation"])[:200] if proven else "",
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value.strip() if isinstance(value, str) else ""


def _number(text: str) -> str:
    """The corporate number, or nothing where it is none (a sole trader has another kind of number)."""
    try:
        return normalise(text)
    except Mistake:
        return ""
