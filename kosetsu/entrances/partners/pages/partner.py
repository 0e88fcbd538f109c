"""The partner's first page: the bodies one acts for, their agreements, the fee subsidies of a ward."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.alliances.models import Agreement
from kosetsu.services.programmes.models import FeeSubsidy


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Everything here is public in itself; nothing of any client is shown."""
    bodies = Organisation.objects.filter(pk__in=standing(request.user).partner_organisations)
    if not bodies:
        raise PermissionDenied
    context = {
        "bodies": bodies,
        "agreements": Agreement.objects.on(request.today)  # type: ignore[attr-defined]
        .filter(organisation__in=bodies)
        .select_related("organisation")
        .prefetch_related("documents"),
        "subsidies": FeeSubsidy.objects.filter(area__in=bodies.exclude(area=None).values("area")).prefetch_related(
            "terms"
        ),
    }
    return render(request, "partners/home.html", context)
