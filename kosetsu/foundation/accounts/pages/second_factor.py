"""Why a second factor is needed, and the two ways to set one up."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.accounts.second_factor import has_second_factor


@open_door()
def second_factor(request: SignedIn) -> HttpResponse:
    """The page to which everything leads until a factor is set up."""
    if has_second_factor(request.user):
        return redirect("mfa_index")
    return render(request, "people/second_factor.html")
