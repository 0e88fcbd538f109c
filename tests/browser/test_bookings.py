"""Booking on a telephone: five taps at most, and by keyboard alone; every page of bookings breaks no rule."""

import pytest

from tests.browser.visitor import HEIGHT, SMALL

pytestmark = pytest.mark.browser


def test_a_client_books_in_five_taps_at_360_pixels(visit):
    client = visit("owner")
    page = client.page
    page.set_viewport_size({"width": SMALL, "height": HEIGHT})
    client.go("/bookings/resources/")
    taps = ["複合サイクル試験機", "次の週", "から予約する", "予約する"]
    for words in taps[:-1]:
        with page.expect_navigation():
            page.locator("main a", has_text=words).first.click()
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=taps[-1]).click()
    assert "予約確定" in client.says()
    assert len(taps) <= 5
    assert page.evaluate("document.documentElement.scrollWidth") == SMALL
    client.look("booking")


def test_a_client_books_by_keyboard_alone(visit):
    client = visit("owner")
    page = client.page
    client.go("/bookings/resources/")
    for words in ("フーリエ変換赤外分光光度計", "次の週", "から予約する"):
        link = page.locator("main a", has_text=words).first
        link.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.get_by_label("利用の目的").focus()
    page.keyboard.type("めっきに残った有機物の確認")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "めっきに残った有機物の確認" in client.says()


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("", "/bookings/resources/"),
        ("", "/bookings/resources/I-COR-001/"),
        ("owner", "/bookings/"),
        ("owner", "/bookings/resources/I-COR-001/book/"),
        ("owner", "/bookings/resources/I-COR-001/wait/"),
        ("owner", "/bookings/feeds/"),
        ("counter", "/desk/bookings/"),
        ("counter", "/desk/bookings/approvals/"),
        ("counter", "/desk/bookings/new/?resource=I-COR-001"),
        ("counter", "/bookings/resources/I-COR-001/"),
    ],
)
def test_a_page_of_bookings_breaks_no_rule(visit, who, address):
    visitor = visit(who)
    visitor.go(address)
    visitor.look(f"bookings {who} {address.replace('/', ' ').strip()}")
