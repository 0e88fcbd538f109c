"""PDF by Typst. A document is a .typ template of ours and JSON data: what a user typed is data, never template code.

A template begins `#let data = json(bytes(sys.inputs.data))` and reads nothing outside its root folder. Fonts come from
the installed font packages, so that every machine draws the same page.
"""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import fontpkg_noto_sans_thai
import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst
from django.core.serializers.json import DjangoJSONEncoder

FONT_FAMILIES: Final = ("Noto Sans CJK JP", "Noto Sans Thai")
pdf_response_type: Final = "application/pdf"

_STANDARD: Final = "a-2b"
_NO_PACKAGES = "/nonexistent/typst-packages"
_KEPT = 32


class TemplateError(RuntimeError):
    """The template is broken or reaches for something it may not; never the fault of the data's author."""


class _Press:
    """One template with its compiler, kept: what Typst learnt from one document makes the next one quick."""

    def __init__(self, template: Path, root: Path) -> None:
        _refuse_packages(root)
        self._turn = threading.Lock()
        self._compiler = typst.Compiler(
            input=str(template),
            root=str(root),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            package_path=_NO_PACKAGES,
            package_cache_path=_NO_PACKAGES,
        )

    def print(self, inputs: dict[str, str], at: datetime | None, **how: Any) -> Any:
        moment = at and at.astimezone(UTC).replace(microsecond=0)
        with self._turn:
            return self._compiler.compile(sys_inputs=inputs, timestamp=moment, **how)


def render(template: Path, data: Mapping[str, Any], *, root: Path | None = None, at: datetime | None = None) -> bytes:
    """The PDF/A-2b of the template filled with the data. `at` fixes the date written into the file."""
    made = _print(template, data, root, at, format="pdf", pdf_standards=[_STANDARD])
    if not isinstance(made, bytes):
        raise TemplateError(f"{template.name}: no PDF came out")
    return made


def preview(template: Path, data: Mapping[str, Any], *, root: Path | None = None, ppi: int = 96) -> list[bytes]:
    """Each page of the document as a PNG picture."""
    made = _print(template, data, root, None, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _print(template: Path, data: Mapping[str, Any], root: Path | None, at: datetime | None, **how: Any) -> Any:
    inputs = {"data": json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False)}
    try:
        return _press(template, root or template.parent).print(inputs, at, **how)
    except typst.TypstError as error:
        raise TemplateError(f"{template.name}: {error}") from error


@lru_cache(maxsize=_KEPT)
def _press(template: Path, root: Path) -> _Press:
    return _Press(template, root)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    japanese = [Path(str(package.FONT_PATH)).parent for package in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)]
    folders = [*japanese, fontpkg_noto_sans_thai.ROOT / "files"]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(f) for f in folders])


def _refuse_packages(root: Path) -> None:
    """Typst would fetch a package from the network; a document must not depend on one."""
    for source in root.rglob("*.typ"):
        if "@preview/" in source.read_text(encoding="utf-8"):
            raise TemplateError(f"{source.name}: imports a package from the network")
