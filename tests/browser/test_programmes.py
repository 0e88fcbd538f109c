"""Story: a food company of 18 people in 葛飾区 plans a line for 12,000,000 yen, with a wage plan or without one."""

import datetime as dt

import pytest

pytestmark = pytest.mark.browser
TITLE = "充填ラインの更新"


def in_days(days: int) -> str:
    """Far enough from today for the windows of the demo's fiscal year and their awards."""
    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)).isoformat()


def fill_costs(visitor) -> None:
    visitor.page.get_by_label("経費の種類").select_option(label="機械装置・工具器具費（設備）")
    visitor.page.get_by_label("金額（円）").first.fill("12000000")
    visitor.page.get_by_label("発注の期限").fill(in_days(200))
    visitor.page.get_by_label("完了の期限").fill(in_days(400))


def make_project(company) -> None:
    company.go("/programmes/")
    company.press("計画をつくる")
    company.look("projects")
    company.press("計画をつくる")
    company.look("project form")
    company.page.get_by_label("件名").fill(TITLE)
    fill_costs(company)
    company.press("計画をつくる", company.page.locator("main"))


def answer(company, **answers: str) -> None:
    company.page.locator("summary", has_text="答えを変えて作り直す").click()
    for fact, value in answers.items():
        company.page.locator(f"[name=a_{fact}]").select_option(value)
    company.press("この回答で計画を作り直す")


def test_food_company_plans_a_line_changes_one_answer_and_sees_what_moved(visit):
    company = visit("foods")
    make_project(company)
    company.look("plan with little known")
    answer(company, workplace_in_tokyo="yes", large_owned="no", cooperative_or_group="no", wage_plan="no")
    first = company.says()
    assert [word for word in ("6,000,000円", "躍進的な事業推進のための設備投資支援事業") if word not in first] == []
    company.look("plan without a wage plan")
    answer(company, wage_plan="yes")
    second = company.says()
    moved = ("前の計画から変わったこと", "いいえ → はい", "+3,000,000円", "9,000,000円")
    assert [word for word in moved if word not in second] == []
    company.look("plan that moved")
    for language, total in (("English", "Total you can receive"), ("ภาษาไทย", "ยอดรวมที่จะได้รับ")):
        company.press(language)
        assert total in company.says()
        company.look(f"plan in {language}")


def test_plan_is_shown_to_a_bank_until_it_is_taken_back(visit):
    company, bank = visit("foods"), visit("bank")
    make_project(company)
    company.page.get_by_label("見せる相手").select_option(label="朝日信用金庫")
    company.page.get_by_label("この計画（会社名").check()
    company.press("この計画を見せる")
    assert "朝日信用金庫 に共有しています" in company.says()
    bank.go("/partners/programmes/plans/")
    bank.look("plans shared with us")
    bank.press(TITLE)
    shared = bank.page.url.removeprefix(bank.program.url)
    bank.look("plan a company shows")
    company.page.once("dialog", lambda dialog: dialog.accept())
    company.press("共有をやめる")
    bank.go(shared, 404)


def test_visitor_without_a_script_tries_a_plan_that_is_not_kept(visit):
    visitor = visit(script=False)
    visitor.go("/programmes/plan-once/")
    fill_costs(visitor)
    visitor.press("経費の行を足す")
    assert visitor.page.locator("[name=line0-yen]").input_value() == "12000000"
    visitor.press("この行を消す 2")
    for fact, value in (("employees", "18"), ("capital_yen", "10000000")):
        visitor.page.locator(f"[name=a_{fact}]").fill(value)
    for fact, value in (("industry", "E09"), ("area", "131229"), ("sole_trader", "no"), ("large_owned", "no"),
                        ("cooperative_or_group", "no"), ("wage_plan", "yes")):  # fmt: skip
        visitor.page.locator(f"[name=a_{fact}]").select_option(value)
    visitor.press("計画を見る", visitor.page.locator("main form"))
    assert [word for word in ("9,000,000円", "この計画は保存していません。") if word not in visitor.says()] == []
    visitor.press("ログインして計画を残す")
    assert "/accounts/login/" in visitor.page.url
