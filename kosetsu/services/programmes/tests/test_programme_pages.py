"""Purposes, comparison, calendar and a programme's own page."""

import datetime as dt
from typing import Any

import icalendar
import pytest
from django.test import Client

from kosetsu.services.programmes.models import Programme
from kosetsu.services.programmes.tests import editions

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(db: None) -> None:
    editions.publish()


def page(address: str, data: Any = None, **headers: str) -> Any:
    return Client().get(address, data, headers=headers)


def printed(code: str, year: int = 2024) -> Programme:
    return Programme.objects.create(
        code=code, fiscal_year=year, category="助成", name="設備の助成", component_kind="grant", source="冊子 8ページ"
    )


# --- purposes


def test_programme_stands_under_each_purpose_it_serves(published: None) -> None:
    found = page("/programmes/purposes/").context["purposes"]
    assert [(one.number, one.name, [title for _code, title, _kind in one.programmes]) for one in found] == [
        (1, "経営を強くしたい", ["専門家の診断", "立て直しの支援", "審査のある支援"]),
        (2, "設備を入れたい", ["設備の助成", "終わった助成"]),
    ]


def test_purposes_without_any_description_say_so(db: None) -> None:
    assert "今日の時点で効力のある施策の記述がありません。" in page("/programmes/purposes/").content.decode()


# --- comparison


def test_comparison_shows_the_chosen_ones_in_their_order_and_nothing_else(published: None) -> None:
    found = page("/programmes/compare/", {"p": ["T004", "T001", "T004", "nothing"]})
    assert [one.description.code for one, _off in found.context["columns"]] == ["T004", "T001"]
    assert "終わった助成" not in found.content.decode()


def test_fifth_programme_is_left_out_and_named_as_left_out(published: None) -> None:
    found = page("/programmes/compare/", {"p": ["T001", "T002", "T003", "T004", "T005"]})
    assert (len(found.context["columns"]), found.context["left"]) == (4, 1)
    assert "あとの1件は並べていません。" in found.content.decode()


def test_comparison_of_nothing_says_how_to_begin(published: None) -> None:
    assert "比べる施策がまだ選ばれていません" in page("/programmes/compare/").content.decode()


# --- calendar


def test_calendar_shows_what_opens_and_closes_in_the_month(published: None) -> None:
    days = page("/programmes/calendar/", {"month": "2026-12"}).context["days"]
    assert [(day, [(one.text, one.time) for one in entries]) for day, entries in days] == [
        (dt.date(2026, 12, 11), [("受付締切：設備の助成（電子申請）", "17:00")])
    ]


def test_calendar_names_unpublished_windows_as_such(published: None) -> None:
    found = page("/programmes/calendar/").context
    assert [title for _code, title in found["unpublished"]] == ["立て直しの支援", "審査のある支援"]
    assert [title for _code, title in found["always"]] == ["専門家の診断"]


def test_calendar_never_calls_an_ended_window_open(published: None, settings: Any) -> None:
    open_ = []
    for second in (59, 60):
        settings.KOSETSU_FIXED_NOW = dt.datetime(2026, 12, 11, 7, 59, tzinfo=dt.UTC) + dt.timedelta(seconds=second)
        open_.append([title for _code, title, _window in page("/programmes/calendar/").context["now"]])
    assert open_ == [["設備の助成"], []]


@pytest.mark.parametrize("asked", ["", "2026-13", "1026-01", "x"])
def test_month_that_cannot_be_shown_is_this_month(published: None, asked: str) -> None:
    assert page("/programmes/calendar/", {"month": asked}).context["first"] == dt.date(2026, 11, 1)


def test_feed_holds_every_opening_and_closing_and_the_same_names_again(published: None) -> None:
    first, second = page("/programmes/calendar.ics"), page("/programmes/calendar.ics")
    events = icalendar.Calendar.from_ical(first.content).walk("VEVENT")
    assert (first.content == second.content, first["Content-Type"]) == (True, "text/calendar; charset=utf-8")
    assert [(str(one["summary"]), one.decoded("dtstart")) for one in events] == [
        ("受付開始：設備の助成（電子申請）", dt.date(2026, 11, 1)),
        ("受付締切：設備の助成（電子申請）", dt.datetime(2026, 12, 11, 8, tzinfo=dt.UTC)),
        ("受付開始：終わった助成（電子申請）", dt.date(2026, 5, 1)),
        ("受付締切：終わった助成（電子申請）", dt.datetime(2026, 6, 30, 8, tzinfo=dt.UTC)),
    ]


# --- one programme


def test_programme_in_force_says_conditions_terms_steps_reports_sources_and_open_terms(published: None) -> None:
    text = page("/programmes/of/T001/").content.decode()
    said = ("従業員の数が20人以下", "〔従業員20人以下〕", "1/2", "10,000,000円", "診断を受ける", "45日・費用 11,000円",
            "診断の報告書", "実績報告：完了後1か月", "募集要項 3ページ", "助成率1/2以内", "冊子 8ページ", "端数処理",
            "資料によって書き方が違うため")  # fmt: skip
    assert [one for one in said if one not in text] == []


def test_printed_edition_shows_the_description_of_today_above_it(published: None) -> None:
    text = page(f"/programmes/{printed('T001').public_id}/").content.decode()
    assert ("診断の報告書" in text, "資料に載った内容（令和6年度）" in text) == (True, True)


def test_programme_with_nothing_in_force_says_so_and_shows_what_was_printed(published: None) -> None:
    printed("T900")
    text = page("/programmes/of/T900/").content.decode()
    assert ("今日の時点で効力のある記述はありません" in text, "冊子 8ページ" in text) == (True, True)


def test_programme_that_nobody_knows_does_not_exist(published: None) -> None:
    assert page("/programmes/of/T999/").status_code == 404


@pytest.mark.parametrize("address", ["/programmes/of/T001/", "/programmes/calendar/", "/programmes/purposes/",
                                     "/programmes/compare/?p=T001&p=T002", "/programmes/finder/"])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "th"])
def test_page_in_another_language_opens(published: None, address: str, language: str) -> None:
    assert page(address, **{"Accept-Language": language}).status_code == 200
