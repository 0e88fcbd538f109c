"""What every lived-through demo needs: who is who, and when something was so many days before the loading."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from kosetsu.common.calendars import NEVER_CLOSED, add_working_days
from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Institute, Workplace

ONE_DAY = dt.timedelta(days=1)
A_STEP = dt.timedelta(minutes=25)
"""Steps of one day follow each other at this distance."""


@dataclass(frozen=True, slots=True)
class Step:
    """One verb, how many days before the loading it happened, and who did it (empty: whose part it is)."""

    verb: str
    days_ago: int
    who: str = ""


class Cast:
    """The demo's people by the first part of their address, its workplaces by their company's code, its calendar."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        institute = Institute.current()
        self.closing = institute.closing_days if institute else NEVER_CLOSED
        self.people = {one.email.partition("@")[0]: one for one in Person.objects.of_the_demo() if one.email}
        places = Workplace.objects.exclude(organisation__code=None).select_related("organisation").order_by("-pk")
        self.workplaces = {str(one.organisation.code): one for one in places}

    def working_day(self, days: int) -> dt.date:
        """So many days after the loading or the first working day from then; before it, or the last one until then."""
        day = day_of(self.at) + dt.timedelta(days=days)
        return add_working_days(day, 0, self.closing) if days > 0 else add_working_days(day + ONE_DAY, -1, self.closing)

    def moment(self, days: int, time: dt.time) -> dt.datetime:
        """This time of that working day; what has happened lies never after the loading."""
        found = dt.datetime.combine(self.working_day(days), time, ZoneInfo(settings.TIME_ZONE))
        return found if days > 0 else min(found, self.at)
