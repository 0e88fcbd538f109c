"""A course on demand: registered for, played in the browser's own player, gone on with, tested, certified."""

import pytest

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
COURSE = "めっきの密着不良（全3回・オンデマンド）"
ANSWERS = (("question_1", ["1"]), ("question_2", ["0"]), ("question_3", ["0", "1"]))
PERCENT = "[data-percent]"


PLAY = """(until) => new Promise((done, fail) => {
  const film = document.querySelector("video");
  film.playbackRate = 8;
  film.addEventListener("timeupdate", () => {
    if (film.currentTime >= until) { film.pause(); done(film.currentTime); }
  });
  film.play().catch(fail);
})"""
GOES_ON = """() => new Promise((done) => {
  const film = document.querySelector("video");
  const look = () => film.currentTime ? done(film.currentTime) : setTimeout(look, 20);
  look();
})"""


def play(learner: Visitor, until: int) -> None:
    """Play the film at eight times its speed up to that second, and pause."""
    with learner.page.expect_response("**/watch/") as told:
        learner.page.evaluate(PLAY, until)
    assert told.value.status == 200


def test_course_on_demand_from_registration_to_certificate(visit):
    learner = visit("large")
    learner.go("/events/")
    learner.page.locator("main a", has_text=COURSE).first.click()
    learner.go(f"{learner.page.url}register/")
    learner.press("申し込む", learner.page.locator("main"))
    learner.page.locator("main a", has_text="受講する").click()
    of_course = learner.page.url
    learner.look("course-on-demand")
    learner.page.locator("main td a").first.click()
    learner.look("player")
    play(learner, 12)
    assert 40 <= int(learner.page.locator(PERCENT).inner_text()) <= 80
    learner.go(learner.page.url)
    assert learner.page.evaluate(GOES_ON) >= 10

    learner.go(of_course)
    parts = [one.get_attribute("href") for one in learner.page.locator("main td a").all()]
    for part in parts:
        learner.go(part)
        play(learner, 23)
    learner.go(of_course)
    learner.page.locator("main a", has_text="確認テストを受ける").click()
    learner.look("test-at-the-end")
    for name, values in ANSWERS:
        for value in values:
            learner.page.locator(f"[name={name}][value='{value}']").check()
    learner.press("答えを送る", learner.page.locator("main"))
    assert "この講座を修了しました" in learner.says()
    learner.look("course-completed")
    learner.go("/training/transcript/")
    assert COURSE in learner.says()
    learner.look("transcript")
