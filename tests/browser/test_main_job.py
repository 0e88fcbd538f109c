"""The main job in a real browser: a problem becomes a plan, a consultation, an answer, a proposal."""

from pathlib import Path

import pytest

from kosetsu.common.tests.files import PDF

pytestmark = pytest.mark.browser
PROBLEM = "ボルトの表面に赤さびが出る。塩水噴霧試験で原因を調べたい"


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "ボルト図面.pdf"
    path.write_bytes(PDF)
    return path


def ask(company, drawing: Path) -> str:
    """From the first page to the sent consultation; returns the address of the case."""
    company.go("/")
    company.page.get_by_role("textbox", name="お困りごと").fill(PROBLEM)
    company.press("プランをさがす")
    company.press("このプランで相談する")
    company.page.locator("input[type=file]").set_input_files(drawing)
    company.press("相談を送る")
    company.page.wait_for_url("**/consultations/*-*/")
    return company.page.url.removeprefix(company.program.url)


def test_visitor_writes_a_problem_and_gets_a_plan(visit):
    visitor = visit()
    visitor.go("/")
    visitor.look("portal first page")
    visitor.page.get_by_role("textbox", name="お困りごと").fill(PROBLEM)
    visitor.press("プランをさがす")
    assert "塩水噴霧試験" in visitor.says()
    visitor.look("plan")
    visitor.press("このプランで相談する")
    assert "/accounts/login/" in visitor.page.url
    visitor.look("sign in")


def test_problem_goes_through_both_sides_to_its_end(visit, drawing):
    company = visit()
    company.sign_in_by_password("engineer")
    company.look("my page before")
    company.go("/consultations/new/")
    company.look("ask")
    case = ask(company, drawing)
    assert drawing.name in company.says()
    assert PROBLEM in company.says()
    company.look("case just sent")

    counter = visit("counter")
    counter.look("desk home")
    counter.go(f"/desk{case}")
    counter.press("担当する")
    form = counter.panel("ask_back")
    counter.look("desk case taken")
    form.get_by_label("お客様に確認したいこと").fill("材質と使用環境を教えてください。")
    counter.press("お客様に確認する", form)

    company.go("/me/")
    assert "お返事をお待ちしています" in company.says()
    company.look("my page with my turn")
    company.go(case)
    company.look("case my turn")
    company.page.get_by_label("担当者への連絡").fill("SWCH18A、亜鉛めっき、海沿いの屋外です。")
    company.press("送る", exact=True)
    assert "SWCH18A" in company.says()

    counter.page.reload()
    form = counter.panel("pass_on")
    form.get_by_label("引き継ぎ先").select_option(label="本部 ／ 金属・機械材料グループ")
    form.get_by_label("引き継ぐ理由").fill("破面を見る必要がある。所内だけの事情")
    counter.press("他のグループへ引き継ぐ", form)

    researcher = visit("metal")
    researcher.look("researcher home")
    researcher.go(f"/desk{case}")
    researcher.press("担当する")
    form = researcher.panel("answer")
    form.get_by_label("回答", exact=False).first.fill("めっき厚の不足が疑われます。塩水噴霧240時間での比較を勧めます。")
    researcher.press("回答する", form)
    researcher.press("試験・機器などを提案する")
    researcher.page.get_by_label("項目をさがす").fill("T-COR-001")
    researcher.press("さがす", exact=True)
    if researcher.page.get_by_role("link", name="を加える").count():
        researcher.press("を加える")
    researcher.look("propose")
    row = researcher.page.locator("fieldset", has_text="T-COR-001")
    row.get_by_label("数量").fill("30")
    row.get_by_label("謄本").fill("1")
    for other in researcher.page.locator("fieldset").filter(has_not_text="T-COR-001").all():
        other.get_by_label("数量").fill("0")
    researcher.page.get_by_label("お客様への説明").fill("3個を240時間、成績書と謄本を1通ずつ。")
    researcher.press("提案を送る")
    assert "87,600円" in researcher.says()
    form = researcher.panel("close")
    researcher.look("desk case proposed")
    form.locator("[name=outcome]").select_option("led_on")
    researcher.press("終了する", form)
    researcher.look("desk case closed")

    company.go(case)
    assert "めっき厚の不足" in company.says()
    assert "87,600円" in company.says()
    assert "所内だけの事情" not in company.page.content()
    company.look("case closed")
    company.press("アンケートに答える")
    company.look("survey")
    company.page.get_by_label("とても満足").check()
    company.press("送る", exact=True)
    company.page.wait_for_url(f"**{case}")

    rival = visit("rival")
    rival.go(case, 404)
    rival.look("not found")
    rival.go("/consultations/")
    assert PROBLEM[:10] not in rival.page.content()


def test_telephone_call_is_entered_by_keyboard_alone(visit):
    counter = visit("counter")
    counter.go("/desk/consultations/new/")
    keys = counter.page.keyboard
    assert counter.page.evaluate("document.activeElement.name") == "company"
    with counter.page.expect_response("**/desk/consultations/companies/**"):
        keys.type("青海ねじ")
    counter.page.locator("#workplaces input[type=radio]").first.wait_for()
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.type("めっき後のボルトが折れる")
    keys.press("Tab")
    keys.type("水素ぜい化の可能性を説明し、試験を案内した")
    counter.look("telephone entry")
    counter.page.get_by_label("回答・対応した内容").focus()
    for _stop in range(12):  # a day alone has four stops: year, month, day, calendar
        if counter.page.evaluate("document.activeElement.name") == "outcome":
            break
        keys.press("Tab")
    keys.press("ArrowDown")
    with counter.page.expect_navigation():
        keys.press("Tab")
        keys.press("Tab")
        keys.press("Enter")
    counter.page.wait_for_url("**/desk/consultations/*-*/")
    assert "めっき後のボルトが折れる" in counter.says()
    assert "解決した" in counter.page.inner_text("aside")
