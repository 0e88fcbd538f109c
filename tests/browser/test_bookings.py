"""Booking on a telephone: five taps at most, and by Tab and Enter alone; every page of bookings breaks no rule."""

import pytest

from tests.browser.visitor import HEIGHT, SMALL

pytestmark = pytest.mark.browser
CHAMBER = "10m法電波暗室"
"""What the demo's engineer has a licence for; a colleague approves every booking of it."""


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


def test_a_licensed_user_books_in_five_taps_at_360_pixels(visit):
    engineer = visit("engineer")
    page = engineer.page
    page.set_viewport_size({"width": SMALL, "height": HEIGHT})
    engineer.go("/bookings/resources/")
    taps = [(CHAMBER, "first"), ("次の週", "first"), ("から予約する", "last"), ("予約する", "button")]
    for words, which in taps:
        named = page.locator("main").get_by_role("button" if which == "button" else "link", name=words)
        with page.expect_navigation():
            (named.last if which == "last" else named.first).click()
        assert page.evaluate("document.documentElement.scrollWidth") == SMALL
    assert "承認待ち" in engineer.says()
    assert len(taps) <= 5


def test_a_licensed_user_books_by_tab_and_enter_alone(visit):
    """In the order that Tab goes, from the top of each page; what has the focus is seen to have it."""
    engineer = visit("engineer")
    page = engineer.page
    engineer.go("/bookings/resources/")
    for words in (CHAMBER, "次の週", "から予約する"):
        engineer.tab_to("A", words)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    engineer.tab_to("INPUT", "利用の目的")
    page.keyboard.type("放射ノイズの確認")
    engineer.tab_to("BUTTON", "予約する")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "承認待ち" in engineer.says()
    assert "放射ノイズの確認" in engineer.says()


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
        ("counter", "/desk/bookings/import/"),
        ("counter", "/bookings/resources/I-COR-001/"),
    ],
)
def test_a_page_of_bookings_breaks_no_rule(visit, who, address):
    visitor = visit(who)
    visitor.go(address)
    visitor.look(f"bookings {who} {address.replace('/', ' ').strip()}")
