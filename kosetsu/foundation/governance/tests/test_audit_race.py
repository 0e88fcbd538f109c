"""Many writers at once on PostgreSQL: no gap, no fork, nothing lost; without the lock it goes wrong."""

import threading
from contextlib import nullcontext

import pytest
from django.db import DatabaseError, connection, connections, transaction

from kosetsu.foundation.governance import audit
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.governance.verification import verify
from tests import build

WRITERS, EACH = 8, 15

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _real_rivals():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer at a time, which its own tests show")


def race(at):
    """All writers append as fast as they can; returns how many appends failed."""
    who = build.person("窓口 係")
    failed = []

    def write(number):
        for step in range(EACH):
            try:
                with transaction.atomic():
                    audit.record(by=who, at=at, verb=f"w{number}s{step}", thing=who)
            except DatabaseError:
                failed.append(number)
        connections.close_all()

    threads = [threading.Thread(target=write, args=[number]) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(failed)


def test_writers_at_once_leave_one_chain_without_gaps(at):
    assert race(at) == 0
    assert AuditEvent.objects.count() == WRITERS * EACH
    assert (bool(verify()), verify().rows) == (True, WRITERS * EACH)


def test_writers_without_the_lock_collide(at, monkeypatch):
    """The negative control: it is the lock that keeps them apart; the constraint alone makes appends fail."""
    monkeypatch.setattr(audit, "lock_keys", lambda *names: nullcontext())
    assert race(at) > 0
