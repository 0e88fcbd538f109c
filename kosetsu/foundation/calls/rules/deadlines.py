"""When an application is in time: by the second on the web and at the counter, by the postmark's day on paper."""

import datetime as dt

from kosetsu.foundation.calls.states import Channel


def in_time(at: dt.datetime, opens: dt.datetime, until: dt.datetime) -> bool:
    """The deadline's own second is still in time, whatever its fraction; the next one is not."""
    return opens <= at and at.replace(microsecond=0) <= until


def postmark_in_time(postmark: dt.date, arrived: dt.date, last: dt.date, within_days: int) -> bool:
    """Posted on the last day or before, and here so many days later at most; nothing arrives before it was posted."""
    return postmark <= last and postmark <= arrived <= last + dt.timedelta(days=within_days)


def last_moment(windows: dict[str, dt.datetime], paper_days: int) -> dt.datetime:
    """When nothing can come in time any more: the last deadline, on paper with the days it may travel."""
    late = {
        channel: until + dt.timedelta(days=paper_days if channel == Channel.PAPER else 0)
        for channel, until in windows.items()
    }
    return max(late.values())


def appeal_until(decided_on: dt.date, days: int) -> dt.date:
    """The last day on which an appeal is taken."""
    return decided_on + dt.timedelta(days=days)
