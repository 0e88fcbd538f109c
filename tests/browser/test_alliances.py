"""A need where people click: the coordinator finds companies that fit and brings it to one, which answers and reads
the detail once it keeps the secret, the partner body reads its copy until it is revoked, another company sees nothing.
"""

import pytest

from tests.browser.test_screening import open_row
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
TITLE, DETAIL = "点滴スタンドの転倒を防ぐ軽い台座", "質量は3kg以下"


def choose(visitor: Visitor, **fields: str) -> None:
    """Fill in what a form asks for, by the names of its fields."""
    for name, value in fields.items():
        field = visitor.page.locator(f"[name={name}]:visible").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def test_need_is_brought_to_a_company_trusted_interviewed_and_shared(visit):
    coordinator, company, rival, officer = (visit(one) for one in ("design", "owner", "rival", "corporation"))
    coordinator.go("/desk/alliances/")
    coordinator.look("alliances")
    coordinator.go("/desk/alliances/opportunities/")
    coordinator.look("alliances-opportunities")
    need = open_row(coordinator, TITLE)
    coordinator.look("alliances-opportunity")
    coordinator.go(need)
    coordinator.page.get_by_role("link", name="合いそうな企業をさがす").click()
    coordinator.look("alliances-companies")
    coordinator.press("候補にする 青海ねじ製作所株式会社")
    coordinator.go(need)
    pairing = open_row(coordinator, "青海ねじ製作所")
    coordinator.look("alliances-candidate")

    company.go("/alliances/brought/")
    assert (TITLE in company.says(), "ばね鉗子" in company.says()) == (False, True)
    coordinator.press("企業に紹介する")
    company.go("/alliances/brought/")
    company.look("alliances-brought-list")
    mine = open_row(company, TITLE)
    company.look("alliances-brought")
    assert DETAIL not in company.says()
    company.press("関心がある")
    coordinator.go(f"{pairing}agree_secrecy/")
    coordinator.look("alliances-secrecy")
    choose(coordinator, agreed_on="2020-04-01")
    coordinator.press("記録して詳細を開示する")
    company.go(mine)
    assert DETAIL in company.says()
    rival.go("/alliances/brought/")
    assert (TITLE in rival.says(), DETAIL in rival.says()) == (False, False)
    rival.go(mine, status=404)

    coordinator.go(pairing)
    coordinator.page.get_by_role("link", name="接触・面談を記録する").click()
    coordinator.look("alliances-contact")
    coordinator.press("記録する")
    assert "面談中" in coordinator.says()
    officer.go("/partners/alliances/shared/")
    officer.look("alliances-shared-list")
    copy = open_row(officer, TITLE)
    officer.look("alliances-shared")
    assert (DETAIL in officer.says(), "青海ねじ" in officer.says()) == (False, False)
    coordinator.go(need)
    coordinator.page.get_by_role("link", name="共有を取り消す").first.click()
    choose(coordinator, reason="提供元の意向")
    coordinator.press("共有を取り消す")
    officer.go(copy, status=404)
    for name in ("pairings", "contacts", "supports", "meetings"):
        coordinator.go(f"/desk/alliances/{name}/")
        coordinator.look(f"alliances-{name}")
