"""PDF by Typst. A document is a .typ template of ours and JSON data: what a user typed is data, never template code.

A template begins `#let data = json(bytes(sys.inputs.data))` and reads nothing outside its root folder. Fonts come from
the installed font packages, so that every machine draws the same page. A page of the web prints by `render_apart`,
a job by `render`.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder

from kosetsu.common.press import ACCESSIBLE, STANDARD, TemplateError, press, print_apart

__all__ = ["ACCESSIBLE", "FONT_FAMILIES", "TemplateError", "pdf_response_type", "preview", "render", "render_apart"]

FONT_FAMILIES: Final = ("Noto Sans CJK JP", "Noto Sans Thai")
pdf_response_type: Final = "application/pdf"


def render(
    template: Path,
    data: Mapping[str, Any],
    *,
    root: Path | None = None,
    at: datetime | None = None,
    standards: Sequence[str] = STANDARD,
) -> bytes:
    """The PDF/A of the template filled with the data. `at` fixes the date written into the file."""
    how: dict[str, Any] = {"format": "pdf", "pdf_standards": list(standards)}
    made = press(template, root or template.parent).print(_json(data), _moment(at), **how)
    if not isinstance(made, bytes):
        raise TemplateError(f"{template.name}: no PDF came out")
    return made


def render_apart(
    template: Path,
    data: Mapping[str, Any],
    *,
    root: Path | None = None,
    at: datetime | None = None,
    standards: Sequence[str] = STANDARD,
) -> bytes:
    """The same bytes, made in a process of its own: what the compiler and its fonts weigh does not stay here."""
    return print_apart(template, root or template.parent, _json(data), _moment(at), standards)


def preview(template: Path, data: Mapping[str, Any], *, root: Path | None = None, ppi: int = 96) -> list[bytes]:
    """Each page of the document as a PNG picture."""
    made = press(template, root or template.parent).print(_json(data), None, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False)


def _moment(at: datetime | None) -> datetime | None:
    return at and at.astimezone(UTC).replace(microsecond=0)
