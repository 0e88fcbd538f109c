import io
import zipfile
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kosetsu.common.encodings import Place, UnreadableText, UnwritableText
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets import BadTable, Column, Kind, Limits, TableRow, read_table, write_csv, write_xlsx
from kosetsu.common.text import tidy

NAME = Column("name", "企業名")
AMOUNT = Column("amount", "金額", Kind.YEN)
DAY = Column("day", "日付", Kind.DATE, optional=True)
COLUMNS = [NAME, AMOUNT, DAY]
ROWS = [["髙﨑精機", 1_234, date(2026, 4, 1)], ["東西工業", 0, None]]
READ = [
    TableRow(2, {"name": "髙﨑精機", "amount": "1234", "day": "2026-04-01"}),
    TableRow(3, {"name": "東西工業", "amount": "0", "day": ""}),
]


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def refusal(data, filename="a.xlsx", **limits):
    with pytest.raises(BadTable) as refused:
        read_table(data, filename, [NAME, AMOUNT], Limits(**limits))
    return refused.value.reason


def test_xlsx_written_has_a_frozen_filtered_header_on_a4():
    sheet = load_workbook(io.BytesIO(write_xlsx(COLUMNS, ROWS, "料金表 [2026/4] A&B"))).active
    assert sheet.title == "料金表  2026 4  A&B"
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:C3", "$1:$1")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        9,
        "landscape",
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.oddHeader.center.text == "料金表 [2026/4] A&&B"
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [10, 8, 12]
    assert [cell.value for cell in sheet[1]] == ["企業名", "金額", "日付"]
    assert [cell.value for cell in sheet[2]] == ["髙﨑精機", 1_234, datetime(2026, 4, 1)]  # noqa: DTZ001
    assert [cell.number_format for cell in sheet[2]] == ["@", "#,##0", "yyyy/mm/dd"]


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x.example","見る")', "+81", "-1", "@SUM(A1)", "＝1+1"])
def test_xlsx_text_that_looks_like_a_formula_stays_text(text):
    sheet = load_workbook(io.BytesIO(write_xlsx([NAME], [[text]], "一覧"))).active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == (text, "s", True)


def test_xlsx_moment_is_written_in_local_time_and_a_fraction_as_text():
    moment = Column("at", "受付", Kind.MOMENT)
    row = [datetime(2026, 4, 1, 0, 30, tzinfo=UTC), Fraction(2, 3), True]
    sheet = load_workbook(io.BytesIO(write_xlsx([moment, NAME, NAME], [row], "一覧"))).active
    assert [cell.value for cell in sheet[2]] == [datetime(2026, 4, 1, 9, 30), "2/3", "TRUE"]  # noqa: DTZ001


def test_xlsx_choices_are_offered_as_a_list():
    sheet = load_workbook(io.BytesIO(write_xlsx([Column("c", "経路", choices=("来所", "電話"))], [], "様式"))).active
    (offered,) = sheet.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref)) == ('"来所,電話"', "A2:A10000")


def test_xlsx_cell_too_long_for_excel_is_refused_not_cut():
    with pytest.raises(Mistake) as refused:
        write_xlsx([NAME], [["あ" * 32_768]], "一覧")
    assert refused.value.reason == "セルA2の文字が長すぎて、Excelに書き出せません。"


def test_csv_opens_in_excel_and_holds_no_formula():
    written = write_csv(COLUMNS, [["=1+1", -5, None], ["-甲,乙\n丙", 1, date(2026, 4, 1)]])
    assert written.decode("utf-8-sig") == "企業名,金額,日付\r\n'=1+1,-5,\r\n\"'-甲,乙\n丙\",1,2026-04-01\r\n"
    assert written.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_csv_cell_with_a_formula_lead_is_quoted(lead):
    assert write_csv([NAME], [[f"{lead}1"]]).decode("utf-8-sig").split("\r\n")[1] == f"'{lead}1"


def test_csv_cell_with_a_leading_tab_or_return_loses_it():
    assert write_csv([NAME], [["\t=1"], ["\r=1"]]).decode("utf-8-sig").split("\r\n")[1:3] == ["'=1", "'=1"]


def test_csv_in_cp932_names_every_cell_it_cannot_hold():
    assert write_csv([NAME], [["1〜2"]], "cp932") == "企業名\r\n1～2\r\n".encode("cp932")
    with pytest.raises(UnwritableText) as refused:
        write_csv([NAME, AMOUNT], [["可", 1], ["𠮷野", 1]], "cp932")
    assert refused.value.places == [Place(3, 1, "𠮷")]


@pytest.mark.parametrize(
    ("data", "filename"),
    [
        (write_xlsx(COLUMNS, ROWS, "一覧"), "一覧.XLSX"),
        (write_csv(COLUMNS, ROWS), "a.csv"),
        (write_csv(COLUMNS, ROWS, "cp932"), "a.csv"),
    ],
)
def test_table_written_is_read_back_with_row_numbers(data, filename):
    assert read_table(data, filename, COLUMNS) == READ


@settings(max_examples=40)
@given(st.lists(st.text(max_size=15).filter(lambda text: tidy(text) and not tidy(text).startswith("'")), max_size=5))
def test_any_text_comes_back_from_either_format(texts):
    rows = [[text] for text in texts]
    expected = [tidy(text) for text in texts]
    for data, filename in ((write_xlsx([NAME], rows, "一覧"), "a.xlsx"), (write_csv([NAME], rows), "a.csv")):
        assert [row.cells["name"] for row in read_table(data, filename, [NAME])] == expected


def test_headings_in_any_order_and_width_are_found_and_blank_rows_skipped():
    data = book(["ｷﾝｶﾞｸ", "企業名 "], [1.5, "甲"], [None, None], [2.0, "乙"])
    columns = [NAME, Column("amount", "キンガク")]
    assert read_table(data, "a.xlsx", columns) == [
        TableRow(2, {"amount": "1.5", "name": "甲"}),
        TableRow(4, {"amount": "2", "name": "乙"}),
    ]


def test_headings_of_another_language_than_the_readers_are_found():
    columns = [Column("on_date", gettext_lazy("入金日"))]
    written = []
    for language in ("ja", "en", "th"):
        with translation.override(language):
            written.append(write_csv(columns, [["2026-11-20"]]))
    assert len(set(written)) == 3
    for data in written:
        assert read_table(data, "a.csv", columns) == [TableRow(2, {"on_date": "2026-11-20"})]


def test_headings_that_are_wrong_are_named_by_cell():
    assert refusal(book(["企業名"])) == "1行目に列「金額」がありません。"
    assert refusal(book(["企業名", "金額", "備考"])) == "セルC1の見出し「備考」は様式にありません。"
    assert refusal(book(["企業名", "金額", "金額"])) == "セルC1の見出し「金額」が二度あります。"
    assert refusal(book([None, None], ["甲", 1])) == "1行目に見出しがありません。"
    assert refusal(book(["企業名", "金額"], ["甲", 1, "余り"])) == "セルC2の上に見出しがありません。"
    assert refusal(b"", "a.csv") == "1行目に見出しがありません。"


def test_merged_heading_is_refused():
    made = Workbook()
    made.active.append(["企業名", None, "金額"])
    made.active.merge_cells("A1:B1")
    out = io.BytesIO()
    made.save(out)
    assert refusal(out.getvalue()) == "セルB1の見出しが空です。"


@pytest.mark.parametrize("value", ["=1+1", "#N/A"])
def test_formula_in_a_cell_is_refused_by_its_cell(value):
    assert refusal(book(["企業名", "金額"], ["甲", 1], ["乙", value])) == "セルB3に数式またはエラーがあります。"


def test_too_many_rows_or_bytes_are_refused():
    data = book(["企業名", "金額"], *(["甲", n] for n in range(1, 5)))
    assert len(read_table(data, "a.xlsx", [NAME, AMOUNT], Limits(rows=4))) == 4
    assert refusal(data, rows=3) == "行が多すぎます（上限 3行）。"
    assert refusal(data, columns=1) == "列が多すぎます（上限 1列）。"
    assert refusal(data, file_bytes=100).startswith("ファイルが大きすぎます")


def test_zip_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO(book(["企業名", "金額"]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/big.bin", b"0" * 5_000_000)
    assert len(out.getvalue()) < 50_000
    assert refusal(out.getvalue(), unpacked_bytes=4_000_000).startswith("ファイルが大きすぎます")


def test_entity_bomb_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(["企業名", "金額"]))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "a">]>' + content
            new.writestr(part, content)
    assert refusal(out.getvalue()) == "Excelブックに使えない宣言が含まれています。"


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04broken", write_csv([NAME], [["甲"]])])
def test_file_that_is_no_workbook_is_refused(data):
    assert refusal(data) == "Excelブックとして読めません。"


def test_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "a")
    assert refusal(out.getvalue()) == "Excelブックとして読めません。"


def test_old_or_locked_workbook_is_refused():
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == "古い形式（.xls）か、パスワード付きのExcelファイルです。"


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsm", "xlsx", ""])
def test_other_kinds_of_file_are_refused(name):
    assert refusal(b"x", name) == f"「{name}」は表計算のファイルではありません。"


def test_csv_with_a_broken_row_names_it():
    assert refusal('企業名,金額\r\n甲,1\r\n"乙,2\r\n'.encode(), "a.csv") == "3行目がCSVとして読めません。"
    with pytest.raises(UnreadableText) as refused:
        read_table("企業名,金額\r\n甲,1\r\n".encode("cp932") + b"\x83", "a.csv", [NAME, AMOUNT])
    assert refused.value.values["row"] == 3
