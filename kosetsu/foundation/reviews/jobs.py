"""Jobs: reviewers hear in the morning what they have to review, and until when."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.foundation.reviews import actions

DAY = dt.timedelta(days=1)
SEVEN_IN_JAPAN = dt.timedelta(hours=22)
PERIODIC = [Periodic("reviews.tell", DAY, lambda: actions.tell_reviewers(at=now()), SEVEN_IN_JAPAN)]
