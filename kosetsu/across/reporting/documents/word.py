"""The report as Word: A4, Japanese fonts, real headings and tables, figures underlined.

Imported by whoever writes one (``pages.staff``): its library holds 16 MB that other processes need not.
"""

import io

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_UNDERLINE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from kosetsu.across.reporting.documents.report import Bullets, Content, Line, Paragraph, Report, Table

FONT = "Yu Gothic"


def to_word(report: Report) -> bytes:
    """The whole report as one .docx file."""
    paper = _paper()
    paper.core_properties.title = report.outline.named("ja")
    paper.add_heading(report.outline.named("ja"), level=0)
    if report.note:
        paper.add_paragraph(report.note, style="Intense Quote")
    for part in report.parts:
        paper.add_heading(f"{part.section.number} {part.section.title}", level=min(part.section.level, 9))
        for content in part.content:
            _add(paper, content)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _paper() -> Paper:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    for name in ["Normal", "Title", "Intense Quote", *(f"Heading {n}" for n in range(1, 6))]:
        style = paper.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    paper.styles["Normal"].font.size = Pt(10.5)
    return paper


def _add(paper: Paper, content: Content) -> None:
    if isinstance(content, Paragraph):
        _write(paper.add_paragraph(), content.line)
    elif isinstance(content, Bullets):
        for line in content.lines:
            _write(paper.add_paragraph(style="List Bullet"), line)
    else:
        _add_table(paper, content)


def _add_table(paper: Paper, content: Table) -> None:
    paper.add_paragraph(content.title).runs[0].bold = True
    table = paper.add_table(rows=1, cols=len(content.columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, content.columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in content.rows:
        for cell, line in zip(table.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], line)
    paper.add_paragraph()


def _write(paragraph: WordParagraph, line: Line) -> None:
    for piece in line:
        run = paragraph.add_run(piece.text + ("＊" if piece.synthetic else ""))
        if piece.measure:
            run.font.underline = WD_UNDERLINE.SINGLE
