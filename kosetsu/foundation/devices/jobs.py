"""Jobs: the reminder of checks that are due, every morning."""

import datetime as dt

from kosetsu.common.clock import day_of, now
from kosetsu.common.schedule import Periodic
from kosetsu.foundation.devices import actions

MORNING = dt.timedelta(hours=22, minutes=30)
"""Half past seven in Japan, counted from midnight UTC."""
PERIODIC = [
    Periodic("devices.due", dt.timedelta(days=1), lambda: actions.remind_due(at=now(), today=day_of(now())), MORNING),
]
