"""The report as PDF: data for the Typst template beside this app's templates."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.across.reporting.documents.report import Bullets, Content, Line, Paragraph, Report
from kosetsu.common.pdf import render_apart

TEMPLATE = Path(__file__).parent.parent / "templates" / "reporting" / "report.typ"


def to_pdf(report: Report, at: dt.datetime) -> bytes:
    """The whole report as one PDF, A4."""
    return render_apart(TEMPLATE, data_of(report), at=at)


def data_of(report: Report) -> dict[str, Any]:
    """What the template is filled with: text only."""
    return {
        "title": report.outline.named("ja"),
        "edition": _("第%(number)d版") % {"number": report.edition.number} if report.edition else _("未確定"),
        "note": report.note,
        "parts": [
            {
                "heading": f"{part.section.number} {part.section.title}",
                "level": part.section.level,
                "content": [_content(content) for content in part.content],
            }
            for part in report.parts
        ],
    }


def _content(content: Content) -> dict[str, Any]:
    if isinstance(content, Paragraph):
        return {"kind": "paragraph", "lines": [_line(content.line)]}
    if isinstance(content, Bullets):
        return {"kind": "bullets", "lines": [_line(line) for line in content.lines]}
    rows = [[_line(line) for line in row] for row in content.rows]
    return {"kind": "table", "title": content.title, "columns": content.columns, "rows": rows}


def _line(line: Line) -> list[dict[str, Any]]:
    return [{"text": piece.text, "figure": bool(piece.measure), "synthetic": piece.synthetic} for piece in line]
