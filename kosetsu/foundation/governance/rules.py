"""Export control: how long a declaration is good, and when a person of the institute must look at it first.

Nothing here decides whether technology may be passed on; a person does.
"""

import datetime as dt
import re
from collections.abc import Collection

from kosetsu.common import calendars
from kosetsu.common.text import fold
from kosetsu.foundation.governance.states import DeclarationState


def last_day(declared_on: dt.date) -> dt.date:
    """The last day of the year for which a declaration is good."""
    return calendars.last_day(declared_on, 12)


def first_state(*, resident: bool, types: Collection[int], before: str | None) -> DeclarationState:
    """What a new declaration begins as.

    Whoever was looked at before is looked at again, so that a second declaration cannot undo a decision.
    """
    looked_at = before is not None and before != DeclarationState.CLEAR
    return DeclarationState.HELD if types or not resident or looked_at else DeclarationState.CLEAR


def covers(cleared: str, technology: str) -> bool:
    """Whether the technology is one of those named in the clearance, as written (spelling folded, nothing guessed)."""
    named = {fold(part) for part in re.split(r"[、,，;；\n]", cleared) if part.strip()}
    return fold(technology) in named
