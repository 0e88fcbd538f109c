"""The applicant's side: begin, write, hand in, fill in a sheet; read one's own application and what became of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import YES, Decision, Refused, no
from kosetsu.common.downloads import attached
from kosetsu.common.idempotency import submitted
from kosetsu.common.manifests import links
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.documents import sheets
from kosetsu.foundation.calls.models import Application
from kosetsu.foundation.calls.pages.forms import AnswersForm, AppealForm, BeginForm, ReasonForm, SheetForm
from kosetsu.foundation.calls.pages.public import load as load_call
from kosetsu.foundation.calls.pages.shown import answered, parts, state_kind
from kosetsu.foundation.calls.permissions import (
    can_appeal,
    can_apply,
    can_decline,
    can_withdraw,
    can_write,
    owns,
    papers,
)
from kosetsu.foundation.calls.rules.kinds import Applicants
from kosetsu.foundation.calls.states import ApplicationState, Paper
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong

MOST_SHOWN = 200
XLSX, DOCX = "xlsx", "docx"


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def begin_application(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A draft for one of one's workplaces."""
    call = load_call(request, public_id)
    if not (may := can_apply(request.user, call, request.at)):
        return refusal(request, may)
    needs = call.kind.applicants == Applicants.WORKPLACE
    form = BeginForm(request.POST or None, user=request.user, today=request.today, needs_workplace=needs)

    def work() -> str:
        made = actions.begin_application(
            by=request.user, at=request.at, call=call, workplace=form.cleaned_data.get("workplace"),
            language=(get_language() or "ja")[:2],
        )  # fmt: skip
        return reverse("calls:write", args=[made.public_id])

    return form_page(
        request, form, work, layout="portal", title=_("「%(title)s」に応募する") % {"title": call},
        lead=_("下書きを作ります。提出するまで、だれにも見えません。"), done=_("下書きを作りました。"),
        button=_("下書きを作る"),
    )  # fmt: skip


@require_safe
@open_door()
def applications(request: SignedIn) -> HttpResponse:
    """My own applications, the newest first."""
    rows = Application.objects.own_of(request.user).for_lists().order_by("-made_at")[:MOST_SHOWN]
    return render(request, "calls/applications.html", {"rows": [(one, state_kind(one)) for one in rows]})


@require_safe
@open_door()
def application(request: SignedIn, public_id: UUID) -> HttpResponse:
    """My application: its state, what it says, the reasons, what can be done."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Application:
    """One's own, or 404 just as for nothing."""
    return get_object_or_404(Application.objects.own_of(request.user).for_lists(), public_id=public_id)


def show(request: Any, found: Application, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "application": found,
        "call": found.call,
        "state_kind": state_kind(found),
        "may_write": can_write(request.user, found, request.at),
        "panels": MOVES.panels(request, found, wrong),
        "links": links("application_links", request.user, found),
        **parts(request.user, found),
    }
    return render(request, "calls/application.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def write(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The form of the kind: kept as a draft, or handed in."""
    found = load(request, public_id)
    if not (may := can_write(request.user, found, request.at)):
        return refusal(request, may)
    draft = found.state == ApplicationState.DRAFT
    form = AnswersForm(request.POST or None, request.FILES or None, kind=found.call.kind, application=found)
    save = draft and request.POST.get("then") == "save"
    if answer := submitted(request, form, _kept(request, found, form) if save else _handed_in(request, found, form)):
        messages.success(request, _("下書きを保存しました。") if save else _("提出しました。"))
        return answer
    context = {"form": form, "application": found, "call": found.call, "draft": draft, "rows": list(form.rows())}
    return render(request, "calls/write.html", context, status=422 if request.method == "POST" else 200)


def _kept(request: Any, found: Application, form: AnswersForm) -> Callable[[], str]:
    def work() -> str:
        actions.save_draft(by=request.user, at=request.at, application=found, **form.written())
        return reverse("calls:write", args=[found.public_id])

    return work


def _handed_in(request: Any, found: Application, form: AnswersForm) -> Callable[[], str]:
    def work() -> str:
        try:
            actions.submit(by=request.user, at=request.at, application=found, **form.written())
        except actions.Incomplete as incomplete:
            form.show(incomplete.problems)
            raise Refused(no(_("まだ提出できません。"), _("次の項目を直してください。"))) from incomplete
        return found.get_absolute_url()

    return work


@require_safe
@open_door()
def sheet(request: SignedIn, public_id: UUID, kind: str) -> HttpResponse:
    """The form as a sheet of Excel or Word, with what is written so far."""
    found = load(request, public_id)
    make, content_type = SHEETS.get(kind, SHEETS[XLSX])
    answer = HttpResponse(make(found.call.kind, found.title, found.answers), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.call.number}.{kind if kind in SHEETS else XLSX}"'
    return answer


SHEETS = {
    XLSX: (sheets.xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    DOCX: (sheets.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def fill_in(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A filled-in sheet: looked at without keeping anything, or taken into the draft where nothing is wrong."""
    found = load(request, public_id)
    if not (may := can_write(request.user, found, request.at)):
        return refusal(request, may)
    if found.state != ApplicationState.DRAFT:
        return refusal(request, no(_("様式の取り込みは、下書きのときだけできます。")))
    form = SheetForm(request.POST or None, request.FILES or None)
    filled = _filled(form, found) if request.method == "POST" and form.is_valid() else None
    if filled and not filled.wrong and request.POST.get("then") == "take":

        def work() -> str:
            answers = {**found.answers, **filled.answers}
            actions.save_draft(
                by=request.user, at=request.at, application=found, title=filled.title or found.title, answers=answers
            )
            return reverse("calls:write", args=[found.public_id])

        if answer := submitted(request, form, work):
            messages.success(request, _("様式を取り込みました。内容を確かめて、提出してください。"))
            return answer
    wrong = bool(form.errors) or bool(filled and filled.wrong)
    said = answered(found.call.kind, filled.answers) if filled else []
    context = {"form": form, "application": found, "filled": filled, "said": said}
    return render(request, "calls/fill_in.html", context, status=422 if wrong else 200)


def _filled(form: SheetForm, found: Application) -> sheets.Filled | None:
    """What the sheet says; None where it is no such file, which the form then tells."""
    file = form.cleaned_data["sheet"]
    try:
        return sheets.read(found.call.kind, file, file.name, file.read())
    except (Mistake, Refused) as mistake:
        form.add_error("sheet", str(mistake))
        return None


@require_safe
@open_door()
def read_file(request: SignedIn, public_id: UUID, file_id: UUID) -> HttpResponse:
    """A file of an application, for whoever may see its files: the applicant, and the office."""
    found = get_object_or_404(Application.objects.visible_to(request.user).for_lists(), public_id=public_id)
    if Paper.FILES not in papers(request.user, found.call, found):
        return refusal(request, owns(request.user, found))
    file = get_object_or_404(found.files, public_id=file_id)
    return attached(file.file, file.name)


def _may(request: Any, found: Application, verb: str) -> Decision:
    if verb == "appeal":
        return can_appeal(request.user, found, request.at)
    if verb == "decline":
        return can_decline(request.user, found)
    return can_withdraw(request.user, found)


MOVES = Verbs(
    "application", "calls", lambda _user: YES, load, _may, show, Application.get_absolute_url,
    [
        Verb("appeal", _l("異議を申し立てる"), _l("異議を受け付けました。"), actions.appeal, AppealForm, "secondary"),
        Verb("decline", _l("辞退する"), _l("辞退を受け付けました。"), actions.decline, ReasonForm, "danger"),
        Verb("withdraw_application", _l("応募を取り下げる"), _l("取り下げました。"), actions.withdraw_application,
             kind="danger"),
    ],
)  # fmt: skip
