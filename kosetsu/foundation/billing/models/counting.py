"""The database itself adds every allocation to what its paper has settled and its source has spent.

Together with the check constraints (``settled_within_the_invoice``, ``allocated_within_the_payment``,
``credit_within_what_it_holds``) no way of writing, however concurrent, sets more against a paper than it asks for or
more from a payment than it brought. A migration that rebuilds billing_allocation on SQLite calls :func:`count` again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

COUNTS = (
    ("billing_invoice", "settled_yen", "invoice_id"),
    ("billing_payment", "allocated_yen", "payment_id"),
    ("billing_invoice", "used_yen", "credit_id"),
)
UPDATE = "UPDATE {table} SET {column} = {column} + NEW.yen WHERE id = NEW.{key};"


def count(connection: BaseDatabaseWrapper) -> None:
    """Begin to count."""
    updates = " ".join(UPDATE.format(table=table, column=column, key=key) for table, column, key in COUNTS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION billing_count_allocation() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {updates} RETURN NEW; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER billing_allocation_counts AFTER INSERT ON billing_allocation "
                "FOR EACH ROW EXECUTE FUNCTION billing_count_allocation()"
            )
        else:
            cursor.execute(
                f"CREATE TRIGGER billing_allocation_counts AFTER INSERT ON billing_allocation BEGIN {updates} END"
            )


def stop(connection: BaseDatabaseWrapper) -> None:
    """Count no more: a migration backwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER billing_allocation_counts ON billing_allocation")
            cursor.execute("DROP FUNCTION billing_count_allocation()")
        else:
            cursor.execute("DROP TRIGGER billing_allocation_counts")
