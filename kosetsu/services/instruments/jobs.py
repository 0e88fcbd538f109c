"""Jobs: what a lost receiver left undone."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.services.instruments import actions

PERIODIC = [Periodic("instruments.settle", dt.timedelta(minutes=15), lambda: actions.settle_missed(at=now()))]
