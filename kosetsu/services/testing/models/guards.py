"""What the database itself refuses about custody and results, whatever the entrance: one list, on both engines.

Each row is (name, table, when, what must not be, message). A migration that rebuilds one of the tables on SQLite calls
:func:`guard` for it again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

GUARDS = (
    (
        "custody_chain",
        "testing_custody",
        "INSERT",
        "NEW.position > 1 AND NOT EXISTS (SELECT 1 FROM testing_custody AS earlier "
        "WHERE earlier.sample_id = NEW.sample_id AND earlier.position = NEW.position - 1 "
        "AND earlier.since < NEW.since AND earlier.kind NOT IN ('returned', 'disposed'))",
        "custody has no gap, no overlap and nothing after its end",
    ),
    (
        "true_submitter",
        "testing_verification",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM testing_testrecord AS checked WHERE checked.id = NEW.record_id "
        "AND checked.state = 'submitted' AND checked.submitted_by_id = NEW.submitted_by_id)",
        "only a submitted record is verified, and its submitter is the one it names",
    ),
    (
        "enough_verifiers",
        "testing_testrecord",
        "UPDATE",
        "NEW.state = 'verified' AND OLD.state <> 'verified' AND (OLD.state <> 'submitted' OR "
        "(SELECT COUNT(*) FROM testing_verification AS done WHERE done.record_id = NEW.id AND done.verified_by_id <> "
        "NEW.submitted_by_id) < (SELECT part.verifiers FROM testing_orderitem AS part WHERE part.id = NEW.item_id))",
        "a record is verified when as many other people as asked have checked it",
    ),
    (
        "verified_stays",
        "testing_testrecord",
        "UPDATE",
        "OLD.state IN ('verified', 'superseded') AND NEW.state NOT IN ('superseded', OLD.state)",
        "a verified record never changes",
    ),
    *(
        (
            f"{table}_{verb.lower()}",
            f"testing_{table}",
            verb,
            "NOT EXISTS (SELECT 1 FROM testing_testrecord AS kept "
            f"WHERE kept.id = {row}.record_id AND kept.state = 'draft')",
            "values change only while their record is a draft",
        )
        for table in ("reading", "calculation", "useddevice")
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ),
    (
        "stated_verified",
        "testing_reportrecord",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM testing_testrecord AS stated WHERE stated.id = NEW.record_id "
        "AND stated.state = 'verified')",
        "a report states only what somebody else has verified",
    ),
)


def guard(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Begin to refuse in these tables."""
    with connection.cursor() as cursor:
        for name, table, verb, wrong, message in (one for one in GUARDS if one[1] in tables):
            for statement in _statements(connection.vendor, name, table, verb, wrong, message):
                cursor.execute(statement)


def unguard(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Refuse no more: a migration backwards."""
    with connection.cursor() as cursor:
        for name, table, *_rest in (one for one in GUARDS if one[1] in tables):
            cursor.execute(
                f"DROP TRIGGER testing_{name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")
            )
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION testing_{name}()")


def _statements(vendor: str, name: str, table: str, verb: str, wrong: str, message: str) -> tuple[str, ...]:
    if vendor != "postgresql":
        return (
            f"CREATE TRIGGER testing_{name} BEFORE {verb} ON {table} WHEN {wrong} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        )
    kept = "OLD" if verb == "DELETE" else "NEW"
    return (
        f"CREATE FUNCTION testing_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {wrong} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {kept}; END $$",
        f"CREATE TRIGGER testing_{name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION testing_{name}()",
    )
