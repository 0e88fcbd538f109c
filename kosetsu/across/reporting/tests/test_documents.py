"""The report of fiscal 2021 in each of its forms."""

import datetime as dt
import io

import pytest
from docx import Document
from openpyxl import load_workbook

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.documents.excel import to_excel
from kosetsu.across.reporting.documents.paper import to_pdf
from kosetsu.across.reporting.documents.report import Report, build, plain
from kosetsu.across.reporting.documents.word import to_word
from kosetsu.across.reporting.tables.book import Book

AT = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def report(tokyo: Book) -> Report:
    return build(tokyo.outlines["fy2021-chapter4"], tokyo, Reader())


def test_report_follows_the_printed_chapter_section_by_section(report: Report) -> None:
    assert [part.section.number for part in report.parts if part.section.level <= 3] == [
        "4", "4.1", *(f"4.1.{n}" for n in range(1, 11)), "4.2", "4.2.1", "4.2.2", "4.3", "4.3.1", "4.3.2",
    ]  # fmt: skip


def test_report_lists_agreements_rooms_and_networks_row_by_row(report: Report) -> None:
    rows = {table.title: len(table.rows) for _section, table in report.tables()}
    expected = {
        "協定・覚書の締結状況": 72,
        "個別部署での協定締結": 4,
        "本部ラボの入居者": 19,
        "多摩テクノプラザのラボの入居者": 5,
        "TKFの構成機関": 16,
        "MTEPの運営機関": 12,
        "パートナーグループの技術分野": 5,
    }
    assert {title: rows[title] for title in expected} == expected


def test_synthetic_figures_are_marked_and_printed_ones_are_not(report: Report) -> None:
    marked = {key: figure.synthetic for key, figure in report.figures.items()}
    assert (marked["reviews.total"], marked["seminars.thermal"], marked["tkf.meeting_attendance"]) == (
        True, False, False,
    )  # fmt: skip


def test_word_file_holds_the_review_table(report: Report) -> None:
    paper = Document(io.BytesIO(to_word(report)))
    cells = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    reviews = next(rows for rows in cells if rows[0] == ["実施主体", "延べ件数"])
    assert reviews[-1] == ["合計", "4,362＊"]
    assert (round(paper.sections[0].page_width.mm), round(paper.sections[0].page_height.mm)) == (210, 297)


def test_excel_file_has_a_sheet_per_table_and_numbers_are_numbers(report: Report, tokyo: Book) -> None:
    book = load_workbook(io.BytesIO(to_excel(report, tokyo)))
    sheet = next(sheet for sheet in book if "技術審査" in sheet.title)
    assert len(book.sheetnames) == 1 + len(report.tables())
    assert [cell.value for cell in sheet[sheet.max_row]] == ["合計", 4362]


def test_pdf_is_made_of_the_same_figures(report: Report) -> None:
    import pypdfium2

    pages = pypdfium2.PdfDocument(to_pdf(report, AT))
    text = "".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "")
    assert ("4,362" in text, "協定・覚書の締結状況" in text) == (True, True)


def test_every_figure_in_the_report_is_one_of_the_kept_figures(report: Report) -> None:
    lines = [line for part in report.parts for content in part.content for line in getattr(content, "lines", ())]
    assert all(piece.measure in report.figures for line in lines for piece in line if piece.measure)
    assert all(plain(line) for line in lines)
