"""Who reviews what where people click: the planning office reads the proposal of the demo, asks what another choice
costs, fixes a pair, asks again, settles, and plans anew once somebody left; a reviewer says what to review.
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


def test_reviewer_says_before_the_assignment_what_to_review_and_the_office_sees_it(visit):
    reviewer = visit("design")
    reviewer.go("/reviews/")
    reviewer.look("reviews-mine")
    reviewer.press("審査したいもの、避けたいものを伝える")
    bids = reviewer.page.url
    reviewer.look("bids")
    for place in (0, 1):
        reviewer.page.locator("tbody input[name=selected]").nth(place).check()
    reviewer.press("できれば審査したい")
    assert "2件の意向を記録しました。" in reviewer.says()
    number = reviewer.page.locator("tbody tr").first.locator("td a, th a").first.inner_text()
    reviewer.page.locator("tbody a", has_text=number).first.click()
    reviewer.press("ぜひ審査したい")
    reviewer.page.locator("tbody a", has_text=number).first.click()
    reviewer.look("bid-item")
    assert "伝えた意向" in reviewer.says()
    reviewer.page.locator("#panel-declare_before summary").click()
    reviewer.page.fill("#panel-declare_before input[name=detail]", "妹が勤めている")
    reviewer.press("申請者と関係があるため、審査できない", reviewer.page.locator("#panel-declare_before"))
    assert reviewer.page.url == bids
    assert number not in reviewer.page.locator("main tbody").inner_text()

    runner = visit("planning")
    runner.go("/desk/reviews/")
    runner.page.locator("tbody a", has_text="技術審査（見本）").first.click()
    runner.press("審査員の意向")
    runner.look("panel-bidding")
    assert "あり" in runner.page.locator("tr", has_text="意匠 巧").inner_text()
