"""Gapless numbers per document and fiscal year, issued inside the caller's transaction."""

from django.db import connection, transaction

from kosetsu.common.models import NumberSeries


def issue(document: str, fiscal_year: int) -> int:
    """The next number of the series; call it as the last statement before the insert, at issue and not at draft.

    The row lock is held until the caller commits, so a rolled-back insert gives its number back.
    Raises ``TransactionManagementError`` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is issued inside the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {NumberSeries._meta.db_table} (document, fiscal_year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (document, fiscal_year) DO UPDATE SET last = "
            f"{NumberSeries._meta.db_table}.last + 1 RETURNING last",
            [document, fiscal_year],
        )
        return int(cursor.fetchone()[0])
