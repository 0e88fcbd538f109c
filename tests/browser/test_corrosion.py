"""Story 1 in a real browser: from the problem to the receipt the ward accepts, nothing typed twice."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
PROBLEM = "海沿いの屋外で使う六角ボルトに赤さびが出る。3週間で報告書と英文の写しがほしい"
WAY = dt.datetime.now() - dt.timedelta(days=11)  # noqa: DTZ005 (the browser's own field is local)
"""When the measurement began; ten days before now it had ended."""


def printed(pdf: bytes) -> str:
    """What a paper says, without its spaces: justified text has them anywhere."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


def paper(visitor: Visitor, address: str) -> str:
    """The text of a PDF that this person may open."""
    answer = visitor.page.context.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    return printed(answer.body())


def address_of(visitor: Visitor, link: str) -> str:
    """Where a link of the page leads, by its words."""
    found = visitor.page.get_by_role("link", name=link).first.get_attribute("href")
    assert found
    return found


def do(visitor: Visitor, verb: str, button: str, **fields: str) -> None:
    """One verb of the page: open its panel, fill what is given, press."""
    panel = visitor.panel(verb)
    for name, value in fields.items():
        field = panel.locator(f"[name={name}]")
        field.select_option(value) if field.evaluate("one => one.tagName") == "SELECT" else field.fill(value)
    visitor.press(button, panel)


def declare(company: Visitor) -> None:
    """Once a year: who works with the institute's technology."""
    company.go("/governance/declaration/")
    company.page.get_by_label("居住者です（日本に").check()
    company.page.get_by_label("①～③のどれにもあてはまりません").check()
    company.page.get_by_label("この申告の内容は事実です").check()
    company.press("申告する", exact=True)


def propose(company: Visitor, researcher: Visitor) -> str:
    """The consultation, answered with a proposal of the salt spray; its address."""
    company.go("/consultations/new/?offerings=T-COR-001")
    company.page.get_by_label("お困りごと").fill(PROBLEM)
    company.press("相談を送る")
    company.page.wait_for_url("**/consultations/*-*/")
    case = company.page.url.removeprefix(company.program.url)
    researcher.go(f"/desk{case}")
    researcher.press("担当する")
    researcher.press("試験・機器などを提案する")
    row = researcher.page.locator("fieldset", has_text="T-COR-001")
    row.get_by_label("数量").fill("30")
    row.get_by_label("謄本").fill("1")
    researcher.page.get_by_label("お客様への説明").fill("3個を240時間、成績書と謄本を1通ずつ。")
    researcher.press("提案を送る")
    return case


def order(company: Visitor, counter: Visitor, case: str) -> str:
    """From the proposal to the quote and the application; the order's address."""
    company.go(case)
    company.press("提案された試験を依頼する")
    company.look("proposal to order")
    company.press("見積りを依頼する")
    address = company.page.url.removeprefix(company.program.url)
    assert PROBLEM in company.page.content()
    counter.go(f"/desk{address}")
    do(counter, "quote", "見積りを出す")
    company.go(address)
    assert "87,600円" in company.says()
    company.look("order quoted")
    company.press("見R")
    assert "87,600" in paper(company, address_of(company, "PDFを開く"))
    company.go(address)
    do(company, "apply", "この見積りで申し込む")
    assert "担当者が受理を判断しています" in company.says()
    return address


def take_in(counter: Visitor, head: Visitor, address: str) -> None:
    """Accepted by the head; the samples numbered and labelled at the counter."""
    head.go(f"/desk{address}")
    do(head, "accept", "受理する")
    counter.go(f"/desk{address}")
    do(counter, "receive", "試料を受け入れる", name="六角ボルト M8", material="SWCH18A", pieces="3")
    counter.look("desk order with samples")
    number = counter.page.get_by_role("link", name=re.compile("^料R")).inner_text()
    assert number in paper(counter, address_of(counter, "試料のラベルを印刷する"))


def measure(researcher: Visitor, head: Visitor, address: str) -> None:
    """Recorded and submitted by one, verified by another; who measured finds no button to verify."""
    researcher.go(f"/desk{address}")
    researcher.press("塩水噴霧試験")
    do(researcher, "open_record", "試験記録を始める")
    researcher.press("1回目")
    record = researcher.page.url.removeprefix(researcher.program.url)
    panel = researcher.panel("write")
    researcher.look("test record")
    panel = researcher.panel("write")
    panel.locator("[name=measured_from]").fill(WAY.strftime("%Y-%m-%dT09:00"))
    panel.locator("[name=measured_until]").fill((WAY + dt.timedelta(days=10)).strftime("%Y-%m-%dT09:00"))
    for condition, value in (("temperature", "35"), ("concentration", "50"), ("collected", "1.5"), ("ph", "6.9")):
        panel.locator(f"[name=condition_{condition}]").fill(value)
    panel.locator("[name$=_rating]").fill("9 9 8")
    panel.locator("[name$=_loss]").fill("12.1 12.4 13.0")
    researcher.press("記録を保存する", panel)
    do(researcher, "use_device", "使用した機器を加える", device="D-COR-001")
    do(researcher, "submit", "確認に回す")
    assert researcher.page.locator("#panel-verify").count() == 0
    head.go(record)
    assert "12.50" in head.says()
    do(head, "verify", "結果を確認する")
    head.look("test record verified")


def report(head: Visitor, counter: Visitor, company: Visitor, address: str) -> str:
    """Issued, opened by the company, its number asked for by a stranger, the order completed; the report's address."""
    head.go(f"/desk{address}")
    head.press("成績書を発行する")
    for record in head.page.locator("[name=records]").all():
        record.check()
    head.look("issue a report")
    head.press("成績書を発行する")
    page = head.page.url.removeprefix(head.program.url)
    company.go(page)
    company.look("report")
    number = company.page.locator("h1").inner_text().split()[-1]
    said = paper(company, address_of(company, "PDFを開く"))
    assert [word for word in (number, "塩水噴霧試験", "8", "12.50") if word not in said] == []
    company.press(re.compile("^[2-9A-Z]{4}-"))
    assert "有効" in company.says()
    counter.go(f"/desk{address}")
    do(counter, "complete", "完了する")
    assert "完了" in counter.says()
    return page


def pay(accounts: Visitor, company: Visitor, address: str) -> None:
    """Invoiced, paid in cash, receipted; the statement of use says it for the ward."""
    accounts.go("/desk/billing/charges/?q=青海ねじ&sort=-on_date")
    accounts.page.locator("tr", has_text="塩水噴霧").locator("input[type=checkbox]").first.check()
    accounts.press("請求書を発行する")
    company.go(address)
    company.press("請R")
    invoice = company.page.url.removeprefix(company.program.url)
    assert "87,600" in paper(company, address_of(company, "PDFを開く"))
    accounts.go(f"/desk/billing/invoices/{invoice.split('/')[2]}/")
    accounts.press("現金を受け取る")
    accounts.page.get_by_label("レジの番号").fill(f"窓口-{invoice.split('/')[2][:8]}")
    accounts.expected.add(404)  # a paper has no icon of its own, and the browser asks the site for one
    with accounts.page.expect_response("**/receipts/**"):
        accounts.page.get_by_role("button", name="保存する", exact=True).click()
    company.go(invoice)
    company.look("invoice paid")
    receipt = paper(company, address_of(company, "領R"))
    assert [word for word in ("領収", "87,600", "青海ねじ製作所株式会社") if word not in receipt] == []
    company.go("/billing/use-statement/")
    company.look("use statement")
    assert "塩水噴霧" in company.says()
    assert "塩水噴霧" in paper(company, address_of(company, "証明書をPDFで開く"))


def lend_name(company: Visitor, head: Visitor, page: str) -> None:
    """The company asks to show the institute's name; the head lends it for five years."""
    company.go(page)
    company.press("名義使用を申請する")
    company.page.get_by_label("対象の製品").fill("六角ボルト M8")
    company.page.get_by_label("使用する媒体").fill("カタログ")
    company.page.get_by_label("表示する文言").fill("塩水噴霧試験 240時間")
    company.press("申請する", exact=True)
    asked = company.page.url.removeprefix(company.program.url)
    head.go(asked)
    head.press("承認する")
    head.press("名義使用を承認する")
    company.go(asked)
    company.look("name use")
    assert "名義使用承認書" in paper(company, address_of(company, "承認書を開く"))


def answer_survey(company: Visitor, counter: Visitor, address: str) -> None:
    company.go(address)
    company.look("order completed")
    company.press("アンケートに答える")
    company.page.get_by_label("とても満足").check()
    company.page.get_by_label("ご意見").fill("納期に間に合った")
    company.press("送る", exact=True)
    counter.go(f"/desk{address}")
    assert "5／5 納期に間に合った" in counter.page.inner_text("aside")


def test_rusted_bolt_goes_from_the_problem_to_the_receipt_the_ward_accepts(visit: Callable[..., Any]) -> None:
    company, counter, researcher = visit("engineer"), visit("counter"), visit("surface")
    head, accounts, rival = visit("head"), visit("accounts"), visit("rival")
    declare(company)
    case = propose(company, researcher)
    address = order(company, counter, case)
    take_in(counter, head, address)
    measure(researcher, head, address)
    page = report(head, counter, company, address)
    pay(accounts, company, address)
    answer_survey(company, counter, address)
    lend_name(company, head, page)
    for secret in (address, page, case):
        rival.go(secret, 404)


def test_company_orders_from_a_tests_page_several_at_once_and_calls_it_off(visit: Callable[..., Any]) -> None:
    company, counter = visit("engineer"), visit("counter")
    company.go("/catalogue/T-COR-001/")
    company.press("この試験を申し込む")
    company.look("order form")
    company.page.locator("[name=items-0-quantity]").fill("10")
    company.page.locator("[name=items-1-offering]").select_option("T-COR-006")
    company.page.locator("[name=samples-0-name]").fill("六角ボルト")
    company.page.locator("[name=samples-0-pieces]").fill("3")
    company.page.get_by_label("依頼の目的・内容").fill("めっきの受入れ確認")
    company.press("見積りを依頼する")
    company.look("order asked for")
    assert "六角ボルト × 3" in company.says()
    address = company.page.url.removeprefix(company.program.url)
    counter.go(f"/desk{address}")
    do(counter, "quote", "見積りを出す")
    do(counter, "apply", "申込書を登録する", export_note="該当なし（申込書に記載）", applicant_name="湊 技子")
    assert counter.panel("receive").get_by_label("六角ボルト × 3").is_checked()
    counter.look("desk order applied for")
    company.go(address)
    assert "お客様の都合で取り消すときの取消し料：0円" in company.page.content()
    do(company, "cancel", "依頼を取り消す", reason="設計が変わった")
    assert "取り消されました" in company.says()


def test_counter_enters_commissioned_support_of_several_groups(visit: Callable[..., Any]) -> None:
    counter = visit("counter")
    counter.go("/desk/testing/new/?company=青海ねじ")
    counter.look("desk order form")
    page = counter.page
    page.locator("[name=kind]").select_option("support")
    page.get_by_label("依頼の目的・内容").fill("試作品の評価と設計の見直し")
    page.get_by_label("依頼する事業所").select_option(index=1)
    page.locator("[name=items-0-offering]").select_option("T-COR-001")
    page.locator("[name=items-1-offering]").select_option("T-COR-006")
    page.locator("[name=items-1-kind]").select_option("hours")
    page.locator("[name=items-1-label]").fill("設計の見直し")
    page.locator("[name=items-1-group]").select_option("G03")
    counter.press("登録する", exact=True)
    assert re.search(r"託R\d+-\d{5}", counter.says())
    assert "設計の見直し" in counter.says()
