"""Overseas help for everyone: the advisers' fields and the texts on foreign rules."""

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kosetsu.common import fiscal
from kosetsu.services.overseas.models import AdviserField, GuideText


def overview(request: HttpRequest) -> HttpResponse:
    """The newest printed list of advisers' fields, and every text."""
    year = AdviserField.objects.aggregate(year=Max("fiscal_year"))["year"]
    context = {
        "year": fiscal.label(year) if year else "",
        "fields": AdviserField.objects.filter(fiscal_year=year),
        "texts": GuideText.objects.all(),
    }
    return render(request, "overseas/overview.html", context)
