"""Tampering is found. Each test tampers with the refusal lifted, as someone with the database's password could."""

import json
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from kosetsu.foundation.governance import anchors
from kosetsu.foundation.governance.append_only import VERBS, protect, protected, release
from kosetsu.foundation.governance.audit import record
from kosetsu.foundation.governance.chain import digest
from kosetsu.foundation.governance.keys import _key
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.governance.verification import Fault, Finding, verify
from tests import build

TABLE = AuditEvent._meta.db_table


@contextmanager
def refusal_lifted():
    release(connection, TABLE)
    yield AuditEvent.objects
    protect(connection, TABLE)


@pytest.fixture
def five(db, at, settings, django_capture_on_commit_callbacks):
    """Five rows, with an anchor at the second and the fourth."""
    settings.AUDIT_ANCHOR_EVERY = 2
    who = build.person("窓口 係")
    with django_capture_on_commit_callbacks(execute=True):
        return [record(by=who, at=at, verb=f"v{n}", thing=who, after={"n": n}) for n in range(5)]


def test_untouched_chain_verifies(five):
    verdict = verify()
    assert (bool(verdict), verdict.rows, verdict.anchors) == (True, 5, 2)


def test_no_rows_and_no_anchors_verify(db):
    assert verify()


@pytest.mark.parametrize("change", [{"verb": "x"}, {"after": {"n": 9}}, {"actor_name": "別人"}, {"reason": "後から"}])
def test_altered_row_is_found(five, change):
    with refusal_lifted() as rows:
        rows.filter(sequence=3).update(**change)
    assert verify().findings == (Finding(3, Fault.ALTERED),)


def test_removed_row_is_found_at_the_row_after_it(five):
    with refusal_lifted() as rows:
        rows.filter(sequence=3).delete()
    assert verify().findings == (Finding(4, Fault.MISSING),)


def test_cut_tail_is_found_by_the_anchor_beyond_it(five):
    with refusal_lifted() as rows:
        rows.filter(sequence__gte=4).delete()
    assert verify().findings == (Finding(4, Fault.TAIL_CUT),)


def test_cut_tail_without_anchors_is_not_found(five):
    """The negative control: what the chain alone cannot see."""
    with refusal_lifted() as rows:
        rows.filter(sequence__gte=4).delete()
    for path in anchors.folder().iterdir():
        path.unlink()
    assert verify()


def test_history_written_anew_with_the_right_key_is_found_by_the_anchor(five):
    with refusal_lifted() as rows:
        rows.filter(sequence__gte=4).delete()
        forged = AuditEvent(**_copy(five[3], actor_name="別人"))
        forged.digest = digest(forged, _key_of_tests())
        forged.save(force_insert=True)
    assert verify().findings == (Finding(4, Fault.ANCHOR_DIFFERS),)


def test_row_of_another_key_is_found(five, settings):
    settings.AUDIT_KEY = "another-key-another-key-another-key-another"
    assert {finding.fault for finding in verify().findings} == {Fault.UNKNOWN_KEY}


def test_rotated_key_verifies_with_the_old_key_kept(five, settings, at):
    settings.AUDIT_OLD_KEYS = [settings.AUDIT_KEY]
    settings.AUDIT_KEY = "another-key-another-key-another-key-another"
    record(by=None, at=at, verb="after_rotation", thing=five[0])
    assert (bool(verify()), verify().rows) == (True, 6)
    assert AuditEvent.objects.values("key_id").distinct().count() == 2


def test_damaged_anchor_is_found(five):
    path = anchors.folder() / "000000000002.json"
    path.chmod(0o644)
    path.write_text("{")
    assert verify().findings == (Finding(2, Fault.ANCHOR_DIFFERS),)


def test_anchor_is_written_once(five):
    """An anchor already there stays as it is; one that says something else is an error, not an overwrite."""
    path = anchors.folder() / "000000000002.json"
    anchors.write(five[1])
    five[1].digest = "f" * 64
    with pytest.raises(FileExistsError):
        anchors.write(five[1])
    assert json.loads(path.read_text())["digest"] == AuditEvent.objects.get(sequence=2).digest
    assert path.stat().st_mode & 0o777 == 0o444


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_change_of_a_row_is_refused_by_the_database(five, verb):
    rows = AuditEvent.objects.filter(sequence=3)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(verb="x") if verb == "update" else rows.delete()
    assert AuditEvent.objects.get(sequence=3).verb == "v2"


def test_change_of_a_row_without_the_trigger_goes_through(five):
    """The negative control: it is the trigger that refuses."""
    with refusal_lifted() as rows:
        assert rows.filter(sequence=3).update(verb="x") == 1


def test_refusing_triggers_exist_after_all_migrations(db):
    assert {f"{TABLE}_refuse_{verb}" for verb in VERBS[connection.vendor]} <= protected(connection)


def test_command_says_that_everything_fits_and_anchors_the_newest_row(five):
    out = StringIO()
    call_command("verify_audit", anchor=True, stdout=out)
    assert "5行" in out.getvalue()
    assert [anchor.sequence for anchor in anchors.read()] == [2, 4, 5]


def test_command_fails_and_names_the_row(five):
    with refusal_lifted() as rows:
        rows.filter(sequence=3).update(verb="x")
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", stderr=err)
    assert err.getvalue().startswith("#3 altered")


def _copy(event, **changes):
    fields = {field.attname: getattr(event, field.attname) for field in AuditEvent._meta.fields}
    return fields | {"id": None} | changes


def _key_of_tests():
    from django.conf import settings

    return _key(settings.AUDIT_KEY)
