"""Other ways to use it: another language, no script, only a keyboard; and the partner's side."""

import pytest

pytestmark = pytest.mark.browser
PUBLIC = ["/", "/plan/?q=アルミに白い粉が出る", "/catalogue/tests/", "/programmes/", "/labs/", "/figures/", "/help/"]
OUTLINE = "(one => [one.outlineStyle, parseFloat(one.outlineWidth) >= 2])(getComputedStyle(document.activeElement))"


@pytest.mark.parametrize(("button", "language", "word"), [("English", "en", "Institute"), ("ภาษาไทย", "th", "สถาบัน")])
def test_page_speaks_another_language(visit, button, language, word):
    visitor = visit()
    visitor.go("/")
    visitor.press(button)
    assert visitor.page.evaluate("document.documentElement.lang") == language
    assert word in visitor.page.inner_text("header")
    visitor.look(f"first page {language}")
    visitor.press("日本語")
    assert visitor.page.evaluate("document.documentElement.lang") == "ja"


def test_ward_officer_has_a_page_of_its_own(visit):
    officer = visit("koto-ward")
    officer.go("/partners/")
    assert "江東区" in officer.says()
    officer.look("ward officer")
    officer.go("/desk/", 404)
    officer.go("/desk/consultations/", 404)


@pytest.mark.parametrize(
    "address",
    ["/", "/plan/?q=アルミに白い粉が出る", "/catalogue/tests/", "/programmes/", "/labs/", "/figures/", "/help/"],
)
def test_public_page_without_script_is_whole(visit, address):
    visitor = visit(script=False)
    visitor.go(address)
    assert visitor.page.locator("h1").count() == 1
    assert visitor.page.locator("header button[name=language]").count() == 3


def test_search_and_sign_in_without_script(visit):
    visitor = visit(script=False)
    visitor.sign_in_by_password("engineer")
    visitor.go("/catalogue/tests/")
    visitor.page.locator("input[type=search]").first.fill("塩水噴霧")
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    assert "T-COR-001" in visitor.says()
    visitor.go("/consultations/new/?q=さびた")
    visitor.press("相談を送る")
    assert "さびた" in visitor.says()


def test_keyboard_skips_to_the_content_and_shows_where_it_is(visit):
    visitor = visit("counter")
    visitor.go("/desk/consultations/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip-link"
    assert visitor.page.locator(".skip-link").bounding_box()["y"] >= 0
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"
    for _stop in range(3):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate(OUTLINE) == ["solid", True]


def test_dialog_of_keys_opens_holds_the_focus_and_closes(visit):
    visitor = visit("counter")
    visitor.go("/desk/consultations/")
    visitor.page.keyboard.press("?")
    dialog = visitor.page.locator("#key-help")
    assert dialog.is_visible()
    assert visitor.page.evaluate("document.querySelector('#key-help').contains(document.activeElement)")
    visitor.look("dialog of keys")
    visitor.page.keyboard.press("Escape")
    assert not dialog.is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_filter_of_a_list_is_saved_pressed_and_deleted(visit, script):
    counter = visit("counter", script=script)
    counter.go("/desk/organisations/?q=株式会社&sort=-name")
    counter.page.locator("summary", has_text="条件の保存").click()
    counter.page.locator("[name=name]").fill("会社だけ")
    with counter.page.expect_navigation():
        counter.page.keyboard.press("Enter")
    narrowed = counter.page.url
    counter.go("/desk/organisations/")
    counter.press("会社だけ", exact=True)
    assert counter.page.url == narrowed
    counter.page.locator("summary", has_text="条件の保存").click()
    if script:
        counter.look("saved filters")
    counter.press("条件「会社だけ」を削除する")
    assert (counter.page.url, counter.page.locator(".saved-filters nav").count()) == (narrowed, 0)
