"""What I agreed to: every text in force, with its version, and a way back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kosetsu.common.decisions import Refused, no
from kosetsu.common.idempotency import OnceForm, once
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import actions
from kosetsu.foundation.governance import consents as texts
from kosetsu.foundation.governance.models import Consent
from kosetsu.foundation.governance.pages.forms import ConsentForm


@open_door()
def consents(request: SignedIn) -> HttpResponse:
    """Each text with my consent to it; other consents (for one company, one referral) below."""
    given = Consent.objects.in_force().filter(person=request.user).order_by("purpose", "given_at")
    general = {row.purpose: row for row in given if not row.subject}
    lines = [
        {
            "text": text,
            "consent": general.get(text.purpose),
            "give": ConsentForm(initial={"version": text.version}),
            "withdraw": OnceForm(),
        }
        for text in texts.texts_in_force(request.today)
    ]
    special = [{"consent": row, "withdraw": OnceForm()} for row in given if row.subject]
    return render(request, "governance/consents.html", {"lines": lines, "special": special})


@require_POST
@open_door()
def give_consent(request: SignedIn, purpose: str) -> HttpResponse:
    """Agree to the version I was shown."""
    form = ConsentForm(request.POST)
    return redirect(once(request, _valid(form), lambda: _give(request, purpose, form)))


@require_POST
@open_door()
def withdraw_consent(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take it back; another person's consent does not exist here."""
    consent = get_object_or_404(Consent, public_id=public_id, person=request.user)
    return redirect(once(request, _valid(OnceForm(request.POST)), lambda: _withdraw(request, consent)))


def _valid(form: OnceForm) -> OnceForm:
    if not form.is_valid():
        raise Refused(no(_("送信された内容を読めませんでした。"), _("画面を開き直して、もう一度お試しください。")))
    return form


def _give(request: SignedIn, purpose: str, form: ConsentForm) -> str:
    given = form.cleaned_data
    actions.give_consent(
        by=request.user,
        at=request.at,
        person=request.user,
        purpose=purpose,
        version=given["version"],
        subject=given["subject"],
    )
    messages.success(request, _("同意を記録しました。"))
    return reverse("governance:consents")


def _withdraw(request: SignedIn, consent: Consent) -> str:
    actions.withdraw_consent(by=request.user, at=request.at, consent=consent)
    messages.success(request, _("同意を取り消しました。"))
    return reverse("governance:consents")
