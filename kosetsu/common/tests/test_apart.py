"""Processes beside this one: asked, kept, replaced when they are gone."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kosetsu.common.apart import ApartError, Keeping

COUNTING = "kosetsu.common.tests.counting"


@pytest.fixture
def keeping() -> Iterator[Keeping]:
    keeping = Keeping(COUNTING, most=2, patience_seconds=0.1)
    yield keeping
    keeping.end()


def test_next_user_gets_the_same_process_and_finds_nothing_of_the_one_before(keeping: Keeping) -> None:
    with keeping.one() as apart:
        first = (apart.ask("number"), apart.ask("add", 2), apart.ask("add", 3))
    with keeping.one() as apart:
        assert (apart.ask("number"), apart.ask("add", 1)) == (first[0], 1)
    assert first[1:] == (2, 5)


def test_two_users_at_once_have_a_process_each(keeping: Keeping) -> None:
    with keeping.one() as one, keeping.one() as other:
        assert one.ask("number") != other.ask("number")


def test_call_that_raises_over_there_raises_here_and_the_process_goes_on(keeping: Keeping) -> None:
    with keeping.one() as apart:
        with pytest.raises(ApartError, match="ValueError: three is no four"):
            apart.ask("fail")
        assert apart.ask("add", 1) == 1


def test_process_that_died_is_not_given_to_the_next_user(keeping: Keeping) -> None:
    with keeping.one() as apart:
        gone = apart.ask("number")
        with pytest.raises((OSError, EOFError)):
            apart.ask("die")
    with keeping.one() as apart:
        assert apart.ask("number") != gone


def test_process_that_ends_while_it_is_kept_is_replaced(keeping: Keeping) -> None:
    apart = keeping.take()
    number = apart.ask("number")
    keeping.give_back(apart)
    os.kill(number, signal.SIGKILL)
    with keeping.one() as another:
        assert another.ask("number") != number


def test_user_for_whom_none_is_left_waits_for_one_that_is_given_back() -> None:
    keeping = Keeping(COUNTING, most=1, patience_seconds=60)
    first = keeping.take()
    number = first.ask("number")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: keeping.take())
        keeping.give_back(first)
        second = waiting.result()
    assert second.ask("number") == number
    keeping.give_back(second)
    keeping.end()


def test_users_who_hold_all_and_want_another_get_one_after_a_while(keeping: Keeping) -> None:
    with keeping.one() as one, keeping.one() as two, keeping.one() as three:
        assert len({apart.ask("number") for apart in (one, two, three)}) == 3
