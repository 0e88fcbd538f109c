"""Is this report valid? Anyone with its number may ask; the answer is one word, and a wrong number is like no page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kosetsu.common.limits import take_turns
from kosetsu.services.testing.models import Report
from kosetsu.services.testing.states import Validity

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
@take_turns("testing:verify", "VERIFICATIONS_PER_MINUTE")
def verify_report(request: HttpRequest, number: str) -> HttpResponse:
    """Valid, replaced or withdrawn; nothing of whose it is or what it says."""
    found = Report.objects.select_related("revised_by", "withdrawal").filter(verification=number.upper()).first()
    if found is None:
        raise Http404
    context = {"number": found.verification, "word": found.validity.label, "colour": COLOURS[found.validity]}
    return render(request, "testing/reports/verified.html", context)
