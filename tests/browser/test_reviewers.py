"""Who reviews what where people click: the planning office reads the proposal of the demo, asks what another choice
costs, fixes a pair, asks again, settles, and plans anew once somebody left.
"""

import pytest

from tests.browser.test_exhibitions import until_it_says

pytestmark = pytest.mark.browser


def test_proposal_is_read_priced_fixed_settled_and_planned_anew(visit):
    runner = visit("planning")
    runner.go("/desk/reviews/")
    runner.page.locator("tbody a", has_text="技術審査（見本）").first.click()
    panel = runner.page.url
    runner.look("review-panel")
    runner.press("割り当て案")
    proposals = runner.page.url
    runner.look("panel-proposals")
    runner.page.locator("tbody a").first.click()
    until_it_says(runner, "この案で割り当てる")
    runner.look("panel-proposal")
    runner.page.locator("tbody a", has_text="GS-01").first.click()
    runner.look("proposal-item")
    runner.press("担当にしたときの影響")
    assert "この人を担当にすると" in runner.says()
    runner.look("proposal-item-priced")
    runner.press("固定する", runner.page.locator("tr", has_text="この案の担当").first)
    runner.press("割り当て案へ")
    runner.press("固定した組はそのままに、案を作り直す")
    until_it_says(runner, "この案で割り当てる")
    runner.press("この案で割り当てる")
    assert "案のとおりに割り当てました。" in runner.says()

    runner.go(panel)
    runner.press("退任", runner.page.locator("tr", has_text="味見 実"))
    runner.page.fill("input[name=reason]", "異動")
    runner.press("保存する")
    runner.go(proposals)
    runner.page.select_option("select[name=way]", "again")
    runner.press("案を作る")
    until_it_says(runner, "この案で割り当てる")
    runner.look("panel-proposal-again")
    assert "新しく割り当て" in runner.says()
