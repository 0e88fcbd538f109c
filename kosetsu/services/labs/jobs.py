"""Jobs of the labs: rent of the months that are over, contracts that have run out, room logs, names that go."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.services.labs import actions

PERIODIC = [
    Periodic("labs.charge_rent", dt.timedelta(hours=6), lambda: actions.charge_rent(at=now())),
    Periodic("labs.end_terms", dt.timedelta(hours=6), lambda: actions.end_terms(at=now())),
    Periodic("labs.log_missed", dt.timedelta(hours=1), lambda: actions.log_missed(at=now())),
    Periodic("labs.purge_names", dt.timedelta(hours=6), lambda: actions.purge_names(at=now())),
]
