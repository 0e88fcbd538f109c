"""An exhibitor's side of what visitors do: figures with small numbers hidden, questions, cards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import pressed
from kosetsu.services.exhibitions import actions, rules
from kosetsu.services.exhibitions.models import Booth, Card, Question, Visitor, Wish
from kosetsu.services.exhibitions.pages import forms
from kosetsu.services.exhibitions.pages.days import free_forms, meetings_of
from kosetsu.services.exhibitions.pages.desk_booths import load_booth
from kosetsu.services.exhibitions.pages.public import rule_of
from kosetsu.services.exhibitions.permissions import acts_for, can_exchange


@require_safe
@open_door()
def exchange(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What came of my booth: how many looked, who agreed to be known, questions and cards."""
    return show(request, load_booth(request, public_id))


def show(request: Any, found: Booth, status: int = 200, **answers: Any) -> HttpResponse:
    if not (may := can_exchange(request.user, found)):
        return refusal(request, may)
    questions = found.questions.select_related("visitor__person")
    context = {
        "booth": found, "exhibition": found.exhibition, "rule": rule_of(found.exhibition),
        "figures": _figures(found), "companies": _companies(found), "key": OnceForm(auto_id=False),
        "questions": [(one, answers.get(f"answer{one.pk}") or _answer_form(one)) for one in questions],
        "cards": found.cards.select_related("visitor__person"), "refused": answers.get("refused"),
        "wishes": [(one, _weigh_form(one)) for one in found.wishes.select_related("visitor", "fair")],
        "meetings": meetings_of(booth=found), "free_forms": free_forms(found.exhibition, request.at, booth=found),
    }  # fmt: skip
    return render(request, "exhibitions/booth/exchange.html", context, status=status)


def _answer_form(question: Question) -> forms.AnswerForm:
    return forms.AnswerForm(auto_id=f"answer{question.pk}_%s")


def _weigh_form(wish: Wish) -> forms.WeighForm:
    return forms.WeighForm(initial={"points": wish.seller_points}, auto_id=f"wish{wish.pk}_%s")


def _figures(booth: Booth) -> dict[str, int | None]:
    """Numbers of people; None where it is so small that one could guess who they are."""
    least = rule_of(booth.exhibition).small_cell
    counted = {"viewers": booth.viewings.count(), "saved": booth.saved.count()}
    return {name: rules.told(count, least) for name, count in counted.items()}


def _companies(booth: Booth) -> list[str]:
    """The companies of viewers who agreed that exhibitors know it."""
    agreed = Visitor.objects.filter(viewings__booth=booth, shows_company=True).exclude(company="")
    return sorted(set(agreed.values_list("company", flat=True)))


@require_POST
@open_door()
def answer_question(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Answer a visitor."""
    rows = Question.objects.visible_to(request.user).select_related("booth__exhibition__branch")
    found = get_object_or_404(rows, public_id=public_id)
    form = forms.AnswerForm(request.POST, auto_id=f"answer{found.pk}_%s")

    def work() -> str:
        actions.answer_question(by=request.user, at=request.at, question=found, answer=form.cleaned_data["answer"])
        return reverse("exhibitions:exchange", args=[found.booth.public_id])

    if not acts_for(request.user, found.booth):
        return redirect("exhibitions:booth", found.booth.public_id)
    if answer := submitted(request, form, work):
        messages.success(request, _("回答しました。"))
        return answer
    return show(request, found.booth, status=422, **{f"answer{found.pk}": form})


@require_POST
@open_door()
def accept_card(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Give my card in return."""
    rows = Card.objects.visible_to(request.user).select_related("booth__exhibition")
    found = get_object_or_404(rows, public_id=public_id)
    back = reverse("exhibitions:exchange", args=[found.booth.public_id])

    def work() -> str:
        actions.accept_card(by=request.user, at=request.at, card=found)
        return back

    return pressed(request, work, back, done=_("名刺を交換しました。"))
