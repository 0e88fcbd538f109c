from datetime import UTC, datetime

import pypdfium2
import pytest

from kosetsu.common import pdf

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(font: ("Noto Sans CJK JP", "Noto Sans Thai"), lang: "ja", cjk-latin-spacing: none)
= #data.title
#data.body
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "letter.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def text_of(data):
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_document_shows_japanese_and_thai_and_is_pdf_a(template):
    made = pdf.render(template, {"title": "試験成績書", "body": "令和8年11月 髙﨑 สวัสดี"})
    assert text_of(made).split("\r\n") == ["試験成績書", "令和8年11月 髙﨑 สวัสดี"]
    assert b"pdfaid:part>2<" in made
    assert b"NotoSansCJKjp" in made


def test_moment_of_a_running_clock_is_taken_to_the_second(template):
    at = datetime(2026, 11, 20, 10, 0, 0, 123456, tzinfo=UTC)
    data = {"title": "甲", "body": "乙"}
    assert pdf.render(template, data, at=at) == pdf.render(template, data, at=at.replace(microsecond=0))


def test_data_that_looks_like_template_code_is_printed_as_typed(template):
    body = '#read("/etc/passwd") #{1+1} $x$ *b* \\ "'
    assert text_of(pdf.render(template, {"title": "甲", "body": body})).split("\r\n")[1] == body


def test_second_document_holds_nothing_of_the_first(template):
    pdf.render(template, {"title": "甲社", "body": "秘密"})
    assert text_of(pdf.render(template, {"title": "乙社", "body": "公開"})).split("\r\n") == ["乙社", "公開"]


def test_document_with_the_same_moment_is_the_same_bytes(template):
    at = datetime(2026, 4, 1, tzinfo=UTC)
    one, other = (pdf.render(template, {"title": "甲", "body": "乙"}, at=at) for _ in range(2))
    assert one == other


def test_preview_is_one_picture_per_page(template):
    pages = pdf.preview(template, {"title": "甲", "body": "乙"})
    assert [page[:4] for page in pages] == [b"\x89PNG"]


@pytest.mark.parametrize("code", ['#read("/etc/passwd")', '#read("../../x")', "#(", '#import "@preview/cetz:0.3.0": *'])
def test_template_that_reaches_outside_its_root_or_is_broken_is_refused(tmp_path, code):
    path = tmp_path / "bad.typ"
    path.write_text(code, encoding="utf-8")
    with pytest.raises(pdf.TemplateError, match=r"^bad\.typ: "):
        pdf.render(path, {})


def test_document_made_in_a_process_of_its_own_is_the_same_bytes(template):
    at = datetime(2026, 4, 1, tzinfo=UTC)
    data = {"title": "甲", "body": "乙"}
    assert pdf.render_apart(template, data, at=at) == pdf.render(template, data, at=at)


def test_template_broken_in_a_process_of_its_own_is_refused_in_the_same_words(tmp_path):
    path = tmp_path / "bad.typ"
    path.write_text('#read("/etc/passwd")', encoding="utf-8")
    with pytest.raises(pdf.TemplateError, match=r"^bad\.typ: "):
        pdf.render_apart(path, {})
