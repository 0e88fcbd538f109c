"""The first page and the pages about the site itself."""

from django.db import connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices.models import Outage
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.parties.models import BranchStatus
from kosetsu.foundation.parties.states import BranchState

EXAMPLES = (
    _("アルミ部品の表面に白い粉が出る。原因を調べたい"),
    _("製品を欧州へ出したい。電磁ノイズの試験はどうすればよいか"),
    _("樹脂のケースが割れる。3週間以内に強度を確かめたい"),
)
"""Shown in the reader's language and asked in the catalogue's own, which is Japanese."""
SHUT = (BranchState.CLOSED_FOR_WORKS, BranchState.CLOSED)


def home(request: HttpRequest) -> HttpResponse:
    """One large field, the ways in, and what is closed today."""
    today = request.today  # type: ignore[attr-defined]
    context = {
        "examples": _examples(),
        "outages": list(Outage.objects.going_on(request.at).shown_on_first_page()),  # type: ignore[attr-defined]
        "closed": BranchStatus.objects.on(today).filter(status__in=SHUT).select_related("branch"),
        "counts": dict(Offering.objects.offered(today).order_by("kind").values_list("kind").annotate(Count("pk"))),
        "gatherings": Gathering.objects.filter(public=True, starts_on__gte=today).order_by("starts_on")[:5],
    }
    return render(request, "portal/home.html", context)


def _examples() -> list[tuple[str, str]]:
    """Each example as the reader sees it, and as it is asked."""
    shown = [str(example) for example in EXAMPLES]
    with override("ja"):
        return list(zip(shown, map(str, EXAMPLES), strict=True))


def about(request: HttpRequest, page: str) -> HttpResponse:
    """Help, accessibility policy, privacy notice."""
    return render(request, f"portal/{page}.html")


def healthy(request: HttpRequest) -> HttpResponse:
    """For the load balancer: the process answers and the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
