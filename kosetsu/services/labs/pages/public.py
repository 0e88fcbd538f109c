"""The labs for everyone: which rooms there are, which are free from when and for how much, how their number grew."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kosetsu.common.clock import day_asked
from kosetsu.services.labs.documents.occupancy import monthly_prices, rooms_on
from kosetsu.services.labs.models import CapacityChange, LabTerms


def lab_list(request: HttpRequest) -> HttpResponse:
    """Every room on the asked day (today where none is asked); companies only where they may be named."""
    day = day_asked(request)
    found = rooms_on(day)
    prices = monthly_prices(found, day)
    context = {
        "day": day,
        "rooms": [(room, prices[room.lab.offering_id]) for room in found],
        "free": [(room, prices[room.lab.offering_id]) for room in found if not (room.occupied or room.promised)],
        "occupied": sum(room.occupied for room in found),
        "terms": LabTerms.of(day),
        "history": CapacityChange.objects.all(),
    }
    return render(request, "labs/labs.html", context)
