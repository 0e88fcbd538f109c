"""The week of videos: shown while it lasts, a visitor counts once, robots and colleagues do not."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry, RobotWord
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import View
from tests import build

pytestmark = pytest.mark.django_db
PEOPLE = "Mozilla/5.0 (X11)"
WEEK = dt.timedelta(days=7)


@pytest.fixture
def week(circle, partner, institute, launched_at, settings):
    """Open since a moment ago, with one video."""
    settings.KOSETSU_FIXED_NOW = launched_at
    RobotWord.objects.create(word="bot", source="試験")
    made = actions.plan_videos(
        by=partner, at=launched_at, title="新会員の紹介", branch=institute.head_office, opens_at=launched_at,
        closes_at=launched_at + WEEK,
    )  # fmt: skip
    member = circle.members.first()
    actions.add_video(
        by=partner, at=launched_at, week=made, member=member, title="うちの技", url="https://example.jp/v"
    )
    return actions.show_videos(by=partner, at=launched_at, week=made)


@pytest.fixture
def look(week):
    [video] = week.videos.all()
    return lambda agent=PEOPLE, who=None, **said: build.browser(who).get(
        f"/circles/videos/watch/{video.public_id}/", HTTP_USER_AGENT=agent, **said
    )


def test_visitor_counts_once_and_another_once_more(look):
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        look(REMOTE_ADDR=address)
    assert View.objects.count() == 2


def test_signed_in_visitor_counts_once_from_anywhere(look, company):
    for address in ("192.0.2.1", "192.0.2.2"):
        look(who=company.engineer, REMOTE_ADDR=address)
    assert View.objects.count() == 1


def test_robots_nameless_programs_and_colleagues_see_it_and_do_not_count(look, institute):
    answers = [look("ExampleBot/1.0"), look(""), look(who=institute.researcher)]
    assert ([one.status_code for one in answers], View.objects.count()) == ([200] * 3, 0)


def test_nothing_of_the_visitor_is_kept(look):
    look(REMOTE_ADDR="192.0.2.1")
    [view] = View.objects.all()
    assert ("192.0.2.1" in view.visitor, len(view.visitor)) == (False, 64)


def test_before_and_after_the_week_there_is_nothing(week, look, settings, launched_at):
    settings.KOSETSU_FIXED_NOW = launched_at + WEEK
    assert (look().status_code, build.browser().get(week.get_absolute_url()).status_code, View.objects.count()) == (
        404, 404, 0
    )  # fmt: skip


def test_week_counts_its_companies_at_the_beginning_and_its_views_at_the_end(week, look, partner, launched_at):
    look()
    with pytest.raises(Refused, match="配信は"):
        actions.close_videos(by=partner, at=launched_at, week=week)
    closed = actions.close_videos(by=partner, at=launched_at + WEEK, week=week)
    entries = Entry.objects.filter(kind__startswith="video").order_by("pk").values_list("kind", "quantity", "unit")
    assert (closed.views, list(entries)) == (1, [("video_companies", 1, "社"), ("video_views", 1, "回")])


def test_rule_is_printed_where_the_videos_are(week):
    page = build.browser().get(week.get_absolute_url()).content.decode()
    assert ("同じ人は、動画ごとに1回だけ" in page, "bot" in page) == (True, True)
