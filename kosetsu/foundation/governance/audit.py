"""The audit log: every change writes one chained row, in the change's own transaction.

    record(by=person, at=at, verb="accept_request", thing=case, before={"state": "new"}, after={"state": "accepted"})

Values that must not be readable in the log are passed through :func:`sealed`: their keyed digest can prove later
what a value was, and nothing else.
"""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model
from django.db.transaction import TransactionManagementError

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.states import Transitions
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import anchors, keys
from kosetsu.foundation.governance.chain import START, digest, plain
from kosetsu.foundation.governance.models import AuditEvent

LOCK = "governance.audit"
Moved = TypeVar("Moved", bound=Model)


def record(
    *,
    by: Person | None,
    at: dt.datetime,
    verb: str,
    thing: Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Append one row. ``by`` is None where the program itself acted. Raises outside a transaction.

    Call it last in an action's change: on PostgreSQL every other writer of the log waits from here to the commit.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("audit.record belongs inside the transaction of the change it records")
    lock_keys(LOCK)
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", "digest").first() or (0, START)
    key = keys.current()
    event = AuditEvent(
        sequence=last[0] + 1,
        at=at,
        actor_id=by.pk if by else None,
        actor_name=str(by)[:150] if by else "",
        verb=verb,
        thing=thing._meta.label,
        thing_id=str(thing.pk),
        reason=plain(reason),
        before=plain(before or {}),
        after=plain(after or {}),
        key_id=key.id,
        previous_digest=last[1],
    )
    event.digest = digest(event, key)
    event.save(force_insert=True)
    if anchors.due(event.sequence):
        transaction.on_commit(partial(anchors.write, event), robust=True)
    return event


def move_record(
    thing: Moved, table: Transitions[Any], verb: str, *, by: Person | None, at: dt.datetime, because: str = "",
    **columns: Any,
) -> Moved:  # fmt: skip
    """Move a locked record that keeps its own state by its table, set these columns with it, and write the row.

    ``because`` is the reason in the log; a record that keeps one gets it as a column as well.
    """
    row: Any = thing
    before = str(row.state)
    row.state = table.target(verb, row.state)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *columns])
    record(
        by=by, at=at, verb=verb, thing=thing, before={"state": before}, after={"state": str(row.state)}, reason=because
    )
    return thing


def sealed(value: Any) -> str:
    """The keyed digest of a confidential value, to be stored in its place."""
    key = keys.current()
    return f"sealed:{key.id}:{key.digest(b'value:' + str(plain(value)).encode())}"
