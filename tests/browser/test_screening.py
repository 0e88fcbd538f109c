"""Story 6 where people click: a list with a mistake is said by cell, a good one comes in; results wait for the head,
who approves; the body's officer fetches what came back and sees no review.
"""

import pytest

from kosetsu.common.spreadsheets import write_xlsx
from kosetsu.services.screening.documents.intake import columns_of
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
KEYS = ("number", "title", "applicant")


def send(visitor: Visitor, rows: list[tuple[str, str, str]], *, take_in: bool) -> None:
    """A list with the house's headings."""
    chosen = [one for one in columns_of(None) if one.key in KEYS]
    file = {
        "name": "list.xlsx", "buffer": write_xlsx(chosen, rows, "list"),
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }  # fmt: skip
    visitor.page.locator("[name=sheet]").set_input_files(file)
    visitor.page.locator("[name=take_in]").set_checked(take_in)
    visitor.press("確かめる・取り込む")


def open_row(visitor: Visitor, words: str) -> str:
    """The page that the row of a list with these words leads to."""
    row = visitor.page.locator("tbody tr", has_text=words).first
    visitor.go(row.locator("a").first.get_attribute("href"))
    return visitor.page.url


def test_list_comes_in_results_are_approved_and_the_body_fetches_what_came_back(visit):
    runner = visit("review")
    runner.expected.add(422)
    runner.go("/desk/screening/")
    runner.look("screening")
    waiting = open_row(runner, "工業製品コンテスト")
    runner.look("screening-preparing")
    runner.go(f"{waiting}import_submissions/")
    send(runner, [("C-1", "", "甲社"), ("C-1", "製品", "乙社")], take_in=True)
    assert "セルB2：空です" in runner.says()
    runner.look("screening-wrong-list")
    good = [("C-1", "製品一", "甲社"), ("C-2", "製品二", "砂町鋳造株式会社")]
    send(runner, good, take_in=False)
    runner.look("screening-looked-at")
    send(runner, good, take_in=True)
    runner.go("/desk/screening/bodies/")
    runner.look("screening-bodies")
    open_row(runner, "江東区")
    runner.look("screening-body")
    runner.go("/desk/screening/dispatches/")
    runner.look("screening-dispatches")
    open_row(runner, "第1回")
    runner.look("screening-dispatch")
    runner.go("/desk/screening/")
    checked = open_row(runner, "新製品・新技術開発助成")
    runner.look("screening-checked")
    runner.go(f"{checked}submissions/")
    runner.look("screening-submissions")
    open_row(runner, "K-101")
    runner.look("screening-submission")

    head, officer = visit("head"), visit("corporation")
    officer.go("/partners/screening/")
    own = open_row(officer, "新製品・新技術開発助成")
    officer.look("screening-partner-waiting")
    assert "結果をダウンロードする" not in officer.says()
    head.go(f"{checked}results/")
    head.look("screening-results")
    head.go(checked)
    head.press("結果を承認する")
    runner.go(checked)
    runner.press("団体に返却する")
    runner.look("screening-returned")
    officer.go(own)
    officer.look("screening-partner")
    assert ("結果をダウンロードする" in officer.says(), "高速めっき槽" in officer.says()) == (True, False)
    visit("koto-ward").go(own, status=404)
