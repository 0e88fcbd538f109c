"""What the rivals meet, made inside the program (``manage.py shell``): a company, a keeper, resources with bookings.

Prints one line of JSON.
"""

import datetime as dt
import json
import os

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import F

from kosetsu.common.calendars import is_holiday
from kosetsu.common.clock import now
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.models import BookedResource, Booking
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.tests.conftest import TOKYO, resource
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.governance.actions import declare
from tests import build

TRIALS = int(os.environ["TRIALS"])
PEOPLE = 20
HOUR = dt.timedelta(hours=1)
RULE = {"opening": "0-6 00:00-24:00", "horizon": "days+400", "fee": ""}


def session(who):
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(who.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = who.get_session_auth_hash()
    store.create()
    return store.session_key


def slots():
    """An hour of each coming day that is no holiday."""
    first = now().astimezone(TOKYO).replace(hour=10, minute=0, second=0, microsecond=0)
    days = (first + dt.timedelta(days=n) for n in range(2, 380))
    return [Span(day, day + HOUR) for day in days if not is_holiday(day.date())]


at, known = now(), slots()
institute, company = build.institute(), build.company("競争株式会社", "131083")
company.organisation.class_decided = "sme"
company.organisation.save()
people = [build.person(f"競争 {number:02}") for number in range(PEOPLE)]
for one in people:
    one.memberships.create(organisation=company.organisation, workplace=company.workplace, role="engineer")
    declare(by=one, at=at, person=one, resident=True)


def book(by, what, span):
    wish = actions.Wish(resources=(what,), span=span, workplace=company.workplace)
    return str(actions.request(by=by, at=now(), wish=wish).public_id)


def made(code, capacity=1, rule=None, **fields):
    return resource(code, institute.head_office, rule=RULE | (rule or {}), capacity=capacity, **fields)


for code, capacity in (("R-BOOK", 1), ("R-THREE", 3), ("R-DESK", 1)):
    made(code, capacity)
moving, longer = made("R-MOVE"), made("R-LONG")
moved = [book(one, moving, known[TRIALS + 5 + number]) for number, one in enumerate(people)]
extended = [book(people[0], longer, Span(span.starts - HOUR, span.starts)) for span in known[:TRIALS]]
field = TechnologyField.objects.create(code="EMC", name_ja="電磁両立性")
offering = Offering.objects.create(
    code="R-USE", kind="instrument", name_ja="暗室", branch=institute.head_office, field=field, state="offered"
)
TariffLine.objects.create(offering=offering, client_class="any", part="unit", yen=920, unit="時間", source="試験")
used = [book(people[0], made(f"R-USE-{n}", offering=offering, name_ja=f"暗室 {n}"), known[n]) for n in range(TRIALS)]
for number, one in enumerate(used):
    # Brought to the present, whatever the time of day and also on a holiday.
    early = known[number].starts - now() + HOUR
    Booking.objects.filter(public_id=one).update(starts_at=F("starts_at") - early, ends_at=F("ends_at") + HOUR - early)
    BookedResource.objects.filter(booking__public_id=one).update(kept_from=F("kept_from") - early)
print(
    "WORLD "
    + json.dumps(
        {
            "people": [session(one) for one in people],
            "keeper": [session(institute.researcher) for _one in people],
            "workplace": company.workplace.pk,
            "slots": [[span.starts.isoformat(), span.ends.isoformat()] for span in known[:TRIALS]],
            "moved": moved,
            "extended": extended,
            "used": used,
        }
    )
)
