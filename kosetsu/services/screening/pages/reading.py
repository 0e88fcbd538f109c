"""Applications at the desk: the list, one read for the second time, all results in a table, who reads."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from kosetsu.common.decisions import Decision, Refused
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import Bulk, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.pages.submitting import FormPages
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.reviews.pages.shown import item_kind, review_kind, score_rows
from kosetsu.foundation.reviews.permissions import can_run
from kosetsu.foundation.reviews.states import ReviewState
from kosetsu.services.screening import actions
from kosetsu.services.screening.documents.results import rows_of
from kosetsu.services.screening.models import MANAGERS, ScreeningProgramme, Submission
from kosetsu.services.screening.pages import forms
from kosetsu.services.screening.pages.programmes import BELOW, load
from kosetsu.services.screening.pages.shown import result_line
from kosetsu.services.screening.permissions import (
    can_name_readers,
    can_read_again,
    can_read_screening,
    can_read_submission,
    can_see_results,
)

COLUMNS = [
    Column(key="number", label=_l("受付番号"), value="item.number", sort="item__number"),
    Column(key="title", label=_l("題名"), value="item.title", sort="item__title"),
    Column(key="applicant", label=_l("申請者"), value="item.applicant", sort="item__applicant"),
    Column(key="workplace", label=_l("照合した事業所"), value="workplace", shown=False),
    Column(key="matched", label=_l("申請者の照合"), value="get_matched_display", sort="matched", shown=False),
    Column(key="assigned", label=_l("割り当て"), sort="assigned", kind=Kind.NUMBER),
    Column(key="handed_in", label=_l("提出"), sort="handed_in", kind=Kind.NUMBER),
    Column(key="read", label=_l("二次確認"), value=lambda one: _("済み") if one.read else "", sort="read"),
    Column(key="state", label=_l("状態"), value="item.get_state_display", sort="item__state",
           state=lambda one: item_kind(one.item)),
]  # fmt: skip


@require_safe
@open_door(can_read_screening)
def submissions(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Applications of a programme, as far as the person may know of them; readers agree with many at once."""
    found = load(request, public_id)
    reads = bool(can_read_again(request.user, found))
    page = ListPage(
        request,
        _counted(request.user, found),
        COLUMNS,
        [Filter(key="unread", label=_("二次確認がまだ"), kind="flag", apply=lambda rows, _on: rows.filter(read=False))],
        lambda rows, words: rows.filter(
            Q(item__number__icontains=words) | Q(item__title__icontains=words) | Q(item__applicant__icontains=words)
        ),
        title=_("審査の申請 %(number)s") % {"number": found.case.number},
        url=lambda one: reverse("screening-desk:submission", args=[one.public_id]),
        order=("item__number", "pk"),
        bulk=[Bulk(label=_("選んだ申請を確認した"), url=reverse("screening-desk:read_again", args=[found.public_id]))]
        if reads
        else (),
        empty_title=_("取り込んだ申請が、ここに並びます。"),
    )
    runs = found.panel and can_run(request.user, found.panel)
    return page.response("screening/staff/submissions.html", programme=found, runs_panel=runs)


def _counted(user: Any, found: ScreeningProgramme) -> Any:
    mine = Submission.objects.visible_to(user).filter(programme=found)
    asked_for, handed_in = ~Q(item__reviews__state=ReviewState.VOID), Q(item__reviews__state=ReviewState.HANDED_IN)
    rows = Submission.objects.filter(pk__in=mine.values("pk")).select_related("item", "workplace__organisation")
    return rows.with_reading().annotate(
        assigned=Count("item__reviews", filter=asked_for & Q(item__reviews__isnull=False), distinct=True),
        handed_in=Count("item__reviews", filter=handed_in, distinct=True),
    )


@require_POST
@open_door(can_read_screening)
def read_again(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The chosen ones are read; all of them, or none. Pressed twice, there is nothing left to read."""
    found = load(request, public_id)
    keys = [key for key in request.POST.getlist("selected") if _is_key(key)]
    mine = Submission.objects.visible_to(request.user).filter(programme=found, public_id__in=keys)
    chosen = Submission.objects.filter(pk__in=mine.values("pk")).unread()
    try:
        many = actions.read_again(by=request.user, at=request.at, programme=found, submissions=list(chosen))
        messages.success(request, _("%(many)d件を確認しました。") % {"many": many})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("screening-desk:submissions", public_id=found.public_id)


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_safe
@open_door(can_read_screening)
def submission(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One application with its reviews, for the second reader and the office."""
    found = load_submission(request, public_id)
    access.note(request.user, found.item, "screening-desk:submission", request.at)
    return show(request, found)


def load_submission(request: Any, public_id: UUID) -> Submission:
    """An application that the person may know of, or 404 just as for nothing."""
    rows = Submission.objects.visible_to(request.user).select_related(
        "item__panel", "item__organisation", "programme__case", "programme__panel", "programme__body__organisation",
        "workplace__organisation", "sheet",
    )  # fmt: skip
    return get_object_or_404(rows, public_id=public_id)


def show(request: Any, found: Submission, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    handed_in = found.item.reviews.handed_in().select_related("item__panel").order_by("pk")
    runs = can_run(request.user, found.item.panel)
    context = {
        "submission": found,
        "item": found.item,
        "state_kind": item_kind(found.item),
        "programme": found.programme,
        "reviews": [{"review": one, "kind": review_kind(one), "rows": score_rows(one)} for one in handed_in],
        "readings": found.readings.select_related("by"),
        "files": found.item.files.all() if runs else [],
        "runs_panel": runs,
        "why_not": can_read_submission(request.user, found),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "screening/staff/submission.html", context, status=status)


def _may(request: Any, found: Submission, _verb: str) -> Decision:
    may = can_read_again(request.user, found.programme)
    return can_read_submission(request.user, found) if may else may


def _agree(*, by: Person, at: Any, submission: Submission) -> None:
    actions.read_again(by=by, at=at, programme=submission.programme, submissions=[submission])


MOVES = Verbs(
    "submission", "screening-desk", can_read_screening, load_submission, _may, show,
    lambda one: reverse("screening-desk:submission", args=[one.public_id]),
    [
        Verb("agree", _l("確認した"), _l("確認しました。"), _agree),
        Verb("point_out", _l("指摘する"), _l("指摘を記録しました。事務局が審査員に差し戻します。"), actions.point_out,
             forms.NoteForm, "secondary"),
    ],
)  # fmt: skip


@require_safe
@open_door(can_read_screening)
def results(request: SignedIn, public_id: UUID) -> HttpResponse:
    """All results of a programme in one table: what goes back, before it does."""
    found = load(request, public_id)
    if not (may := can_see_results(request.user, found, request.at)):
        return refusal(request, may)
    assert found.panel
    access.note(request.user, found, "screening-desk:results", request.at)
    lines = [result_line(row) for row in rows_of(found.panel)]
    context = {"programme": found, "case": found.case, "lines": lines, "reviews": sum(one["reviews"] for one in lines)}
    return render(request, "screening/staff/results.html", context)


def _people(request: Any, found: ScreeningProgramme) -> forms.ReadersForm:
    panel = Q(reviewing__panel=found.panel, reviewing__left_at=None)
    known = Person.objects.filter(panel | Q(posts__role__in=MANAGERS), is_active=True).distinct().order_by("name", "pk")
    initial = {"people": list(found.second_readers.all())}
    return forms.ReadersForm(request.POST or None, people=known, initial=initial)


PAGES = FormPages(can_read_screening, load, lambda one: one.get_absolute_url())
name_second_readers = PAGES.page(
    "name_second_readers", can_name_readers, _people,
    lambda form, one, **common: actions.name_second_readers(**common, programme=one, **form.said),
    title=_l("二次確認者を決める"), done=_l("二次確認者を決め、知らせました。"), button=_l("決める"),
)  # fmt: skip
OF_ONE = "submissions/<uuid:public_id>/"
URLS = [
    path(f"{BELOW}submissions/", submissions, name="submissions"),
    path(f"{BELOW}read_again/", read_again, name="read_again"),
    path(f"{BELOW}results/", results, name="results"),
    path(f"{BELOW}name_second_readers/", name_second_readers, name="name_second_readers"),
    path(OF_ONE, submission, name="submission"),
    *MOVES.urls(OF_ONE),
]
