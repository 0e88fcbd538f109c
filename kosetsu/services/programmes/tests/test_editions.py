"""Editions: what was known at a moment about a day stays what it was, whatever is published afterwards."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.services.programmes.actions.editions import record_description, record_vocabulary
from kosetsu.services.programmes.context import decider_on
from kosetsu.services.programmes.models import DescriptionEdition
from kosetsu.services.programmes.rules.language import Description, Vocabulary

UTC = dt.UTC
FIRST, LATER = dt.datetime(2026, 4, 1, 9, tzinfo=UTC), dt.datetime(2026, 6, 1, 9, tzinfo=UTC)
DAY = dt.date(2026, 5, 1)
pytestmark = pytest.mark.django_db


def described(**more: Any) -> Description:
    return Description.model_validate(
        {
            "code": "P001",
            "fiscal_year": 2026,
            "effective_from": "2026-04-01",
            "effective_to": "2027-03-31",
            "kind": "grant",
            "words": {"ja": "設備の助成"},
            "sources": [{"document": "募集要項", "page": 1}],
            "verified_until": "2027-03-31",
            **more,
        }
    )


def in_force(day: dt.date, known_at: dt.datetime) -> list[tuple[str, int | None]]:
    book = decider_on(day, known_at).book
    return [(one.code, one.places) for one in book.descriptions]


def test_edition_recorded_later_is_not_known_before() -> None:
    record_description(described(places=10), at=FIRST)
    record_description(described(places=20), at=LATER)
    assert in_force(DAY, FIRST) == [("P001", 10)]
    assert in_force(DAY, LATER) == [("P001", 20)]


def test_day_outside_the_effective_days_has_no_description() -> None:
    record_description(described(), at=FIRST)
    assert [in_force(dt.date(2026, 3, 31), LATER), in_force(dt.date(2027, 4, 1), LATER)] == [[], []]


def test_day_before_anything_was_recorded_has_no_description() -> None:
    record_description(described(), at=LATER)
    assert in_force(DAY, FIRST) == []


def test_later_edition_with_other_days_replaces_the_earlier_one_whole() -> None:
    record_description(described(), at=FIRST)
    record_description(described(effective_from="2026-07-01"), at=LATER)
    assert (in_force(DAY, FIRST), in_force(DAY, LATER)) == ([("P001", None)], [])


def test_folder_loaded_again_without_a_change_records_nothing() -> None:
    record_description(described(places=10), at=FIRST)
    record_description(described(places=10), at=LATER)
    assert list(DescriptionEdition.objects.values_list("number", flat=True)) == [1]


def test_two_rounds_of_a_programme_stand_beside_each_other() -> None:
    record_description(described(round="第1回"), at=FIRST)
    record_description(described(round="第2回"), at=FIRST)
    assert in_force(DAY, FIRST) == [("P001", None), ("P001", None)]


def test_vocabulary_of_the_moment_is_read() -> None:
    flag = {"kind": "flag", "words": {"ja": "赤字"}, "question": {"ja": "赤字ですか。"}, "source": "募集要項"}
    record_vocabulary(Vocabulary.model_validate({"facts": [{"key": "loss", **flag}]}), at=FIRST)
    record_vocabulary(Vocabulary.model_validate({"facts": [{"key": "deficit", **flag}]}), at=LATER)
    assert [set(decider_on(DAY, at).book.facts) for at in (FIRST, LATER)] == [{"loss"}, {"deficit"}]


def test_description_that_rests_on_a_lost_fact_is_left_out_and_the_others_stay() -> None:
    flag = {"kind": "flag", "words": {"ja": "赤字"}, "question": {"ja": "赤字ですか。"}, "source": "募集要項"}
    record_vocabulary(Vocabulary.model_validate({"facts": [{"key": "loss", **flag}]}), at=FIRST)
    record_description(described(who={"fact": "loss", "is": True}), at=FIRST)
    record_description(described(code="P002"), at=FIRST)
    record_vocabulary(Vocabulary.model_validate({"facts": [{"key": "deficit", **flag}]}), at=LATER)
    assert (in_force(DAY, FIRST), in_force(DAY, LATER)) == ([("P001", None), ("P002", None)], [("P002", None)])
