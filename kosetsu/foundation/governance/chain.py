"""What a row's digest covers, written down in one form that both databases give back unchanged."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from kosetsu.common.text import canonical_json
from kosetsu.foundation.governance.keys import Key
from kosetsu.foundation.governance.models import AuditEvent

START = "0" * 64
"""What the first row follows."""
COVERED = ("sequence", "actor_id", "actor_name", "verb", "thing", "thing_id", "reason", "before", "after", "key_id")


def plain(value: Any) -> Any:
    """``value`` as JSON that survives a round trip through either database (numbers with a point become text)."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(one) for one in value), key=str)
    if isinstance(value, Model):
        return value.pk
    # PostgreSQL's JSON cannot hold the character NUL.
    return (value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)).replace("\0", "")


def digest(event: AuditEvent, key: Key) -> str:
    """The keyed digest over everything the row says and over the row before it."""
    covered = {name: getattr(event, name) for name in COVERED}
    covered["at"] = event.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    covered["previous"] = event.previous_digest
    return key.digest(canonical_json(covered).encode())
