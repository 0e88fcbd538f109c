"""The client's side: ask, follow, reply, say how satisfied one is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import AlreadySubmitted, once
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.manifests import links
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.casebook.pages.surveys import SurveyForm
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations import actions, states
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.pages.forms import AskForm, ReplyForm
from kosetsu.services.consultations.pages.shown import chain, client_step, state_kind, thread
from kosetsu.services.consultations.permissions import can_ask, can_reply, can_survey

COLUMNS = [
    Column(key="number", label=gettext_lazy("案件番号"), value="case.number", sort="case__number"),
    Column(key="title", label=gettext_lazy("件名"), value="case.title"),
    Column(
        key="state",
        label=gettext_lazy("状態"),
        value=lambda c: states.State(c.case.state).label,
        state=lambda c: state_kind(c.case.state),
    ),
    Column(key="workplace", label=gettext_lazy("事業所"), value="case.workplace.name"),
    Column(key="opened", label=gettext_lazy("受付日"), value=lambda c: c.case.opened_at, sort="case__opened_at"),
    Column(key="due", label=gettext_lazy("回答の目安"), value="case.due_on", sort="case__due_on"),
]


@require_safe
@open_door()
def mine(request: SignedIn) -> HttpResponse:
    """My organisation's consultations, the newest first."""
    if standing(request.user).is_staff:
        return redirect("consultations-desk:queue")
    page = ListPage(
        request,
        Consultation.objects.visible_to(request.user).for_lists(),
        COLUMNS,
        [Filter(key="state", label=_("状態"), choices=states.State.choices, field="case__state")],
        lambda found, words: found.filter(case__title__icontains=words) | found.filter(case__number__icontains=words),
        title=_("技術相談"),
        url=lambda c: reverse("consultations:case", args=[c.public_id]),
        order=("-case__opened_at",),
        empty_title=_("ここに、送信した相談が並びます"),
        empty_help=_("お困りごとがあれば「相談する」から送ってください。"),
    )
    return page.response("consultations/mine.html", layout="layouts/portal.html")


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_ask)
def ask(request: SignedIn) -> HttpResponse:
    """A new consultation; the plan's words and offerings come along in the address."""
    chosen = ",".join(request.GET.getlist("offerings"))[:500]
    initial = {"question": request.GET.get("q", "")[:10_000], "offerings": chosen}
    form = AskForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        today=request.today,
        initial=initial,
    )
    offerings = _offerings(form["offerings"].value() or "", request)
    if form.is_valid():
        try:
            return redirect(once(request, form, lambda: _ask(request, form, offerings)))
        except AlreadySubmitted as again:
            form.renew_key()
            form.add_error(None, str(again))
        except Refused as refused:
            if refused.decision.hidden:
                raise Http404 from refused
            form.add_error(None, str(refused))
    status = 422 if form.errors else 200
    return render(request, "consultations/ask.html", {"form": form, "offerings": offerings}, status=status)


@require_safe
@open_door()
def case(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One consultation from the client's side."""
    consultation = load(request, public_id)
    if standing(request.user).is_staff:
        return redirect("consultations-desk:case", public_id)
    return show(request, consultation, ReplyForm())


@require_POST
@open_door()
def reply(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The client's next message."""
    consultation = load(request, public_id)
    form = ReplyForm(request.POST, request.FILES)
    decision = can_reply(request.user, consultation)
    if not decision:
        return refusal(request, decision)
    if form.is_valid():
        try:
            return redirect(once(request, form, lambda: _reply(request, consultation, form)))
        except AlreadySubmitted as again:
            form.renew_key()
            form.add_error(None, str(again))
    return show(request, consultation, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def survey(request: SignedIn, public_id: UUID) -> HttpResponse:
    """How satisfied the client is, once."""
    consultation = load(request, public_id)
    decision = can_survey(request.user, consultation)
    form = SurveyForm(request.POST or None)
    if form.is_valid():
        return redirect(once(request, form, lambda: _survey(request, consultation, form)))
    if not decision:
        return refusal(request, decision)
    return render(request, "casebook/survey.html", {"form": form, "case": consultation.case})


def load(request: SignedIn, public_id: UUID) -> Consultation:
    """The consultation, or 404 just as for nothing."""
    found = Consultation.objects.visible_to(request.user).for_lists().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def show(request: SignedIn, consultation: Consultation, form: Any, status: int = 200) -> HttpResponse:
    """The client's case page with this reply form."""
    proposals = list(consultation.proposals.select_related("offering"))
    context = {
        "consultation": consultation,
        "case": consultation.case,
        "state": states.State(consultation.case.state),
        "state_kind": state_kind(consultation.case.state),
        "step": client_step(consultation.case.state),
        "chain": chain(consultation, proposals),
        "thread": thread(consultation, request.user, states.Side.CLIENT),
        "links": links("case_links", request.user, consultation.case),
        "chosen": [chosen.offering for chosen in consultation.chosen.select_related("offering")],
        "form": form,
        "may_reply": can_reply(request.user, consultation),
        "may_survey": can_survey(request.user, consultation),
    }
    return render(request, "consultations/case.html", context, status=status)


def _offerings(codes: str, request: SignedIn) -> list[Offering]:
    """The offerings of the address that can be asked for today, in its order; unknown codes are passed over."""
    wanted = [code.strip() for code in codes.split(",") if code.strip()][:20]
    known = Offering.objects.offered(request.today).select_related("group", "branch").in_bulk(wanted, field_name="code")
    return [known[code] for code in dict.fromkeys(wanted) if code in known]


def _ask(request: SignedIn, form: AskForm, offerings: list[Offering]) -> str:
    data = form.cleaned_data
    consultation = actions.ask(
        by=request.user,
        at=request.at,
        workplace=data["workplace"],
        question=data["question"],
        channel=data["channel"],
        wished_on=data["wished_on"],
        confidential=data["confidential"],
        offerings=offerings,
        files=data["attachments"],
    )
    messages.success(
        request, _("相談を受け付けました。案件番号は %(number)s です。") % {"number": consultation.case.number}
    )
    return reverse("consultations:case", args=[consultation.public_id])


def _reply(request: SignedIn, consultation: Consultation, form: ReplyForm) -> str:
    data = form.cleaned_data
    actions.reply(
        by=request.user,
        at=request.at,
        consultation=consultation,
        text=data["text"],
        files=data["attachments"],
    )
    messages.success(request, _("担当者へ送りました。"))
    return reverse("consultations:case", args=[consultation.public_id])


def _survey(request: SignedIn, consultation: Consultation, form: SurveyForm) -> str:
    actions.answer_survey(
        by=request.user,
        at=request.at,
        consultation=consultation,
        satisfaction=form.cleaned_data["satisfaction"],
        comment=form.cleaned_data["comment"],
    )
    messages.success(request, _("アンケートにご協力いただき、ありがとうございました。"))
    return reverse("consultations:case", args=[consultation.public_id])
