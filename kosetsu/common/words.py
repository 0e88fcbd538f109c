"""Parts of the documents in an institute's folder: pieces that know all their settings, texts in several languages."""

from typing import Annotated, Any

from django.utils.translation import get_language
from pydantic import BaseModel, BeforeValidator, ConfigDict


class Piece(BaseModel):
    """A part of a document; what is not known is refused, so that no setting is misspelt in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Words(Piece):
    """A text in the languages of the house; Japanese is always there."""

    ja: str
    en: str = ""
    th: str = ""

    def __str__(self) -> str:
        return self.in_language((get_language() or "ja")[:2])

    def in_language(self, language: str) -> str:
        return getattr(self, language, "") or self.ja


def _words(value: Any) -> Any:
    return {"ja": value} if isinstance(value, str) else value


Text = Annotated[Words, BeforeValidator(_words)]
"""Words, or only the Japanese."""
