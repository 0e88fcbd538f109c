"""The report on A4: what stands on it, in which language, and that the same content is the same bytes for ever."""

import datetime as dt
import hashlib
from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest

from kosetsu.services.testing.documents.reports import report_pdf
from kosetsu.services.testing.papers.content import texts
from kosetsu.services.testing.tests.samples import DAY, content, judged

AT = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
VERIFY = {
    "verification": "ABCD-EFGH-JKMN-PQRS",
    "address": "https://institute.example/testing/verify/ABCD-EFGH-JKMN-PQRS/",
}
GOLDEN = {
    "ja": "518b89e951806fa2af7b60d7e1c18045d30ee6a584dda0f8f9a80d951aae7921",
    "en": "5223c9e255baae6bed015cd0ff0f20a04b1aaf3cc5df1e4b06b90efa411ea765",
}
"""SHA-256 of the paper with the fonts and the compiler of requirements/*.txt; a new edition of either changes it."""


def paper(said=None, **how):
    return report_pdf(said or content(), at=AT, apart=False, **VERIFY, **how)


def text_of(data):
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_same_content_is_the_same_bytes(language):
    english = {text: f"text {place}" for place, text in enumerate(texts(content()))}
    made = paper(language=language, english=english)
    assert hashlib.sha256(made).hexdigest() == GOLDEN[language]


def test_a_process_of_its_own_prints_the_same_bytes():
    assert report_pdf(content(), at=AT, **VERIFY) == paper()


def test_a_paper_is_archival_tagged_and_read_aloud():
    made = paper()
    assert (b"pdfaid:part>2<" in made, b"pdfaid:conformance>A<" in made, b"pdfuaid:part>1<" in made) == (True,) * 3
    assert b"/StructTreeRoot" in made


def test_a_paper_says_results_with_uncertainty_instruments_with_calibration_and_the_decision_rule():
    [page] = text_of(paper(judged(guarded=True, low=Decimal(7))))
    for line in (
        "料R8-00001 膜厚 8.4 0.6 µm 7 ≤ x 適合",
        "D-014 膜厚計 令和8年4月10日 令和9年4月9日 JCSS-0123 国家計量標準",
        "判定規則：測定値に拡張不確かさを加減した区間の全体が規格値の内にあるとき適合とします。",
        "試験成績書 第 B01-R8-00001 号 1 / 1",
        "以上",
    ):
        assert line in page


def test_every_page_of_a_long_paper_is_numbered_and_carries_the_heads_of_the_table():
    pages = text_of(paper(content(results=content().results * 40)))
    assert [f"{place} / {len(pages)}" in page for place, page in enumerate(pages, start=1)] == [True] * len(pages)
    assert ["測定値" in page for page in pages] == [True, True, True]


def test_an_english_paper_has_english_words_and_dates():
    said = content()
    english = {text: f"text {place}" for place, text in enumerate(texts(said))}
    [page] = text_of(paper(said, language="en", english=english))
    for line in ("Samples", "Results", "Equipment used", "Expanded uncertainty", "2026-11-20", "End of report"):
        assert line in page
    assert [text for text in texts(said) if text in page] == []


@pytest.mark.parametrize(
    ("seal", "words"),
    [("seal", "公印"), ("omitted", "（公印省略）"), ("electronic", "（電子署名付き文書）")],
)
def test_a_paper_shows_its_seal_or_says_that_it_has_none(seal, words):
    [page] = text_of(paper(content(seal=seal)))
    assert [one for one in page.splitlines() if "公印" in one or "電子署名" in one] == [words]


def test_an_amendment_names_what_it_replaces():
    replaced = {"replaces": "B01-R8-00001", "replaces_issued_on": DAY, "changes": "試料の名称", "reason": "誤記のため"}
    lines = text_of(paper(replace(content(), number="B01-R8-00002", **replaced)))[0].splitlines()
    first = lines.index("本書は、第 B01-R8-00001 号（令和8年11月20日発行）に代わるものです。")
    assert lines[first + 1 : first + 3] == ["変更した箇所：試料の名称", "変更の理由：誤記のため"]


def test_what_a_user_typed_is_printed_and_never_run():
    [page] = text_of(paper(content(remarks=('#read("/etc/passwd") $x$ *b* \\',))))
    assert '#read("/etc/passwd") $x$ *b* \\' in page
