"""The desk's case page: the thread in the middle, the facts beside it, and a form for each verb open now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.manifests import links
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations import states
from kosetsu.services.consultations.models import CannedAnswer, Consultation, SurveyAnswer
from kosetsu.services.consultations.pages import staff_forms as forms
from kosetsu.services.consultations.pages.confidential import note_reading
from kosetsu.services.consultations.pages.shown import chain, state_kind, thread
from kosetsu.services.consultations.permissions import can_note, can_read_queue, can_take, can_work


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the page: its word on the button, its form, what stands in the form at first."""

    name: str
    label: Any
    form: type[forms.DatedForm]
    initial: Callable[[Consultation, Any], dict[str, Any]] = lambda consultation, request: {}
    main: bool = False
    """Stands in the thread, not among the moves at the side."""


def _answer(consultation: Consultation, request: Any) -> dict[str, Any]:
    number = request.GET.get("canned", "")
    known = number.isascii() and number.isdigit() and len(number) < 10
    chosen = CannedAnswer.objects.filter(pk=number, in_use=True).first() if known else None
    return {
        "channel": consultation.case.channel,
        "on_date": request.today,
        "text": chosen.text if chosen else "",
    }


def _triage(consultation: Consultation, request: Any) -> dict[str, Any]:
    return {
        "group": consultation.case.group_id,
        "field": consultation.field_id,
        "understood": consultation.understood,
        "due_on": consultation.case.due_on,
    }


VERBS = [
    Verb("answer", _("回答する"), forms.AnswerForm, _answer, main=True),
    Verb("ask_back", _("お客様に確認する"), forms.AskBackForm, main=True),
    Verb("note", _("所内メモを残す"), forms.NoteForm, main=True),
    Verb(
        "visit", _("現地訪問を記録する"), forms.VisitForm, lambda c, r: {"visited_on": r.today, "visitors": str(r.user)}
    ),
    Verb("triage", _("担当グループを決める"), forms.TriageForm, _triage),
    Verb("assign", _("担当を決める"), forms.AssignForm),
    Verb("pass_on", _("他のグループへ引き継ぐ"), forms.PassOnForm),
    Verb("split", _("一部を分ける"), forms.SplitForm),
    Verb("join", _("他の相談へ統合する"), forms.JoinForm),
    Verb("close", _("終了する"), forms.CloseForm),
    Verb("reopen", _("再開する"), forms.ReopenForm),
]


@require_safe
@open_door(can_read_queue)
def case(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One consultation at the desk."""
    return show(request, load(request, public_id))


def load(request: SignedIn, public_id: UUID) -> Consultation:
    """The consultation, or 404."""
    found = (
        Consultation.objects.visible_to(request.user)
        .for_lists()
        .select_related("split_from__case", "case__joined_into__consultation", "case__contact", "delivered")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def show(request: SignedIn, consultation: Consultation, wrong: Any = None, status: int = 200) -> HttpResponse:
    """The page, with ``wrong`` (verb, form) in the place of that verb's empty form."""
    note_reading(request, consultation)
    proposals = list(consultation.proposals.select_related("offering"))
    panels = _panels(request, consultation, wrong)
    context = {
        "consultation": consultation,
        "case": consultation.case,
        "state": states.State(consultation.case.state),
        "state_kind": state_kind(consultation.case.state),
        "chain": chain(consultation, proposals),
        "thread": thread(consultation, request.user, states.Side.INSTITUTE),
        "links": links("case_links", request.user, consultation.case),
        "chosen": [chosen.offering for chosen in consultation.chosen.select_related("offering")],
        "related": _related(consultation),
        "survey": SurveyAnswer.objects.filter(consultation=consultation).first(),
        "take_form": OnceForm(auto_id=False),
        "may_take": can_take(request.user, consultation),
        "may_propose": can_work(request.user, consultation, "propose"),
        "composer": [panel for panel in panels if panel["main"]],
        "moves": [panel for panel in panels if not panel["main"]],
        "canned": _canned(request, consultation) if any(panel["name"] == "answer" for panel in panels) else [],
    }
    return render(request, "consultations/staff/case.html", context, status=status)


def _panels(request: SignedIn, consultation: Consultation, wrong: Any) -> list[dict[str, Any]]:
    wrong_name, wrong_form = wrong or (_first_open(request, consultation), None)
    return [
        {
            "name": verb.name,
            "label": verb.label,
            "main": verb.main,
            "open": verb.name == wrong_name,
            "url": f"consultations-desk:{verb.name}",
            "form": wrong_form if wrong and verb.name == wrong_name else _blank(request, consultation, verb),
        }
        for verb in VERBS
        if allowed(request.user, consultation, verb.name)
    ]


def _first_open(request: Any, consultation: Consultation) -> str:
    """The verb that stands open at first: the answer, when it is mine to give or a prepared one was chosen."""
    mine = consultation.case.assignee_id == request.user.pk and consultation.case.state == states.State.ASSIGNED
    return "answer" if mine or request.GET.get("canned") else ""


def allowed(user: Any, consultation: Consultation, verb: str) -> Decision:
    """The question that a verb's button and its door ask."""
    return can_note(user, consultation) if verb == "note" else can_work(user, consultation, verb)


def _blank(request: Any, consultation: Consultation, verb: Verb) -> forms.DatedForm:
    return verb.form(
        today=request.today,
        consultation=consultation,
        initial=verb.initial(consultation, request),
        auto_id=f"{verb.name}_%s",
    )


def _related(consultation: Consultation) -> list[Consultation]:
    """Cases split from this one, joined into it, or the one it came from."""
    joined = Case.objects.filter(joined_into=consultation.case_id).values_list("pk", flat=True)
    wanted = Q(split_from=consultation) | Q(case__in=[*joined])
    if consultation.split_from_id:
        wanted |= Q(pk=consultation.split_from_id)
    if consultation.case.joined_into_id:
        wanted |= Q(case=consultation.case.joined_into_id)
    return list(Consultation.objects.filter(wanted).select_related("case").order_by("pk"))


def _canned(request: Any, consultation: Consultation) -> list[CannedAnswer]:
    groups = {consultation.case.group_id, *standing(request.user).groups} - {None}
    return list(CannedAnswer.objects.filter(Q(group=None) | Q(group__in=groups), in_use=True))
