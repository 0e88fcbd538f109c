"""Story 2 where people touch it: a licensed engineer books on a telephone in at most five taps; the bench."""

import re
from collections.abc import Callable

import pytest

from tests.browser.visitor import HEIGHT, SMALL, Visitor

pytestmark = pytest.mark.browser
MICROSCOPE = "I-MIC-001"


def test_licensed_user_books_at_360_px_in_at_most_five_taps(visit: Callable[..., Visitor]) -> None:
    engineer = visit("engineer")
    telephone = {"width": SMALL, "height": HEIGHT}
    engineer.page.set_viewport_size(telephone)
    engineer.go(f"/instruments/{MICROSCOPE}/")
    taps = 0
    free = engineer.page.get_by_role("link", name=re.compile("から予約する$"))
    while not free.count() and taps < 3:
        engineer.press("次の週")
        taps += 1
    engineer.look("instrument page")
    engineer.page.set_viewport_size(telephone)
    with engineer.page.expect_navigation():
        free.last.click()
    engineer.look("book an instrument")
    engineer.page.set_viewport_size(telephone)
    engineer.press("予約する", exact=True)
    taps += 2
    assert "予約確定" in engineer.says()
    assert taps <= 5
    engineer.look("instrument booked")


def test_without_a_licence_the_page_names_the_course_and_keeps_what_was_typed(visit: Callable[..., Visitor]) -> None:
    engineer = visit("accountant")
    engineer.go(f"/instruments/{MICROSCOPE}/")
    free = engineer.page.get_by_role("link", name=re.compile("から予約する$"))
    if not free.count():
        engineer.press("次の週")
    with engineer.page.expect_navigation():
        free.last.click()
    start = engineer.page.locator("[name=starts_at]").input_value()
    engineer.expected.add(422)
    engineer.press("予約する", exact=True)
    assert "電子顕微鏡（SEM-EDX）操作講習" in engineer.says()
    assert "次の日程" in engineer.says()
    assert engineer.page.locator("[name=starts_at]").input_value() == start
    engineer.look("booking refused without a licence")


def test_card_bench_and_utilisation_can_be_read(visit: Callable[..., Visitor]) -> None:
    engineer = visit("engineer")
    engineer.go("/instruments/licences/")
    engineer.look("my licences")
    metal = visit("metal")
    metal.go(f"/desk/instruments/bench/{MICROSCOPE}/")
    metal.look("bench")
    metal.press("故障を知らせる")
    metal.page.get_by_label("故障の内容").fill("試料室の照明がつかない")
    metal.press("記録する", exact=True)
    assert "試料室の照明がつかない" in metal.says()
    metal.look("bench with a fault")
    metal.go("/desk/instruments/licences/")
    metal.look("licences at the desk")
    with metal.page.expect_navigation():
        metal.page.locator("main table a").first.click()
    metal.look("one licence at the desk")
    metal.go("/desk/instruments/utilisation/")
    metal.look("utilisation")


def test_public_word_of_a_card_fits_a_telephone(visit: Callable[..., Visitor]) -> None:
    engineer, anyone = visit("engineer"), visit()
    engineer.go("/instruments/licences/")
    card = engineer.page.locator("a[href$='/pdf/']").first.get_attribute("href")
    assert card
    anyone.go(card.removesuffix("pdf/"))
    assert anyone.says().split() == ["認定証の有効性", "有効"]
    anyone.look("public word of a card")
