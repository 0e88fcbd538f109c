"""Registering, with or without an account; and the page of one's ticket."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import Decision, Refused
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.limits import take_turns, visitor_waits
from kosetsu.common.manifests import links
from kosetsu.common.qr import qr_svg
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.billing.permissions import can_see
from kosetsu.foundation.casebook.pages.surveys import SurveyForm
from kosetsu.foundation.gatherings import actions, documents
from kosetsu.foundation.gatherings.models import Gathering, Material, Registration
from kosetsu.foundation.gatherings.pages.forms import RegisterForm
from kosetsu.foundation.gatherings.pages.public import fee_rule
from kosetsu.foundation.gatherings.permissions import can_answer, can_certify, can_change_registration, can_register

VERBS = {"accept_place": actions.accept_place, "cancel_registration": actions.cancel_registration}


@require_http_methods(["GET", "HEAD", "POST"])
@take_turns("registrations", "REGISTRATIONS_PER_MINUTE", visitor_waits)
def register(request: Any, public_id: UUID) -> HttpResponse:
    """Register; of any address but one's own the outcome comes by mail, so that nobody learns who else comes."""
    gathering = get_object_or_404(Gathering.objects.shown().select_related("offering"), public_id=public_id)
    if not (may := can_register(request.user, gathering, request.at)):
        return refusal(request, may)
    form = RegisterForm(request.POST or None, gathering=gathering, user=request.user, today=request.today)
    if answer := submitted(request, form, lambda: _register(request, gathering, form)):
        return answer
    context = {"form": form, "gathering": gathering, "keeps": fee_rule(gathering, request.at)}
    return render(request, "gatherings/register.html", context, status=422 if form.errors else 200)


def _register(request: Any, gathering: Gathering, form: RegisterForm) -> str:
    given, user = form.cleaned_data, request.user if request.user.is_authenticated else None
    work = partial(
        actions.register, by=user, at=request.at, gathering=gathering, quota=given["quota"],
        agreed=given.get("agreed", False), workplace=given.get("workplace"), code=given.get("code", ""),
        language=(get_language() or "ja")[:2],
    )  # fmt: skip
    guests = form.guests()
    if user is None or [one.email.lower() for one in guests] != [(user.email or "").lower()]:
        _quietly(work, guests, request.at)
        return reverse("gatherings:registered", args=[gathering.public_id])
    [mine] = work(guests=guests)
    messages.success(request, _("受け付けました：%(state)s") % {"state": mine.get_state_display()})
    return reverse("gatherings:ticket", args=[mine.ticket])


def _quietly(work: Callable[..., Any], guests: list[actions.Guest], at: dt.datetime) -> None:
    """An address that is registered already gets its mail again, and the others their places; whoever typed them sees
    nothing of that."""
    while guests:
        try:
            work(guests=guests)
        except actions.AlreadyRegistered as again:
            actions.tell_again(registration=again.registration, at=at)
            guests = [one for one in guests if one.email.strip().lower() != again.registration.email]
        else:
            return


@require_safe
def registered(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What follows: a mail."""
    gathering = get_object_or_404(Gathering.objects.shown(), public_id=public_id)
    return render(request, "gatherings/registered.html", {"gathering": gathering})


@require_safe
@open_door()
def mine(request: SignedIn) -> HttpResponse:
    """What I registered for, and those I registered along."""
    rows = Registration.objects.visible_to(request.user).filter(gathering__public=True)
    rows = rows.select_related("gathering", "quota").order_by("-made_at", "-pk")
    own = rows.filter(person=request.user) | rows.filter(leader__person=request.user)
    return render(request, "gatherings/mine.html", {"registrations": own[:200]})


@require_safe
def ticket(request: Any, ticket: str) -> HttpResponse:
    """One registration, for whoever has its address."""
    return _show(request, load(ticket))


@require_safe
def ticket_qr(request: HttpRequest, ticket: str) -> HttpResponse:
    """The ticket as a QR code for the reception."""
    svg = qr_svg(load(ticket).ticket, scale=6, border=2, declared=True)
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=3600"})


@require_safe
def certificate(request: Any, ticket: str) -> HttpResponse:
    """That one came on every day, as a paper; before the end the page says from when on."""
    found = load(ticket)
    if not (may := can_certify(found)):
        return _show(request, found, may, status=409)
    return pdf(documents.certificate_pdf(found, (get_language() or "ja")[:2]), documents.certificate_number(found))


@require_safe
def certificate_check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the code on a certificate leads to: whether it is ours, and what it says."""
    rows = Registration.objects.for_mail().prefetch_related("arrivals")
    found = get_object_or_404(rows, public_id=public_id)
    if not can_certify(found):
        raise Http404
    context = {"registration": found, "gathering": found.gathering, "number": documents.certificate_number(found)}
    return render(request, "gatherings/certificate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: Any, ticket: str) -> HttpResponse:
    """What whoever came thinks of it, once and without a name."""
    found = load(ticket)
    form = SurveyForm(request.POST or None)
    may = can_answer(found, request.at)

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in ("satisfaction", "comment")}
        actions.answer_survey(at=request.at, registration=found, **given)
        messages.success(request, _("ご回答ありがとうございました。"))
        return reverse("gatherings:ticket", args=[ticket])

    if answer := submitted(request, form, work):
        return answer
    if not may:
        return _show(request, found, may, status=409)
    context = {"form": form, "gathering": found.gathering}
    return render(request, "gatherings/survey.html", context, status=422 if form.errors else 200)


def page_of(verb: str) -> Callable[..., HttpResponse]:
    """The page of one verb of a ticket."""

    @require_POST
    def page(request: Any, ticket: str) -> HttpResponse:
        found = load(ticket)
        if not (decision := can_change_registration(found, verb, request.at, staff=False)):
            return _show(request, found, decision, status=409)
        user = request.user if request.user.is_authenticated else None

        def work() -> str:
            try:
                changed = VERBS[verb](by=user, at=request.at, registration=found)
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, changed.get_state_display())
            return reverse("gatherings:ticket", args=[ticket])

        return submitted(request, OnceForm(request.POST), work) or _show(request, found, status=422)

    page.__name__ = page.__qualname__ = verb
    return page


def load(ticket: str) -> Registration:
    """Whose ticket it is, or 404."""
    rows = Registration.objects.select_related("gathering__branch", "quota", "person", "advance")
    return get_object_or_404(rows, ticket=ticket)


def _show(request: Any, found: Registration, refused: Decision | None = None, status: int = 200) -> HttpResponse:
    context = {
        "registration": found,
        "gathering": found.gathering,
        "sessions": found.gathering.sessions.all(),
        "verbs": {verb: can_change_registration(found, verb, request.at, staff=False) for verb in VERBS},
        "form": OnceForm(auto_id=False),
        "refused": refused,
        "may_answer": can_answer(found, request.at),
        "address": documents.ticket_address(found),
        "materials": Material.objects.with_ticket(found).handed_out(request.at),
        "may_certify": can_certify(found),
        "may_pay": found.advance is not None and can_see(request.user, found.advance),
        "keeps": fee_rule(found.gathering, found.made_at),
        "links": links("ticket_links", found, request.at),
    }
    return render(request, "gatherings/ticket.html", context, status=status)
