"""An instrument for everyone: what it measures, what it costs, when it is free, and what one must have learnt."""

import datetime as dt

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kosetsu.common.clock import day_asked
from kosetsu.foundation.bookings.models import Closure, Resource
from kosetsu.foundation.bookings.pages.week import WEEK, monday_of, weeks
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.pages.examples import PriceForm, examples
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.devices.models import Outage
from kosetsu.services.instruments.models import CourseDate, LicenceRule
from kosetsu.services.instruments.states import PaperKind

SHOWN = 4
"""How many coming course dates the page names."""


@require_safe
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    """One instrument; the week is the asked day's, the hours of the example are the asked ones."""
    found = _load(request, code)
    today: dt.date = request.today  # type: ignore[attr-defined]
    resource = Resource.objects.visible_to(request.user).for_lists().filter(offering=found).first()
    rule = LicenceRule.of([found.pk], today).get(found.pk)
    papers = list(found.papers.all())
    form = PriceForm.of(found, today, request.GET)
    context = {
        "offering": found,
        "resource": resource,
        "rule": rule,
        "courses": list(CourseDate.coming([rule.course_id], today)[:SHOWN]) if rule else [],
        "outages": list(_outages(found, request.at)),  # type: ignore[attr-defined]
        "photographs": [one for one in papers if one.kind == PaperKind.PHOTOGRAPH],
        "papers": [one for one in papers if one.kind == PaperKind.PAPER],
        "form": form,
        "examples": examples(found, today, request.user, form) if form else [],
        **(_week(request, resource) if resource else {}),
    }
    return render(request, "instruments/instrument.html", context)


def _outages(offering: Offering, at: dt.datetime) -> QuerySet[Outage]:
    """What is published of its devices' outages, the next first."""
    coming = Outage.objects.across(at, None).filter(device__offering=offering, public=True)
    return coming.order_by("starts_at", "pk")[:SHOWN]


def _load(request: HttpRequest, code: str) -> Offering:
    """The instrument, or 404 just as for nothing."""
    rows = Offering.objects.visible_to(request.user).filter(kind=OfferingKind.INSTRUMENT, code=code)
    found = rows.select_related("branch__area", "group", "field").prefetch_related("tariff").first()
    if found is None:
        raise Http404
    return found


def _week(request: HttpRequest, resource: Resource) -> dict[str, object]:
    """Free and busy, for everyone alike: nothing says whose."""
    monday = monday_of(day_asked(request))
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    [(_resource, days)] = weeks([resource], monday, at)
    coming = Closure.objects.of([resource]).filter(ends_at__gt=at).order_by("starts_at")[:SHOWN]
    return {
        "days": days,
        "zone": resource.zone,
        "before": monday - WEEK,
        "after": monday + WEEK,
        "closures": list(coming),
    }
