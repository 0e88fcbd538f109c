"""Story 7 where people click: the institute asks for a cohort and decides it; a member of a circle promises secrecy and
writes on the board; a meeting is planned, held, and its minutes are read by the member and nobody else.
"""

import datetime as dt

import pytest

from tests.browser.test_exhibitions import until_it_says
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
JAPAN = dt.timezone(dt.timedelta(hours=9))
NEED = "薄い板を曲げずに止めたい"
MINUTES = "次回までに見本を3つ持ち寄る。"


def moment(hours: int) -> str:
    return f"{dt.datetime.now(JAPAN) + dt.timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def decided(runner: Visitor) -> None:
    """A proposal by the solver, decided by a person."""
    runner.go("/desk/circles/intakes/")
    runner.page.locator("tbody a", has_text="異業種交流グループ").first.click()
    runner.look("intake")
    runner.press("グループ編成の案")
    runner.look("cohort-proposals")
    runner.press("案を作る")
    until_it_says(runner, "この案で参加企業を決める")
    runner.look("cohorts")
    runner.press("この案で参加企業を決める")


def met(runner: Visitor) -> str:
    """A society that meets already; its address at the desk."""
    runner.go("/desk/circles/")
    runner.page.locator("tbody tr", has_text="表面処理技術研究会").first.locator("a").first.click()
    runner.look("circle-desk")
    return runner.page.url


def test_cohort_from_the_proposal_to_the_minutes_of_its_meeting(visit):
    runner = visit("planning")
    decided(runner)
    desk = met(runner)
    public = desk.replace("/desk/circles/", "/circles/")

    # The walk of all pages promises for the owner, in the same demo.
    member, stranger = visit("engineer"), visit("rival")
    member.go(public)
    member.page.locator("main a", has_text="約束の文面を読む").click()
    member.look("pledge")
    member.page.locator("main form button").last.click()
    member.go(f"{public}inside/")
    member.look("inside")
    member.press("書き込む")
    member.page.locator("[name=kind]").select_option(value="need")
    member.page.locator("[name=title]").fill(NEED)
    member.page.locator("[name=text]").fill("直径0.6mmのねじで止まらない。")
    member.press("書き込む", member.page.locator("main form").last)
    stranger.go(f"{public}inside/", status=404)

    runner.go(f"{public}plan_meeting/")
    runner.page.locator("[name=topic]").fill("前処理の比べ方")
    for name, hours in (("starts_at", -3), ("ends_at", -1)):
        runner.page.locator(f"[name={name}]").fill(moment(hours))
    runner.press("予定する")
    meeting = runner.page.url
    runner.press("開催を記録する")
    runner.page.locator("[name^=here_]").first.fill("2")
    runner.page.locator("[name=minutes]").fill(MINUTES)
    runner.look("hold-meeting")
    runner.press("記録する", runner.page.locator("main"))
    member.go(meeting)
    assert MINUTES in member.says()
    member.look("meeting")
    stranger.go(meeting, status=404)
    member.go(f"{public}inside/")
    assert NEED in member.says()
