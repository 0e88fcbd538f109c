"""Jobs: forget the answers that nobody will ask for again."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.entrances.api.actions import forget_answers


def forget_old_answers() -> int:
    """How many were dropped."""
    return forget_answers(at=now())


PERIODIC = [Periodic("api.answers", dt.timedelta(days=1), forget_old_answers)]
