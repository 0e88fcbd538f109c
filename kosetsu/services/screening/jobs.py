"""Jobs of the screening: deadlines that come near."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.services.screening import actions

PERIODIC = [Periodic("screening.remind", dt.timedelta(hours=6), lambda: actions.remind(at=now()))]
