"""Is this report valid? Anyone with its number may ask; the answer is one word, and a wrong number is like no page."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kosetsu.services.testing.models import Report
from kosetsu.services.testing.states import Validity

ASKED_A_MINUTE = 20
MINUTE = 60
COLOURS = {Validity.VALID: "done", Validity.REPLACED: "waiting", Validity.WITHDRAWN: "danger"}


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Where the number of a paper is typed in."""
    number = request.GET.get("number", "").strip().upper()
    if number:
        return redirect("testing:verify_report", number[:40].replace("/", ""))
    return render(request, "testing/reports/verify.html")


@never_cache
@require_safe
def verify_report(request: HttpRequest, number: str) -> HttpResponse:
    """Valid, replaced or withdrawn; nothing of whose it is or what it says."""
    if _too_often(request):
        return render(request, "429.html", status=429)
    found = Report.objects.select_related("revised_by", "withdrawal").filter(verification=number.upper()).first()
    if found is None:
        raise Http404
    context = {"number": found.verification, "word": found.validity.label, "colour": COLOURS[found.validity]}
    return render(request, "testing/reports/verified.html", context)


def _too_often(request: HttpRequest) -> bool:
    """More than so many questions a minute from one address."""
    moment = int(request.at.timestamp())  # type: ignore[attr-defined]
    key = f"testing:verify:{request.META.get('REMOTE_ADDR', '')}:{moment // MINUTE}"
    cache.add(key, 0, 2 * MINUTE)
    try:
        return cache.incr(key) > ASKED_A_MINUTE
    except ValueError:  # thrown out of the cache between the two steps
        return False
