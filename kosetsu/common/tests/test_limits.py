"""Turns of a minute: counted by address, and the address is the client's even behind our proxy."""

import datetime as dt

import pytest
from django.test import RequestFactory

from kosetsu.common.limits import client_address, seconds_to_wait

AT = dt.datetime(2026, 11, 20, 1, 0, 15, tzinfo=dt.UTC)
PROXY = "127.0.0.1"


def test_minute_has_room_for_the_limit_and_then_says_how_long_it_lasts():
    assert [seconds_to_wait("a", 2, AT) for _time in range(4)] == [0, 0, 45, 45]


def test_next_minute_and_other_keys_are_counted_apart():
    assert [seconds_to_wait("a", 1, AT), seconds_to_wait("a", 1, AT)] == [0, 45]
    assert [seconds_to_wait("b", 1, AT), seconds_to_wait("a", 1, AT + dt.timedelta(seconds=45))] == [0, 0]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", PROXY),
        (0, "203.0.113.9", PROXY),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", PROXY),
        (1, "", PROXY),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert client_address(request) == address
