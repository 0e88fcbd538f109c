"""Named locks until the end of the transaction: whoever decides about a scarce thing holds its lock while deciding."""

from hashlib import blake2b

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.transaction import TransactionManagementError


def lock_keys(*keys: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Hold the locks of these names until the transaction ends; taken in one order, so two callers never deadlock.

    On SQLite the transaction has passed the writer gate, so it is alone already.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise TransactionManagementError("lock_keys is of no use outside transaction.atomic()")
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for number in sorted({_number(key) for key in keys}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _number(key: str) -> int:
    """The name as PostgreSQL's signed 64-bit lock number."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)
