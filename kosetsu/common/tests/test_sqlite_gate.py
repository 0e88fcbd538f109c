"""Real processes on a real file: the gate is about what the operating system does, so nothing here is faked."""

import itertools
import multiprocessing
import os
import threading
import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError, connections, transaction
from django.db.utils import ConnectionHandler

from kosetsu.common.db.gate import Gate

spawn = multiprocessing.get_context("spawn")
ENGINE = "kosetsu.common.db.sqlite3"
numbers = itertools.count(1)


def connect(path, engine=ENGINE, **options):
    alias = f"house{next(numbers)}"
    settings = {"default": {}, alias: {"ENGINE": engine, "NAME": str(path), "OPTIONS": options}}
    connections[alias] = ConnectionHandler(settings)[alias]
    return connections[alias]


def atomic(connection):
    return transaction.atomic(using=connection.alias)


def run(connection, sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


def gate_is_free(path):
    gate = Gate(f"{path}.gate", 0.05)
    try:
        gate.enter()
    except OperationalError:
        return False
    gate.leave()
    return True


def fail_after(connection, sql):
    with atomic(connection):
        run(connection, sql)
        raise ZeroDivisionError


@pytest.fixture
def path(tmp_path, django_db_blocker):
    with django_db_blocker.unblock():
        yield tmp_path / "house.sqlite3"


@pytest.fixture
def connection(path):
    made = connect(path)
    run(made, "CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n >= 0))")
    run(made, "INSERT INTO counter VALUES (1, 0)")
    yield made
    made.close()


def n(connection):
    return run(connection, "SELECT n FROM counter WHERE id = 1")[0][0]


def add(path, engine, options, times, ready, results):
    """Read, then write: the pattern that deferred transactions lose."""
    errors = 0
    connection = connect(path, engine, **options)
    run(connection, "SELECT 1")
    ready.wait()
    for _ in range(times):
        try:
            with atomic(connection):
                (value,) = run(connection, "SELECT n FROM counter WHERE id = 1")[0]
                run(connection, "UPDATE counter SET n = %s WHERE id = 1", value + 1)
        except OperationalError:
            errors += 1
    connection.close()
    results.put(errors)


def errors_of(processes, times, path, engine=ENGINE, **options):
    ready, results = spawn.Barrier(processes), spawn.Queue()
    workers = [spawn.Process(target=add, args=(path, engine, options, times, ready, results)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    errors = sum(results.get(timeout=60) for _ in workers)
    for worker in workers:
        worker.join(10)
    return errors


def test_eight_processes_lose_no_increment_and_none_is_locked_out(path, connection):
    assert errors_of(8, 25, str(path)) == 0
    assert n(connection) == 200


def test_deferred_transactions_without_the_gate_are_locked_out(path, connection):
    """Negative control: two readers that both go on to write; SQLite must refuse one, whatever its timeout."""
    one, other = (connect(path, "django.db.backends.sqlite3", timeout=20) for _ in range(2))
    for reader in (one, other):
        run(reader, "BEGIN")
        run(reader, "SELECT n FROM counter")
    run(one, "UPDATE counter SET n = 1")
    run(one, "COMMIT")
    with pytest.raises(OperationalError, match="locked"):
        run(other, "UPDATE counter SET n = 2")
    run(other, "ROLLBACK")
    one.close()
    other.close()


def test_new_connection_has_the_safe_settings(connection):
    pragmas = {
        name: run(connection, f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert run(connection, "PRAGMA busy_timeout") == [(20_000,)]


def test_deferred_mode_is_refused(path):
    with pytest.raises(ImproperlyConfigured):
        connect(path, transaction_mode="DEFERRED").ensure_connection()


def test_gate_is_shut_inside_a_transaction_and_open_after_commit_or_rollback(path, connection):
    with atomic(connection):
        run(connection, "UPDATE counter SET n = 1")
        assert not gate_is_free(path)
    assert gate_is_free(path)
    with pytest.raises(ZeroDivisionError):
        fail_after(connection, "UPDATE counter SET n = 2")
    assert gate_is_free(path)
    assert n(connection) == 1


def test_savepoint_rolled_back_keeps_the_gate_until_the_outer_end(path, connection):
    with atomic(connection):
        run(connection, "UPDATE counter SET n = 5")
        with pytest.raises(ZeroDivisionError):
            fail_after(connection, "UPDATE counter SET n = 6")
        assert not gate_is_free(path)
    assert gate_is_free(path)
    assert n(connection) == 5


def test_on_commit_runs_with_the_gate_open_and_may_write(path, connection):
    seen = []

    def after():
        seen.append(gate_is_free(path))
        with atomic(connection):
            run(connection, "UPDATE counter SET n = 9")

    with atomic(connection):
        run(connection, "UPDATE counter SET n = 1")
        connection.on_commit(after)
    assert (seen, n(connection), gate_is_free(path)) == ([True], 9, True)


def test_statement_outside_a_transaction_leaves_the_gate_open(path, connection):
    assert run(connection, "INSERT INTO counter VALUES (2, 0), (3, 0) RETURNING id") == [(2,), (3,)]
    assert gate_is_free(path)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO counter VALUES (4, 0), (5, 0), (6, 0) RETURNING id")
        assert gate_is_free(path)
        assert (cursor.fetchone(), cursor.fetchmany(1), list(cursor), cursor.fetchone()) == ((4,), [(5,)], [(6,)], None)
        cursor.executemany("INSERT INTO counter VALUES (%s, 0)", [(7,), (8,)])
    assert gate_is_free(path)
    with pytest.raises(IntegrityError):
        run(connection, "INSERT INTO counter VALUES (7, 0)")
    assert gate_is_free(path)


@pytest.mark.parametrize("end", ["COMMIT", "ROLLBACK"])
def test_transaction_begun_by_hand_holds_the_gate_until_its_end(path, connection, end):
    run(connection, "BEGIN EXCLUSIVE")
    assert not gate_is_free(path)
    run(connection, "UPDATE counter SET n = 1")
    assert not gate_is_free(path)
    run(connection, end)
    assert (gate_is_free(path), n(connection)) == (True, int(end == "COMMIT"))


def test_commit_that_fails_leaves_the_gate_open(path, connection):
    run(connection, "CREATE TABLE child (c INTEGER REFERENCES counter (id) DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(IntegrityError), atomic(connection):
        run(connection, "INSERT INTO child VALUES (99)")
    assert gate_is_free(path)
    assert run(connection, "SELECT count(*) FROM child") == [(0,)]


def test_online_backup_does_not_wait_for_the_gate(path, connection, tmp_path):
    other = connect(path, timeout=0.1)
    with atomic(connection):
        run(connection, "UPDATE counter SET n = 8")
        run(other, "VACUUM INTO %s", str(tmp_path / "copy.sqlite3"))
    copy = connect(tmp_path / "copy.sqlite3")
    assert n(copy) == 0
    copy.close()
    other.close()


def test_connection_closed_inside_a_transaction_opens_the_gate(path, connection):
    with atomic(connection):
        run(connection, "UPDATE counter SET n = 7")
        connection.close()
        assert gate_is_free(path)
    assert n(connection) == 0


def test_writer_waits_for_a_long_migration_and_reader_does_not(path, connection):
    done = []

    def write():
        other = connect(path)
        assert run(other, "SELECT n FROM counter WHERE id = 1") == [(0,)]
        done.append("read")
        with atomic(other):
            run(other, "UPDATE counter SET n = n + 1")
        done.append("written")
        other.close()

    thread = threading.Thread(target=write)
    with connection.schema_editor() as editor:
        editor.execute("ALTER TABLE counter ADD COLUMN note TEXT")
        thread.start()
        thread.join(0.3)
        assert done == ["read"]
    thread.join(5)
    assert done == ["read", "written"]


def test_writer_that_waits_too_long_is_told_and_harms_nobody(path, connection):
    impatient = connect(path, timeout=0.1)
    with atomic(connection):
        run(connection, "UPDATE counter SET n = 3")
        with pytest.raises(OperationalError, match="locked"), atomic(impatient):
            pass
    time.sleep(0.05)
    assert gate_is_free(path)
    with atomic(impatient):
        run(impatient, "UPDATE counter SET n = n + 1")
    assert n(connection) == 4
    impatient.close()


def die_inside(path):
    connection = connect(path)
    with atomic(connection):
        run(connection, "UPDATE counter SET n = 1000")
        os._exit(9)


def test_writer_killed_inside_a_transaction_leaves_the_gate_open_and_no_write(path, connection):
    process = spawn.Process(target=die_inside, args=(str(path),))
    process.start()
    process.join(20)
    assert (process.exitcode, gate_is_free(path), n(connection)) == (9, True, 0)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_child_forked_inside_a_transaction_does_not_open_its_parents_gate(path):
    gate = Gate(f"{path}.gate", 1)
    gate.enter()
    child = os.fork()
    if child == 0:
        gate.leave()
        os._exit(0)
    os.waitpid(child, 0)
    assert not gate_is_free(path)
    gate.leave()
    assert gate_is_free(path)


def test_waiters_take_turns(path):
    """Whoever comes first goes first: three waiters queue one after the other behind a holder."""
    holder = Gate(f"{path}.gate", 5)
    holder.enter()
    order = []

    def wait(name):
        gate = Gate(f"{path}.gate", 5)
        gate.enter()
        order.append(name)
        gate.leave()

    threads = [threading.Thread(target=wait, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
        time.sleep(0.1)
    holder.leave()
    for thread in threads:
        thread.join(5)
    assert order == ["a", "b", "c"]


def test_memory_database_has_no_gate(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    memory = connect(":memory:")
    with atomic(memory):
        run(memory, "CREATE TABLE t (a)")
    assert (memory.gate, list(tmp_path.iterdir())) == (None, [])


def test_file_named_by_uri_has_its_gate_beside_it(path, connection):
    other = connect(f"file:{path}?mode=rw")
    with atomic(other):
        assert not gate_is_free(path)
    other.close()
