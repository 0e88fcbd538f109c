"""The labs for everyone: which rooms there are, which are free from when and for how much, how their number grew."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kosetsu.common.clock import day_asked
from kosetsu.foundation.catalogue.rules import NoTariff
from kosetsu.foundation.catalogue.states import ClientClass
from kosetsu.services.labs.documents.occupancy import Room, rooms_on
from kosetsu.services.labs.models import CapacityChange, LabTerms


def lab_list(request: HttpRequest) -> HttpResponse:
    """Every room on the asked day (today where none is asked); companies only where they may be named."""
    day = day_asked(request)
    found = rooms_on(day)
    prices: dict[int | None, int | None] = {}
    for room in found:
        if room.lab.offering_id not in prices:
            prices[room.lab.offering_id] = _monthly(room, day)
    context = {
        "day": day,
        "rooms": [(room, prices[room.lab.offering_id]) for room in found],
        "free": [(room, prices[room.lab.offering_id]) for room in found if not (room.occupied or room.promised)],
        "occupied": sum(room.occupied for room in found),
        "terms": LabTerms.of(day),
        "history": CapacityChange.objects.all(),
    }
    return render(request, "labs/labs.html", context)


def _monthly(room: Room, day: dt.date) -> int | None:
    """What a small company pays for a whole month; nothing where no price is known for the day."""
    offering = room.lab.offering
    try:
        return offering.price(day=day, client_class=ClientClass.SME).total_yen if offering else None
    except NoTariff:
        return None
