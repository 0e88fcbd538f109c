"""A bad set-up is named when the program starts; a good one is not."""

from types import SimpleNamespace

import pytest
from django.db import connection

from kosetsu.foundation.accounts.checks import _sqlite, check_keys, check_mode

GOOD = {"HTTPS": True, "ALLOWED_HOSTS": ["kosetsu.example.jp"], "DEBUG": False, "KOSETSU_DEMO": False}
GOOD |= {"STAFF_SECOND_FACTOR": True}
LOCAL = {
    "HTTPS": False,
    "ALLOWED_HOSTS": ["localhost"],
    "DEBUG": True,
    "KOSETSU_DEMO": True,
    "STAFF_SECOND_FACTOR": False,
}


def found(settings, check=check_mode, **values):
    for name, value in values.items():
        setattr(settings, name, value)
    return [error.id for error in check(None)]


def test_good_set_up_has_no_errors(settings):
    assert found(settings, **GOOD) == []


def test_local_demo_has_no_errors(settings):
    assert found(settings, **LOCAL) == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"DEBUG": True}, "kosetsu.E001"),
        ({"KOSETSU_DEMO": True}, "kosetsu.E002"),
        ({"STAFF_SECOND_FACTOR": False}, "kosetsu.E003"),
    ],
)
@pytest.mark.parametrize("place", [{"HTTPS": False}, {"ALLOWED_HOSTS": ["localhost"]}])
def test_what_must_not_face_the_public_is_named(settings, change, error, place):
    assert found(settings, **GOOD) == []
    assert found(settings, **(GOOD | place | change)) == [error]


@pytest.mark.parametrize("key", ["short", "a" * 64, "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz"])
def test_weak_key_is_named(settings, key):
    strong = "mV3x0c9Qe8LrT5yUwZkP1aBsD7fGhJ2N"
    assert found(settings, check_keys, SECRET_KEY=key, AUDIT_KEY=strong) == ["kosetsu.E004"]
    assert found(settings, check_keys, SECRET_KEY=strong, AUDIT_KEY=strong[::-1]) == []


def test_one_key_for_both_purposes_is_named_in_public(settings):
    strong = "mV3x0c9Qe8LrT5yUwZkP1aBsD7fGhJ2N"
    assert found(settings, check_keys, **GOOD, SECRET_KEY=strong, AUDIT_KEY=strong) == ["kosetsu.E005"]


def test_own_database_has_no_errors(db):
    assert _sqlite(connection) == []


def test_sqlite_without_the_gate_is_named():
    other = SimpleNamespace(vendor="sqlite", settings_dict={"ENGINE": "django.db.backends.sqlite3"})
    assert [error.id for error in _sqlite(other)] == ["kosetsu.E006"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="synchronous is SQLite's")
def test_sqlite_below_full_is_named(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
        errors = [error.id for error in _sqlite(connection)]
        cursor.execute("PRAGMA synchronous = FULL")
    assert errors == ["kosetsu.E007"]
