"""Jobs: places that nobody took in time go on, reminders."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.foundation.gatherings import actions

PERIODIC = [
    Periodic("gatherings.lapse", dt.timedelta(minutes=1), lambda: actions.lapse_offers(at=now())),
    Periodic("gatherings.reminders", dt.timedelta(minutes=30), lambda: actions.remind(at=now())),
]
