"""The labs for everyone: which rooms there are, which are free on a day, how their number grew."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kosetsu.common.clock import day_asked
from kosetsu.services.labs.models import CapacityChange, Lab, Tenancy


def lab_list(request: HttpRequest) -> HttpResponse:
    """Every room with its tenant on the asked day (today where none is asked)."""
    day = day_asked(request)
    tenancies = Prefetch("tenancies", Tenancy.objects.on(day).order_by("id"), to_attr="current")
    labs = list(Lab.objects.on(day).select_related("branch").prefetch_related(tenancies))
    context = {
        "day": day,
        "labs": labs,
        "occupied": sum(bool(lab.current) for lab in labs),
        "history": CapacityChange.objects.all(),
    }
    return render(request, "labs/labs.html", context)
