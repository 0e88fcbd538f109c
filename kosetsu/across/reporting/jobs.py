"""What the worker does for reporting: keep the columns close to the casebook."""

import datetime as dt

from kosetsu.across.reporting.columns import store
from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic


def refresh_columns() -> int:
    """Bring the columns up to date; returns the newest entry they hold."""
    return store.refresh(at=now()).watermark


PERIODIC = [Periodic("reporting.columns", dt.timedelta(minutes=5), refresh_columns)]
