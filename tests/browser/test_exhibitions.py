"""Story 8 where people click: a visitor looks without an account, registers, asks, offers a card and wishes to meet;
the exhibitor answers; the institute has the day of meetings searched and settles it; both see their day.
"""

import datetime as dt

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
EXHIBITION = "ものづくり発信交流会（見本） WEB展示会"
EXHIBITOR = "株式会社蒲田金型"
QUESTION = "試作は何個からできますか。"


def open_wall(visitor: Visitor) -> str:
    """The wall of the exhibition that is open now; its address."""
    visitor.go("/exhibitions/")
    visitor.page.locator("main a", has_text=EXHIBITION).first.click()
    return visitor.page.url


def open_booth(visitor: Visitor) -> str:
    visitor.page.locator("main a", has_text=EXHIBITOR).first.click()
    return visitor.page.url


def test_exhibition_is_read_without_an_account_and_without_a_script(visit):
    reader = visit(script=False)
    open_wall(reader)
    reader.page.locator("[name=q]").fill("金型")
    reader.press("さがす", reader.page.locator("main"))
    assert ("出展者 1件" in reader.says(), EXHIBITOR in reader.says()) == (True, True)
    open_booth(reader)
    assert "参加登録が必要です" in reader.says()


def test_exhibition_from_the_wall_to_a_day_of_meetings(visit):
    reader = visit()
    open_wall(reader)
    reader.look("wall")
    address = open_booth(reader)
    reader.look("booth")

    visitor = visit("bank")
    wall = open_wall(visitor)
    visitor.press("参加登録をする")
    visitor.look("exhibition-registration")
    visitor.page.locator("[name=company]").fill("朝日信用金庫")
    visitor.page.locator("[name=agreed]").check()
    visitor.press("参加登録", visitor.page.locator("main"))
    visitor.go(address)
    visitor.press("保存する", visitor.page.locator("main"))
    visitor.page.locator("[name=text]").fill(QUESTION)
    visitor.press("質問を送る")
    visitor.press("名刺交換を申し込む")
    assert "出展者の返事待ち" in visitor.says()
    visitor.page.locator("summary", has_text="商談を希望する").click()
    visitor.press("希望を送る")
    visitor.look("booth-of-a-visitor")

    exhibitor = visit("rival")
    exhibitor.go("/exhibitions/booths/")
    exhibitor.page.locator("main a", has_text="反響").first.click()
    assert (QUESTION in exhibitor.says(), "bank@demo.example.jp" in exhibitor.says()) == (True, False)
    exhibitor.page.locator("[name=answer]").first.fill("1個からできます。")
    exhibitor.press("回答する")
    exhibitor.press("名刺を交換する")
    assert "bank@demo.example.jp" in exhibitor.says()
    exhibitor.look("exchange")

    visitor.go(f"{wall}visit/")
    assert ("1個からできます。" in visitor.says(), "rival@demo.example.jp" in visitor.says()) == (True, True)
    visitor.look("visit")
    settled(visit("planning"))
    visitor.go(f"{wall}visit/")
    assert "カレンダーに入れる" in visitor.says()


def settled(runner: Visitor) -> None:
    """The timetable searched by the worker, and settled by a person."""
    runner.go("/desk/matching/fairs/")
    runner.page.locator("main a", has_text="商談会（見本）").first.click()
    runner.press("時間割を計算する")
    until_it_says(runner, "この案で確定する")
    runner.look("fair")
    runner.page.once("dialog", lambda dialog: dialog.accept())
    runner.press("この案で確定する")
    assert "かなわなかった希望" not in runner.says() or "決まった商談" in runner.says()


def until_it_says(someone: Visitor, words: str) -> None:
    """Look again until the worker is ready; the page's own time limit is the test's."""
    address = someone.page.url
    for _look in range(120):
        if words in someone.says():
            return
        someone.page.wait_for_timeout(500)
        someone.go(address)
    raise AssertionError(f"{address} never said {words}")


@pytest.mark.parametrize(
    ("language", "shown"), [("ja-JP", "青海ねじ製作所"), ("en-GB", "Aomi Screw Works"), ("th-TH", "青海ねじ製作所")]
)
def test_public_pages_are_whole_in_every_language(visit, language, shown):
    """No violation and no sideways scroll, read with a script and without one; a text that stays Japanese says so."""
    reader, plain = visit(language=language), visit(language=language, script=False)
    wall = open_wall(reader)
    reader.look(f"wall-{language}")
    booth = reader.page.locator("main a", has_text=shown).first.get_attribute("href")
    reader.go(booth)
    reader.look(f"booth-{language}")
    notes = reader.page.locator("main .notice", has_text="Japanese").count()
    assert (shown in reader.says(), notes) == (True, 1 if language == "en-GB" else 0)
    assert reader.page.locator("main section[lang=ja]").count() > 0
    reader.go(f"{wall}compare/?booth={booth.rstrip('/').rpartition('/')[2]}")
    reader.look(f"compare-{language}")
    for name, address in (("exhibitions", "/exhibitions/"), ("ask-tour", "/exhibitions/tours/")):
        reader.go(address)
        reader.look(f"{name}-{language}")
    for address in (wall, booth, "/exhibitions/tours/"):
        plain.go(address)
    plain.go(wall)
    assert shown in plain.says()


def test_group_is_shown_round_from_the_first_word_to_the_count(visit):
    group = visit("bank")
    group.go("/exhibitions/tours/")
    asked = {"group": "朝日会", "people": "9", "wishes": "来月の平日", "interest": "試験室"}
    for name, text in asked.items():
        group.page.locator(f"[name={name}]").fill(text)
    group.page.locator("[name=branch]").select_option(index=1)
    group.press("見学を申し込む", group.page.locator("main"))
    ticket = group.page.url
    planner = visit("partnerships")
    planner.go("/desk/exhibitions/tours/")
    planner.look("desk-tours")
    planner.page.locator("main a", has_text="朝日会").first.click()
    panel = planner.panel("propose_tour")
    later = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)
    panel.locator("[name=day]").fill(later.isoformat())
    panel.locator("[name=starts]").fill("14:00")
    panel.locator("[name=guide]").select_option(label="金山 鉄男")
    planner.press("日程を提案する", panel)
    planner.look("desk-tour")
    group.go(ticket)
    group.look("tour-ticket")
    group.press("この日時に伺う")
    assert ("日程の決定" in group.says(), "金山 鉄男" in group.says()) == (True, True)


def test_programme_of_a_research_presentation_is_read_by_everyone(visit):
    reader = visit()
    reader.go("/events/")
    reader.page.locator("main a", has_text="研究発表会（見本）").first.click()
    reader.press("発表のプログラムと要旨")
    reader.look("programme")
    assert ("低温で密着する無電解めっきの前処理" in reader.says(), "B会場" in reader.says()) == (True, True)
