"""A person's own export-control declaration."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kosetsu.common.idempotency import once
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import actions
from kosetsu.foundation.governance.models import ExportDeclaration
from kosetsu.foundation.governance.pages.forms import DeclarationForm
from kosetsu.foundation.governance.pages.shown import facts_of, state_kind


@open_door()
def declaration(request: SignedIn) -> HttpResponse:
    """What I declared, until when it is good, and the form for a new one."""
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(once(request, form, lambda: _declare(request, form)))
    latest = ExportDeclaration.objects.latest_of(request.user, request.today)
    context = {
        "form": form,
        "latest": latest,
        "kind": latest and state_kind(latest),
        "facts": latest and facts_of(latest),
        "expired": latest and request.today > latest.good_until,
    }
    return render(request, "governance/declaration.html", context)


def _declare(request: SignedIn, form: DeclarationForm) -> str:
    actions.declare(
        by=request.user,
        at=request.at,
        person=request.user,
        resident=form.cleaned_data["resident"] == "yes",
        types=form.cleaned_data["types"],
        technology=form.cleaned_data["technology"],
    )
    messages.success(request, _("申告を受け付けました。"))
    return reverse("governance:declaration")
