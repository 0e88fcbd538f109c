"""What the database itself refuses about custody and results, whatever the entrance: one list, on both engines.

Each row is (name, table, when, what must not be, message). A migration that rebuilds one of the tables on SQLite calls
:func:`guard` for it again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from kosetsu.common.db import guards
from kosetsu.common.db.guards import Guard

REFUSALS = (
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
GUARDS = tuple(Guard(f"testing_{name}", *refusal) for name, *refusal in REFUSALS)


def guard(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Begin to refuse in these tables."""
    guards.begin(connection, [one for one in GUARDS if one.table in tables])


def unguard(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Refuse no more: a migration backwards."""
    guards.end(connection, [one for one in GUARDS if one.table in tables])
