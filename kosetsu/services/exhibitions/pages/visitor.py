"""A visitor's side: registration, saving, asking, offering a card, and all of one's own on one page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from kosetsu.common.idempotency import submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import pressed
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, Exhibition
from kosetsu.services.exhibitions.pages import forms
from kosetsu.services.exhibitions.pages.days import free_forms, meetings_of
from kosetsu.services.exhibitions.pages.public import show, visitor_of
from kosetsu.services.exhibitions.permissions import can_register, can_take_part


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def register(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Register as a visitor: read the terms, agree, choose what exhibitors may know."""
    found = get_object_or_404(Exhibition.objects.announced(), public_id=public_id)
    here = reverse("exhibitions:wall", args=[found.public_id])
    if visitor_of(request, found):
        return redirect("exhibitions:visit", found.public_id)
    if not (may := can_register(found, request.at)):
        return refusal(request, may)
    form = forms.RegisterForm(request.POST or None)

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in ("company", "shows_company", "agreed")}
        actions.register_visitor(by=request.user, at=request.at, exhibition=found, **given)
        return here

    if answer := submitted(request, form, work):
        messages.success(request, _("参加登録をしました。"))
        return answer
    context = {"exhibition": found, "form": form}
    return render(request, "exhibitions/register.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def visit(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What I saved, asked and exchanged; and what exhibitors may know of me."""
    found = get_object_or_404(Exhibition.objects.announced(), public_id=public_id)
    visitor = visitor_of(request, found)
    if visitor is None:
        return redirect("exhibitions:register", found.public_id)
    said = {"company": visitor.company, "shows_company": visitor.shows_company}
    form = forms.VisitorForm(request.POST or None, initial=said)

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in said}
        actions.change_visitor(by=request.user, at=request.at, visitor=visitor, **given)
        return request.path

    if answer := submitted(request, form, work):
        messages.success(request, _("変えました。"))
        return answer
    context = {
        "exhibition": found, "visitor": visitor, "form": form,
        "saved": visitor.saved.select_related("booth").order_by("booth__name"),
        "questions": visitor.questions.select_related("booth"),
        "cards": visitor.cards.select_related("booth__contact"),
        "wishes": visitor.wishes.select_related("booth", "fair"), "meetings": meetings_of(visitor=visitor),
        "free_forms": free_forms(found, request.at, visitor=visitor),
    }  # fmt: skip
    return render(request, "exhibitions/visit.html", context, status=422 if form.errors else 200)


def _load(request: Any, public_id: UUID) -> Booth:
    rows = Booth.objects.shown(request.at).select_related("exhibition__branch", "contact")
    return get_object_or_404(rows, public_id=public_id)


def page_of(verb: str) -> Callable[..., HttpResponse]:
    """The page of one verb at a booth that asks for nothing more."""
    action, done = VERBS[verb]

    @require_POST
    @open_door()
    def page(request: SignedIn, public_id: UUID) -> HttpResponse:
        found = _load(request, public_id)
        visitor = visitor_of(request, found.exhibition)
        if not (may := can_take_part(visitor, found.exhibition, request.at)):
            return refusal(request, may)
        back = reverse("exhibitions:booth", args=[public_id])

        def work() -> str:
            action(by=request.user, at=request.at, visitor=visitor, booth=found)
            return back

        return pressed(request, work, back, done=done)

    page.__name__ = page.__qualname__ = verb
    return page


VERBS: dict[str, tuple[Callable[..., Any], Any]] = {
    "save_booth": (actions.save_booth, _l("保存しました。")),
    "forget_booth": (actions.forget_booth, _l("保存をやめました。")),
    "offer_card": (
        actions.offer_card, _l("名刺交換を申し込みました。出展者が応じると、互いの連絡先が見えます。"),
    ),
}  # fmt: skip


@require_POST
@open_door()
def ask_booth(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Ask an exhibitor."""
    found, form = _load(request, public_id), forms.QuestionForm(request.POST)
    visitor = visitor_of(request, found.exhibition)
    may = can_take_part(visitor, found.exhibition, request.at)
    if visitor is None or not may:
        return refusal(request, may)
    back = reverse("exhibitions:booth", args=[public_id])

    def work() -> str:
        actions.ask_booth(by=request.user, at=request.at, visitor=visitor, booth=found, text=form.cleaned_data["text"])
        return back

    if answer := submitted(request, form, work):
        messages.success(request, _("質問を送りました。回答は「自分の記録」とメールでお知らせします。"))
        return answer
    return show(request, found, status=422, question_form=form)
