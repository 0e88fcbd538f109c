"""One row for every change, in its transaction, each chained to the one before."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from kosetsu.foundation.governance import keys
from kosetsu.foundation.governance.audit import record, sealed
from kosetsu.foundation.governance.chain import START, digest
from kosetsu.foundation.governance.models import AuditEvent
from tests import build


@pytest.fixture
def who(db):
    return build.person("表面 研究員")


def test_first_row_follows_the_start(who, at):
    event = record(by=who, at=at, verb="join", thing=who)
    assert (event.sequence, event.previous_digest, event.actor_name) == (1, START, "表面 研究員")
    assert (event.thing, event.thing_id) == ("accounts.Person", str(who.pk))


def test_next_row_covers_the_row_before(who, at):
    first = record(by=who, at=at, verb="join", thing=who)
    second = record(by=None, at=at, verb="expire", thing=who, reason="期限")
    assert (second.sequence, second.previous_digest, second.actor_id) == (2, first.digest, None)


def test_digest_is_the_same_after_a_round_trip_through_the_database(who, at):
    odd = {"rate": Fraction(2, 3), "yen": 12, "half": 0.5, "dec": Decimal("1.50"), "day": at.date(), "nul": "a\0b"}
    event = record(by=who, at=at + dt.timedelta(microseconds=7), verb="v", thing=who, after=odd | {"set": {"b", "a"}})
    again = AuditEvent.objects.get(sequence=event.sequence)
    assert digest(again, keys.current()) == event.digest
    assert again.after["rate"] == "2/3"


def test_number_of_queries_is_one_read_and_one_insert(who, at, django_assert_num_queries, vendor):
    with django_assert_num_queries(3 if vendor == "postgresql" else 2):
        record(by=who, at=at, verb="v", thing=who)


def test_rolled_back_change_leaves_no_row_and_no_gap(who, at):
    record(by=who, at=at, verb="kept", thing=who)
    mark = transaction.savepoint()
    record(by=who, at=at, verb="lost", thing=who)
    transaction.savepoint_rollback(mark)
    assert record(by=who, at=at, verb="next", thing=who).sequence == 2


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_refused(at):
    who = build.person("窓口 係")
    with pytest.raises(TransactionManagementError):
        record(by=who, at=at, verb="v", thing=who)
    assert AuditEvent.objects.count() == 0


def test_sealed_value_is_not_in_the_row_but_can_be_proven(who, at):
    event = record(by=who, at=at, verb="v", thing=who, after={"price": sealed("秘密の単価 4,200円")})
    assert "秘密" not in str(event.after)
    assert event.after["price"] == sealed("秘密の単価 4,200円")
    assert event.after["price"] != sealed("秘密の単価 4,201円")
