"""Index folders that follow the log, come back when lost, and are shared by processes."""

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from kosetsu.foundation.search import changes, follower, jobs, queries
from kosetsu.foundation.search.folders import Folder
from kosetsu.foundation.search.models import Change
from kosetsu.foundation.search.sources import PUBLIC, STAFF
from kosetsu.foundation.search.tests.conftest import AT, Shelf

pytestmark = pytest.mark.django_db


def found(text: str, scope: str = PUBLIC, **more: Any) -> list[str]:
    return [hit.key for hit in queries.find(text, scope=scope, **more)]


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    shelf.put("1", "塩水噴霧試験")
    shelf.put("2", "引張試験")
    shelf.put("3", "塩水の分析", kind="twig")
    shelf.put("9", "塩水で錆びた軸の相談", kind="root", scope=STAFF)
    return shelf


def test_first_question_builds_the_index_of_its_scope_only(filled: Shelf) -> None:
    assert found("塩水") == ["3", "1"]
    assert Folder(STAFF).state() is None
    assert found("塩水", STAFF) == ["9"]


def test_change_is_applied_by_the_next_question_and_nothing_else_is_read(filled: Shelf) -> None:
    found("塩水")
    filled.put("2", "曲げ試験")
    filled.put("4", "ねじり試験")
    changes.touch("leaf", "2", at=AT)
    changes.touch("leaf", "4", at=AT)
    filled.reads.clear()
    assert (found("曲げ"), found("引張"), found("ねじり")) == (["2"], [], ["4"])
    assert filled.reads == [["2", "4"]]


def test_withdrawn_record_leaves_the_index(filled: Shelf) -> None:
    found("塩水")
    del filled.rows[PUBLIC]["1"]
    changes.touch("leaf", "1", at=AT)
    assert found("塩水") == ["3"]


def test_touch_all_renews_one_kind(filled: Shelf) -> None:
    found("塩水")
    filled.rows[PUBLIC] = {"3": filled.rows[PUBLIC]["3"]}
    filled.put("7", "塩水浸せき試験")
    changes.touch_all("leaf", at=AT)
    assert sorted(found("塩水")) == ["3", "7"]


def test_change_of_another_scope_reads_no_document(filled: Shelf) -> None:
    found("塩水")
    changes.touch("root", "9", at=AT)
    filled.reads.clear()
    assert follower.follow(PUBLIC).documents == 3
    assert filled.reads == []


def test_following_again_applies_nothing(filled: Shelf) -> None:
    changes.touch("leaf", "1", at=AT)
    assert follower.follow(PUBLIC) == follower.Report(PUBLIC, rebuilt=True, applied=0, documents=3)
    assert follower.follow(PUBLIC) == follower.Report(PUBLIC, rebuilt=False, applied=0, documents=3)
    changes.touch("leaf", "1", at=AT)
    assert follower.follow(PUBLIC) == follower.Report(PUBLIC, rebuilt=False, applied=1, documents=3)


def test_uncommitted_change_does_not_get_into_the_index(filled: Shelf) -> None:
    found("塩水")
    with transaction.atomic():
        filled.put("1", "秘密の試験")
        changes.touch("leaf", "1", at=AT)
        assert found("秘密") == []
        transaction.set_rollback(True)
    assert found("秘密") == []


def test_many_changes_are_left_to_the_worker(filled: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    found("塩水")
    monkeypatch.setattr(follower, "SMALL", 1)
    filled.put("1", "曲げ試験")
    filled.put("2", "曲げ試験")
    changes.touch_many("leaf", ["1", "2"], at=AT)
    assert found("曲げ") == []
    assert follower.lag(PUBLIC) == 2
    jobs.follow_all()
    assert found("曲げ") == ["1", "2"]


def _lose(folder: Folder) -> None:
    shutil.rmtree(folder.path)


def _lose_segments(folder: Folder) -> None:
    for generation in folder.path.glob("g*"):
        shutil.rmtree(generation)


def _break_state(folder: Folder) -> None:
    (folder.path / "state.json").write_text('{"format": ')


def _break_segments(folder: Folder) -> None:
    for generation in folder.path.glob("g*"):
        (generation / "meta.json").write_text("garbage")
    _rewrite(folder)


def _age(folder: Folder) -> None:
    _rewrite(folder, format="0:leaf")


def _rewrite(folder: Folder, **fields: str) -> None:
    """A later process meets the folder: what this one has open must not help."""
    file = folder.path / "state.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | fields))
    queries._open.clear()


@pytest.mark.parametrize("damage", [_lose, _lose_segments, _break_state, _break_segments, _age])
def test_lost_broken_or_outdated_index_comes_back(filled: Shelf, damage: Any) -> None:
    before = queries.find("塩水", scope=PUBLIC)
    damage(Folder(PUBLIC))
    assert queries.find("塩水", scope=PUBLIC) == before


def test_broken_segments_are_rebuilt_by_the_worker_too(filled: Shelf) -> None:
    found("塩水")
    _break_segments(Folder(PUBLIC))
    changes.touch("leaf", "1", at=AT)
    assert follower.follow(PUBLIC).rebuilt
    assert found("塩水") == ["3", "1"]


def test_index_of_another_database_is_rebuilt(filled: Shelf) -> None:
    changes.touch("leaf", "1", at=AT)
    found("塩水")
    Change.objects.all().delete()
    filled.rows[PUBLIC] = {}
    filled.put("5", "塩水だけ")
    assert found("塩水") == ["5"]


def test_worn_index_is_built_anew(filled: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "_WORN_FROM", 1)
    follower.follow(PUBLIC)
    changes.touch_many("leaf", ["1", "2"], at=AT)
    assert not follower.follow(PUBLIC).rebuilt
    assert follower.follow(PUBLIC).rebuilt
    assert Folder(PUBLIC).state().removed == 0  # type: ignore[union-attr]


def test_question_leaves_a_worn_index_to_the_worker(filled: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follower, "_WORN_FROM", 1)
    follower.follow(PUBLIC)
    changes.touch_many("leaf", ["1", "2"], at=AT)
    found("塩水")
    generation = Folder(PUBLIC).state().generation  # type: ignore[union-attr]
    changes.touch("leaf", "1", at=AT)
    found("塩水")
    assert Folder(PUBLIC).state().generation == generation  # type: ignore[union-attr]
    assert follower.follow(PUBLIC).rebuilt


def test_old_generations_are_removed(filled: Shelf) -> None:
    follower.rebuild(PUBLIC)
    follower.rebuild(PUBLIC)
    generations: list[Path] = list(Folder(PUBLIC).path.glob("g*"))
    assert [path.name for path in generations] == [Folder(PUBLIC).state().generation]  # type: ignore[union-attr]


def test_calendar_touches_every_kind_that_begins_or_ends_with_a_day(filled: Shelf) -> None:
    jobs.touch_what_the_calendar_changes()
    assert list(Change.objects.order_by("pk").values_list("kind", "key")) == [("leaf", "*"), ("twig", "*")]


def test_shortened_log_keeps_its_newest_row_and_followers_go_on(filled: Shelf) -> None:
    changes.touch("leaf", "1", at=AT - dt.timedelta(days=99))
    changes.touch("leaf", "2", at=AT - dt.timedelta(days=98))
    follower.follow(PUBLIC)
    assert jobs.shorten_log(at=AT) == 1
    assert not follower.follow(PUBLIC).rebuilt


def test_command_follows_rebuilds_and_tells(filled: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("status", "follow", "rebuild", "status"):
        call_command("search_index", verb, "--scope", PUBLIC)
    assert capsys.readouterr().out.splitlines() == [
        "public: to be rebuilt at the next question or run",
        "public: rebuilt, 3 documents",
        "public: rebuilt, 3 documents",
        "public: 3 documents, 0 changes behind, 0 open gaps",
    ]
