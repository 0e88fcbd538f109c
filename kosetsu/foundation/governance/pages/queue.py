"""The desk of export control: declarations that wait, and the decision on one of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kosetsu.common.idempotency import once
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import access, actions
from kosetsu.foundation.governance.models import ExportDeclaration
from kosetsu.foundation.governance.pages.forms import ClearForm, ReasonForm
from kosetsu.foundation.governance.pages.shown import facts_of, state_kind, types_text
from kosetsu.foundation.governance.permissions import can_decide, can_read_declarations
from kosetsu.foundation.governance.states import DECLARATION, DeclarationState

COLUMNS = (
    Column(key="person", label=gettext_lazy("申告した人"), value=lambda row: str(row.person), sort="person__name_kana"),
    Column(key="declared_on", label=gettext_lazy("申告日"), sort="declared_on", kind=Kind.DATE),
    Column(key="good_until", label=gettext_lazy("有効期間の最後の日"), kind=Kind.DATE),
    Column(key="types", label=gettext_lazy("特定類型"), value=types_text),
    Column(key="technology", label=gettext_lazy("利用したい技術・機器")),
    Column(key="state", label=gettext_lazy("状態"), value="get_state_display", sort="state", state=state_kind),
)


def _waiting(rows: Any, yes: bool) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.waiting()
    return found


FILTERS = (
    Filter(key="waiting", label=gettext_lazy("判断を待つもの"), kind="flag", apply=_waiting),
    Filter(key="state", label=gettext_lazy("状態"), choices=DeclarationState.choices),
    Filter(key="declared_on", label=gettext_lazy("申告日"), kind="dates"),
)
FORMS = {"hold": ReasonForm, "clear": ClearForm, "refuse": ReasonForm}
LABELS = {
    "hold": gettext_lazy("確認待ちに戻す"),
    "clear": gettext_lazy("提供を認める"),
    "refuse": gettext_lazy("提供不可とする"),
}


@open_door(can_read_declarations)
def declarations(request: SignedIn) -> HttpResponse:
    """All declarations, those that wait by one press."""
    page = ListPage(
        request,
        ExportDeclaration.objects.select_related("person"),
        COLUMNS,
        FILTERS,
        lambda rows, words: rows.filter(person__name__icontains=words),
        title=_("輸出管理の申告"),
        url=lambda row: reverse("governance-desk:declaration", args=[row.public_id]),
        order=["-declared_on", "-pk"],
        search_label=_("氏名でさがす"),
        empty_title=_("申告はありません"),
        empty_help=_("利用者が申告すると、ここに並びます。"),
    )
    return page.response(layout="layouts/desk.html")


@open_door(can_read_declarations)
def declaration(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One declaration, everything the person declared before, and what may be decided now."""
    return _shown(request, _load(request, public_id))


@require_POST
@open_door(can_read_declarations)
def decide(request: SignedIn, public_id: UUID, verb: str) -> HttpResponse:
    """Hold, clear or refuse."""
    if verb not in FORMS:
        raise Http404
    row = _load(request, public_id)
    form = FORMS[verb](request.POST, prefix=verb)
    if not form.is_valid():
        return _shown(request, row, verb, form)
    return redirect(once(request, form, lambda: _decide(request, row, verb, form)))


def _decide(request: SignedIn, row: ExportDeclaration, verb: str, form: ReasonForm) -> str:
    given = form.said
    getattr(actions, verb)(by=request.user, at=request.at, declaration=row, **given)
    messages.success(request, _("判断を記録しました。"))
    return reverse("governance-desk:declaration", args=[row.public_id])


def _load(request: SignedIn, public_id: UUID) -> ExportDeclaration:
    row = get_object_or_404(ExportDeclaration.objects.select_related("person", "decided_by"), public_id=public_id)
    access.note(request.user, row, request.path, request.at)
    return row


def _shown(request: SignedIn, row: ExportDeclaration, verb: str = "", form: ReasonForm | None = None) -> HttpResponse:
    verbs = DECLARATION.verbs(row.state)
    context = {
        "declaration": row,
        "kind": state_kind(row),
        "facts": facts_of(row),
        "earlier": row.person.export_declarations.exclude(pk=row.pk).order_by("-declared_on", "-pk"),
        "decision": can_decide(request.user, row),
        "choices": [
            {"verb": one, "label": LABELS[one], "form": form if one == verb else FORMS[one](prefix=one)}
            for one in verbs
        ],
    }
    return render(request, "governance/decide.html", context, status=422 if form else 200)
