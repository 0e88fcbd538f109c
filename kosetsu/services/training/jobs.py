"""Jobs of training: quotes that nobody accepted lapse, names of trainees go on their day, who came pays."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.services.training import actions

PERIODIC = [
    Periodic("training.lapse_quotes", dt.timedelta(hours=6), lambda: actions.lapse_quotes(at=now())),
    Periodic("training.purge_names", dt.timedelta(hours=6), lambda: actions.purge_names(at=now())),
    Periodic("training.charge_bundles", dt.timedelta(hours=1), lambda: actions.charge_bundles(at=now())),
]
