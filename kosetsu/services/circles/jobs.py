"""Jobs: every year, what it brought is asked."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.services.circles import actions

PERIODIC = [Periodic("circles.outcomes", dt.timedelta(days=1), lambda: actions.ask_outcomes(at=now()))]
