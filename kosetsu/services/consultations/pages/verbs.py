"""The desk's verbs: each loads, asks, parses its form, calls its one action, and goes back to the case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import OnceForm, once, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.pages import staff_forms as forms
from kosetsu.services.consultations.pages.desk_case import allowed, load, show
from kosetsu.services.consultations.permissions import can_read_queue

Work = Callable[[dict[str, Any], dict[str, Any]], Any]


def _run(
    request: Any, public_id: UUID, verb: str, form_class: type[forms.DatedForm], work: Work, done: str
) -> HttpResponse:
    """The five beats of a verb's page. ``work`` gets who, when and which case, and what the form says.

    What the action refuses stands above its form, with what was typed.
    """
    consultation = load(request, public_id)
    decision = allowed(request.user, consultation, verb)
    form = form_class(request.POST, request.FILES, today=request.today, consultation=consultation, auto_id=f"{verb}_%s")
    if answer := submitted(request, form, lambda: _go(request, consultation, form, work, done)):
        return answer
    if not decision:
        return refusal(request, decision)
    return show(request, consultation, (verb, form), status=422)


def _go(request: Any, consultation: Consultation, form: OnceForm, work: Work, done: str) -> str:
    work({"by": request.user, "at": request.at, "consultation": consultation}, form.cleaned_data)
    messages.success(request, done)
    return reverse("consultations-desk:case", args=[consultation.public_id])


@require_POST
@open_door(can_read_queue)
def take(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take the case; whoever comes second is told who has it."""
    consultation = load(request, public_id)
    form = OnceForm(request.POST)
    if form.is_valid():
        try:
            return redirect(once(request, form, lambda: _take(request, consultation)))
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("consultations-desk:case", public_id)


def _take(request: Any, consultation: Consultation) -> str:
    actions.take(by=request.user, at=request.at, consultation=consultation)
    messages.success(request, _("担当になりました。"))
    return reverse("consultations-desk:case", args=[consultation.public_id])


@require_POST
@open_door(can_read_queue)
def triage(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Say which group answers."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        actions.triage(
            **common, group=data["group"], field=data["field"], understood=data["understood"], due_on=data["due_on"]
        )

    return _run(request, public_id, "triage", forms.TriageForm, work, _("担当グループを決めました。"))


@require_POST
@open_door(can_read_queue)
def assign(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Name the person who answers."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        actions.assign(**common, assignee=data["assignee"])

    return _run(request, public_id, "assign", forms.AssignForm, work, _("担当を決めました。"))


@require_POST
@open_door(can_read_queue)
def ask_back(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Ask the client for what is missing."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        actions.ask_back(**common, text=data["text"], files=data["attachments"])

    return _run(request, public_id, "ask_back", forms.AskBackForm, work, _("お客様に確認を送りました。"))


@require_POST
@open_door(can_read_queue)
def answer(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Answer the client."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        actions.answer(
            **common, text=data["text"], channel=data["channel"], on_date=data["on_date"], files=data["attachments"]
        )

    return _run(request, public_id, "answer", forms.AnswerForm, work, _("回答を送りました。"))


@require_POST
@open_door(can_read_queue)
def note(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A note among staff."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        actions.note(**common, text=data["text"], files=data["attachments"])

    return _run(request, public_id, "note", forms.NoteForm, work, _("所内メモを残しました。"))


@require_POST
@open_door(can_read_queue)
def visit(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Record a visit on site."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        told = {name: data[name] for name in ("visited_on", "visitors", "report")}
        actions.visit(**common, **told, hours=data["hours"] or 0, files=data["attachments"])

    return _run(request, public_id, "visit", forms.VisitForm, work, _("現地訪問を記録しました。"))


@require_POST
@open_door(can_read_queue)
def pass_on(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Hand the case to another group."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        actions.pass_on(**common, group=data["to_group"], reason=data["reason"])

    return _run(request, public_id, "pass_on", forms.PassOnForm, work, _("引き継ぎました。"))


@require_POST
@open_door(can_read_queue)
def split(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take one part out into its own case."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        actions.split(**common, group=data["to_group"], title=data["title"], question=data["question"])

    return _run(request, public_id, "split", forms.SplitForm, work, _("新しい相談に分けました。"))


@require_POST
@open_door(can_read_queue)
def join(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Join the case into another of the same organisation."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        actions.join(**common, into=data["into"])

    return _run(request, public_id, "join", forms.JoinForm, work, _("統合しました。"))


@require_POST
@open_door(can_read_queue)
def close(request: SignedIn, public_id: UUID) -> HttpResponse:
    """End the case with its outcome."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        actions.close(**common, outcome=data["outcome"], note=data["note"])

    return _run(request, public_id, "close", forms.CloseForm, work, _("相談を終了しました。"))


@require_POST
@open_door(can_read_queue)
def reopen(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take a closed case up again."""

    def work(common: dict[str, Any], data: dict[str, Any]) -> None:
        actions.reopen(**common, reason=data["reason"])

    return _run(request, public_id, "reopen", forms.ReopenForm, work, _("相談を再開しました。"))
