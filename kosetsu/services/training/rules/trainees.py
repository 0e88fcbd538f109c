"""How long the names of trainees are kept: pure arithmetic."""

import datetime as dt


def purge_on(ends_on: dt.date, keep_days: int) -> dt.date:
    """The first day on which the names are gone: so many days after the last day of the stay are kept.

    >>> purge_on(dt.date(2027, 3, 31), 30)
    datetime.date(2027, 5, 1)
    """
    return ends_on + dt.timedelta(days=keep_days + 1)
