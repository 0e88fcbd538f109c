"""A table of the treasury on A4: its parts with their rows and sums. The paper is Japanese."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common import eras
from kosetsu.foundation.parties.models import Institute

TEMPLATE = Path(__file__).parent.parent / "templates" / "treasury" / "table.typ"
NOTHING = "―"


def paper(
    title: str, day: dt.date, heads: Sequence[tuple[str, int]], words: int, parts: Any, results: Any = ()
) -> dict[str, Any]:
    """What the template is filled with: heads with their widths in mm (0: what is left), ``words`` of them text."""
    institute = Institute.current()
    return {
        "title": title,
        "day": _("%(day)s現在") % {"day": eras.long_text(day)},
        "institute": institute.name_ja if institute else "",
        "heads": [head for head, _width in heads],
        "widths": [width for _head, width in heads],
        "words": words,
        "unit": _("（単位：円）"),
        "parts": list(parts),
        "results": list(results),
    }


def printed(*sums: int | None) -> list[str]:
    return [NOTHING if yen is None else f"{yen:,}" for yen in sums]
