"""Windows at moments: the second at which each channel ends, and that nothing that has ended shows as open."""

import datetime as dt
import random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kosetsu.services.programmes.rules import windows
from kosetsu.services.programmes.rules.language import Description, Window

TOKYO = ZoneInfo("Asia/Tokyo")
ZONES = (TOKYO, dt.UTC, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Asia/Kathmandu"))
FIRST, LAST = dt.date(2024, 6, 3), dt.date(2024, 6, 28)


def at(day: dt.date, *time: int, zone: Any = TOKYO) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(*time), tzinfo=zone)


def window(channel: str = "electronic", opens: dt.date = FIRST, closes: dt.date = LAST, **more: Any) -> Window:
    more.setdefault("closes_at", dt.time(17) if channel == "electronic" else None)
    return Window(channel=channel, opens=opens, closes=closes, source="p. 1", **more)


def programme(given: Any, **more: Any) -> Description:
    return Description(
        **{
            "code": "P001", "fiscal_year": 2024, "effective_from": dt.date(2024, 4, 1), "kind": "grant",
            "words": {"ja": "助成"}, "windows": given, "sources": [{"document": "booklet", "page": 1}],
            "verified_until": dt.date(2025, 3, 31), **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("channel", "moment", "state"),
    [
        ("electronic", at(dt.date(2024, 6, 2), 23, 59, 59, 999_999), "upcoming"),
        ("electronic", at(FIRST), "open"),
        ("electronic", at(LAST, 16, 59, 59, 999_999), "open"),
        ("electronic", at(LAST, 17), "closed"),
        ("electronic", at(LAST, 8, zone=dt.UTC), "closed"),
        ("post", at(LAST, 23, 59, 59), "open"),
        ("post", at(dt.date(2024, 6, 29)), "closed"),
        ("counter", at(LAST, 23, 59, 59), "open"),
        ("counter", at(LAST, 15, zone=dt.UTC), "closed"),
    ],
)
def test_a_window_at_its_edges_is_as_its_channel_says(channel, moment, state):
    assert windows.state_of(window(channel), moment, TOKYO) == state


def test_a_counter_that_names_its_time_closes_at_it():
    one = window("counter", closes_at=dt.time(16, 30))
    assert [windows.state_of(one, at(LAST, 16, minute), TOKYO) for minute in (29, 30)] == ["open", "closed"]


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        windows.state_of(window(), dt.datetime(2024, 6, 5), TOKYO)  # noqa: DTZ001


def test_a_programme_without_dates_is_unpublished_and_one_that_always_takes_is_so_while_it_is_in_force():
    yearly = programme("always", effective_to=dt.date(2025, 3, 31))
    days = (dt.date(2024, 3, 31), dt.date(2024, 4, 1), dt.date(2025, 3, 31), dt.date(2025, 4, 1))
    assert [windows.state(yearly, at(day, 12), TOKYO) for day in days] == ["upcoming", "always", "always", "closed"]
    assert windows.state(programme(None), at(FIRST), TOKYO) == "unpublished"
    assert windows.state(programme(()), at(FIRST), TOKYO) == "closed"


def test_next_window_is_the_open_one_that_ends_last_or_the_one_that_opens_first():
    autumn = window(opens=dt.date(2024, 9, 2), closes=dt.date(2024, 9, 20))
    paper = window("post")
    one = programme((autumn, window(), paper))
    assert windows.next_window(one, at(LAST, 12), TOKYO) == paper
    assert windows.next_window(one, at(dt.date(2024, 5, 1)), TOKYO) in (window(), paper)
    assert windows.next_window(one, at(dt.date(2024, 7, 1)), TOKYO) == autumn
    assert windows.next_window(one, at(dt.date(2024, 10, 1)), TOKYO) is None
    assert windows.next_window(programme("always"), at(FIRST), TOKYO) is None


def test_days_left_are_counted_in_the_zone_and_end_with_the_window():
    left = [windows.days_left(window(), moment, TOKYO) for moment in (
        at(dt.date(2024, 6, 26)), at(dt.date(2024, 6, 26), 15, zone=dt.UTC), at(LAST, 16), at(LAST, 17))]  # fmt: skip
    assert left == [2, 1, 0, None]


def test_last_day_to_apply_is_said_by_channel():
    paper = window("post", closes=dt.date(2024, 6, 21))
    autumn = window("post", opens=dt.date(2024, 9, 2), closes=dt.date(2024, 9, 20))
    one = programme((autumn, window(), paper))
    assert windows.last_days(one, at(FIRST), TOKYO) == {"electronic": window(), "post": paper}
    assert windows.last_days(one, at(dt.date(2024, 6, 25)), TOKYO) == {"electronic": window(), "post": autumn}


def test_events_of_a_window_are_its_opening_its_closing_and_its_decision():
    one = programme((window(decided=dt.date(2024, 8, 1)), window("post")))
    found = list(windows.events(one, TOKYO))
    assert [(event.kind, event.day, event.at) for event in found] == [
        ("opens", FIRST, None), ("closes", LAST, at(LAST, 17)), ("decided", dt.date(2024, 8, 1), None),
        ("opens", FIRST, None), ("closes", LAST, None),
    ]  # fmt: skip
    assert len({event.key for event in found}) == 5
    assert list(windows.events(programme("always"), TOKYO)) == []


def test_an_expired_window_never_shows_as_open_at_any_moment_in_any_zone():
    """Against the wall clock of the zone, read as text: another way to say the same."""
    draw = random.Random(4)
    for _case in range(3_000):
        given = tuple(_random_window(draw) for _ in range(draw.randint(1, 4)))
        zone = draw.choice(ZONES)
        moment = _near(draw, draw.choice(given), zone).astimezone(draw.choice(ZONES))
        expected = ["closed" if _ended(one, moment, zone) else "begun" for one in given]
        assert ["closed" if windows.state_of(one, moment, zone) == "closed" else "begun" for one in given] == expected
        one = programme(given)
        if set(expected) == {"closed"}:
            assert (windows.state(one, moment, zone), windows.next_window(one, moment, zone)) == ("closed", None)
        if windows.state(one, moment, zone) == "open":
            following = windows.next_window(one, moment, zone)
            assert following is not None
            assert not _ended(following, moment, zone)


def _random_window(draw: random.Random) -> Window:
    opens = FIRST + dt.timedelta(days=draw.randint(0, 300))
    channel = draw.choice(("electronic", "post", "counter"))
    closes_at = dt.time(draw.randint(0, 23), draw.randint(0, 59)) if channel != "post" else None
    return window(channel, opens, opens + dt.timedelta(days=draw.randint(0, 40)), closes_at=closes_at)


def _near(draw: random.Random, one: Window, zone: Any) -> dt.datetime:
    """Mostly within seconds of an edge."""
    edge = dt.datetime.combine(draw.choice((one.opens, one.closes)), one.closes_at or dt.time(), tzinfo=zone)
    return edge + dt.timedelta(days=draw.choice((-30, -1, 0, 0, 1, 30)), seconds=draw.randint(-2, 2))


def _ended(one: Window, moment: dt.datetime, zone: Any) -> bool:
    wall = moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    last = one.closes_at.strftime("%H:%M:%S") if one.closes_at else "24:00:00"
    return wall >= f"{one.closes:%Y-%m-%d} {last}"
