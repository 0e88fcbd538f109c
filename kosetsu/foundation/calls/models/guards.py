"""What the database itself refuses: a seat beyond the capacity, fewer seats than are taken.

A migration that rebuilds one of the two tables on SQLite ends them first and begins them again.
"""

from kosetsu.common.db.guards import Guard

_BEYOND = "NEW.seat IS NOT NULL AND NEW.seat > (SELECT capacity FROM calls_call AS own WHERE own.id = NEW.call_id)"
_TAKEN = "EXISTS (SELECT 1 FROM calls_application AS taken WHERE taken.call_id = NEW.id AND taken.seat > NEW.capacity)"

GUARDS = (
    *(
        Guard(f"calls_seat_{verb.lower()}", "calls_application", verb, _BEYOND, "no seat lies beyond the capacity",
              "'calls:' || NEW.call_id")
        for verb in ("INSERT", "UPDATE")
    ),
    Guard("calls_capacity_update", "calls_call", "UPDATE", _TAKEN, "a call keeps the seats that are taken",
          "'calls:' || NEW.id"),
)  # fmt: skip
