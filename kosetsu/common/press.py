"""Typst's compiler, and the process of its own in which a web server lets it work: `python -m kosetsu.common.press`.

Fonts and what Typst keeps in mind are some hundred megabytes that it never gives back; with a process they go.
Nothing of Django is imported here, so that the process starts quickly.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import typst

STANDARD: Final = ("a-2b",)
ACCESSIBLE: Final = ("a-2a", "ua-1")
"""Archived and read aloud: tagged, every picture with its words (PDF/A-2a and PDF/UA-1)."""
LONGEST_SECONDS: Final = 120
_HERE = Path(__file__).resolve().parents[2]
_NO_PACKAGES = "/nonexistent/typst-packages"
_KEPT = 32
_one_at_a_time = threading.Lock()


class TemplateError(RuntimeError):
    """The template is broken or reaches for something it may not; never the fault of the data's author."""


class Press:
    """One template with its compiler, kept: what Typst learnt from one document makes the next one quick."""

    def __init__(self, template: Path, root: Path) -> None:
        import typst  # here, so that a process that prints elsewhere never holds it

        _refuse_packages(root)
        self._turn = threading.Lock()
        self._error = typst.TypstError
        self._template = template
        self._compiler = typst.Compiler(
            input=str(template),
            root=str(root),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            package_path=_NO_PACKAGES,
            package_cache_path=_NO_PACKAGES,
        )

    def print(self, data: str, at: datetime | None, **how: Any) -> Any:
        """The document filled with ``data``, which is JSON."""
        with self._turn:
            try:
                return self._compiler.compile(sys_inputs={"data": data}, timestamp=at, **how)
            except self._error as error:
                raise TemplateError(f"{self._template.name}: {error}") from error


@lru_cache(maxsize=_KEPT)
def press(template: Path, root: Path) -> Press:
    """The press of a template, set up once per process."""
    return Press(template, root)


def print_apart(
    template: Path, root: Path, data: str, at: datetime | None, standards: Sequence[str] = STANDARD
) -> bytes:
    """The PDF made in a process of its own, one at a time; the memory it takes is gone when it ends."""
    asked = {
        "template": str(template),
        "root": str(root),
        "data": data,
        "at": at and at.isoformat(),
        "standards": list(standards),
    }
    with _one_at_a_time:
        done = subprocess.run(
            [sys.executable, "-m", "kosetsu.common.press"],
            input=json.dumps(asked).encode(),
            capture_output=True,
            cwd=_HERE,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    if done.returncode:
        raise TemplateError(done.stderr.decode(errors="replace").strip() or f"{template.name}: no PDF came out")
    return done.stdout


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    import fontpkg_noto_sans_thai
    import noto_cjk_sans_jp_bold
    import noto_cjk_sans_jp_regular
    import typst

    japanese = [Path(str(package.FONT_PATH)).parent for package in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)]
    folders = [*japanese, fontpkg_noto_sans_thai.ROOT / "files"]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(f) for f in folders])


def _refuse_packages(root: Path) -> None:
    """Typst would fetch a package from the network; a document must not depend on one."""
    for source in root.rglob("*.typ"):
        if "@preview/" in source.read_text(encoding="utf-8"):
            raise TemplateError(f"{source.name}: imports a package from the network")


def main() -> int:
    """Read what is asked from the standard input, write the PDF to the standard output."""
    asked = json.load(sys.stdin.buffer)
    at = datetime.fromisoformat(asked["at"]) if asked["at"] else None
    try:
        made = press(Path(asked["template"]), Path(asked["root"])).print(
            asked["data"], at, format="pdf", pdf_standards=asked["standards"]
        )
    except TemplateError as error:
        sys.stderr.write(str(error))
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
