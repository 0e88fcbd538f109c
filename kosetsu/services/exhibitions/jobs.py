"""Jobs: doors that open and close at their moments, the nightly recount."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.services.exhibitions import actions

PERIODIC = [
    Periodic("exhibitions.follow_ups", dt.timedelta(days=1), lambda: actions.ask_follow_ups(at=now()), dt.timedelta(0)),
    Periodic("exhibitions.moments", dt.timedelta(minutes=1), lambda: actions.keep_moments(at=now())),
    Periodic(
        "exhibitions.recount", dt.timedelta(days=1), lambda: actions.recount_all(at=now()), dt.timedelta(hours=17)
    ),
]
