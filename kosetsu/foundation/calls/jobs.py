"""Jobs: what was asked back and did not come in time."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.foundation.calls import actions

PERIODIC = [Periodic("calls.lapse", dt.timedelta(minutes=10), lambda: actions.lapse_applications(at=now()))]
