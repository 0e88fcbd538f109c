"""The moment of every run: the last working day of the years that are filled."""

import datetime as dt

LAST_MOMENT = dt.datetime(2026, 3, 31, 15, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
