import threading

import pytest
from django.db import connection, connections, transaction
from django.db.transaction import TransactionManagementError

from kosetsu.common.db.locks import lock_keys


@pytest.mark.django_db(transaction=True)
def test_lock_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        lock_keys("slot:1")


@pytest.mark.django_db
def test_lock_taken_twice_in_one_transaction_does_not_block():
    with transaction.atomic():
        lock_keys("slot:1", "slot:2", "slot:1")
        lock_keys("slot:2")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_lock_of_the_same_name_waits_and_of_another_does_not():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer at a time")
    order = []
    started = threading.Event()

    def other():
        with transaction.atomic():
            lock_keys("slot:3")
            started.set()
            lock_keys("slot:2", "slot:1")
            order.append("other")
        connections.close_all()

    thread = threading.Thread(target=other)
    with transaction.atomic():
        lock_keys("slot:1", "slot:2")
        thread.start()
        assert started.wait(5)
        thread.join(0.2)
        order.append("first")
    thread.join(5)
    assert order == ["first", "other"]
