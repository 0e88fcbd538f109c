"""The members' part of a circle: the pledge, the board with needs and seeds, meetings, things to do, the years."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import HIDDEN, no
from kosetsu.common.downloads import attached
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.governance.consents import text_in_force
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Circle, Member, NoteFile, Task
from kosetsu.services.circles.models.circles import SECRECY
from kosetsu.services.circles.pages.circle_forms import NoteForm, OutcomeForm, ReportForm
from kosetsu.services.circles.pages.public import state_kind
from kosetsu.services.circles.permissions import (
    can_answer_for,
    can_finish,
    can_meet,
    can_pledge,
    can_read_inside,
    can_report_year,
    can_write,
)
from kosetsu.services.circles.states import NoteKind


@require_safe
@open_door()
def inside(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Everything its members share; before the pledge nothing but the way to it."""
    found = load(request, public_id)
    if not (may := can_read_inside(request.user, found, request.today)):
        return refusal(request, may)
    tasks = Task.objects.filter(meeting__circle=found, done_at=None).select_related(
        "owner__workplace__organisation", "colleague"
    )
    context = {
        "circle": found,
        "state_kind": state_kind(found),
        "members": found.members.on(request.today).for_lists(),
        "offices": found.offices.filter(until=None).select_related("member__workplace__organisation"),
        "secretaries": found.secretaries.on(request.today).select_related("person"),
        "commissions": found.commissions.select_related("adviser"),
        "meetings": found.meetings.all()[:60],
        "tasks": tasks,
        "boards": [(kind.label, _notes(request, found, kind)) for kind in NoteKind],
        "reports": found.reports.all(),
        "developments": found.developments.visible_to(request.user, request.today).select_related("case"),
        "mine": _mine(request, found),
        "may_write": can_write(request.user, found, request.today),
        "may_meet": can_meet(request.user, found, request.today),
        "may_report": can_report_year(request.user, found, request.today),
    }
    return render(request, "circles/inside.html", context)


def load(request: Any, public_id: UUID) -> Circle:
    """A circle of one's own, or 404 just as for nothing: a public one has nothing more to show."""
    rows = Circle.objects.visible_to(request.user, request.today).select_related("branch", "intake").distinct()
    return get_object_or_404(rows, public_id=public_id)


def _notes(request: Any, circle: Circle, kind: NoteKind) -> Any:
    return circle.notes.visible_to(request.user, request.today).filter(kind=kind).prefetch_related("files")[:100]


def _mine(request: Any, circle: Circle) -> list[Member]:
    places = Workplace.objects.acted_for_by(request.user)
    return list(circle.members.on(request.today).filter(workplace__in=places).for_lists())


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def pledge(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Read the text of the day and promise to keep it; nothing is read without it."""
    found = load(request, public_id)
    if not (may := can_pledge(request.user, found, request.today)):
        return refusal(request, may)
    text = text_in_force(SECRECY, request.today)
    if text is None:
        return refusal(request, no(_("秘密を守る約束の文面が、まだ登録されていません。"), _("窓口へご連絡ください。")))
    form = OnceForm(request.POST or None)

    def work() -> str:
        actions.pledge(by=request.user, at=request.at, circle=found, version=text.version)
        return reverse("circles:inside", args=[found.public_id])

    return form_page(
        request, form, work, layout="portal", title=text.title, lead=text.text, done=_("約束を記録しました。"),
        button=_("守ることを約束する"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def write_note(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Write on the board, or say what one needs or offers."""
    found = load(request, public_id)
    if not (may := can_write(request.user, found, request.today)):
        return refusal(request, may)
    form = NoteForm(request.POST or None, request.FILES or None)

    def work() -> str:
        given = form.cleaned_data
        plain = {name: given[name] for name in ("title", "text")}
        actions.write_note(
            by=request.user, at=request.at, circle=found, kind=NoteKind(given["kind"]), files=given["attachments"],
            **plain,
        )  # fmt: skip
        return reverse("circles:inside", args=[found.public_id])

    return form_page(
        request, form, work, layout="portal", title=_("会員のページに書く"), done=_("書き込みました。"),
        button=_("書き込む"),
        lead=_("このグループの会員・助言者・事務局だけが読めます。"),
    )  # fmt: skip


@require_safe
@open_door()
def download(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A file of a note, for whoever reads the members' part."""
    found = NoteFile.objects.select_related("note__circle").filter(public_id=public_id, note__withdrawn_at=None).first()
    if found is None or not can_read_inside(request.user, found.note.circle, request.today):
        raise Http404
    return attached(found.file, found.name)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def report_year(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The light report of a year."""
    found = load(request, public_id)
    if not (may := can_report_year(request.user, found, request.today)):
        return refusal(request, may)
    form = ReportForm(request.POST or None, today=request.today)

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in ("fiscal_year", "text")}
        actions.report_year(by=request.user, at=request.at, circle=found, **given)
        return reverse("circles:inside", args=[found.public_id])

    return form_page(
        request, form, work, layout="portal", title=_("「%(name)s」の年次報告") % {"name": found}, button=_("報告する"),
        lead=_("会員企業の数と例会の回数は、記録から数えます。"), done=_("報告を受け付けました。"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def answer_outcome(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What a year brought to one's own company."""
    member = get_object_or_404(Member.objects.select_related("circle", "workplace__organisation"), public_id=public_id)
    if not (may := can_answer_for(request.user, member, request.today)):
        return refusal(request, may)
    form = OutcomeForm(request.POST or None, today=request.today)

    def work() -> str:
        given = form.said
        actions.answer_outcome(by=request.user, at=request.at, member=member, **given)
        return reverse("circles:inside", args=[member.circle.public_id])

    return form_page(
        request, form, work, layout="portal", title=_("この一年の成果"), button=_("回答する"),
        done=_("回答を記録しました。"),
        lead=_("事務局だけが読みます。同じ年度をもう一度答えると、書き換わります。"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def list_member(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Let everyone read that one's own company is a member, or no longer."""
    member = get_object_or_404(Member.objects.select_related("circle", "workplace__organisation"), public_id=public_id)
    if not (may := can_answer_for(request.user, member, request.today)):
        return refusal(request, may)
    form = OnceForm(request.POST or None)

    def work() -> str:
        actions.list_member(by=request.user, at=request.at, member=member, listed=not member.listed)
        return reverse("circles:inside", args=[member.circle.public_id])

    lead = _("公開ページから会社名を消します。") if member.listed else _("公開ページに会社名を載せます。")
    return form_page(
        request, form, work, layout="portal", title=_("会社名の公開"), lead=lead, done=_("変更しました。"),
        button=_("変更する"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def finish_task(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Say that what was decided is done."""
    rows = Task.objects.select_related(
        "meeting__circle", "owner__circle", "owner__workplace__organisation", "colleague"
    )
    task = get_object_or_404(rows, public_id=public_id)
    if not can_read_inside(request.user, task.meeting.circle, request.today):
        return refusal(request, HIDDEN)
    if not (may := can_finish(request.user, task, request.today)):
        return refusal(request, may)
    form = OnceForm(request.POST or None)

    def work() -> str:
        actions.finish_task(by=request.user, at=request.at, task=task)
        return reverse("circles:inside", args=[task.meeting.circle.public_id])

    return form_page(
        request, form, work, layout="portal", title=task.text, lead=task.whose, done=_("済みにしました。"),
        button=_("済みにする"),
    )  # fmt: skip
