"""Questions to which nothing fitted: what the words and the catalogue can learn from."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kosetsu.common.idempotency import once
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.search import actions, queries
from kosetsu.foundation.search.models import UnansweredQuestion
from kosetsu.foundation.search.pages.forms import NoteForm
from kosetsu.foundation.search.permissions import can_edit_words

COLUMNS = (
    Column(key="question", label=gettext_lazy("質問"), value=lambda row: row.question[:80]),
    Column(key="asked_at", label=gettext_lazy("書かれた日時"), sort="asked_at", kind=Kind.MOMENT),
    Column(key="handled_at", label=gettext_lazy("対応した日時"), sort="handled_at", kind=Kind.MOMENT),
    Column(key="note", label=gettext_lazy("わかったこと・したこと")),
)


def _by_state(rows: Any, state: str) -> Any:
    return rows.filter(handled_at__isnull=state == "waiting")


FILTERS = (
    Filter(
        key="state",
        label=gettext_lazy("状態"),
        choices=(("waiting", gettext_lazy("対応を待つもの")), ("handled", gettext_lazy("対応したもの"))),
        apply=_by_state,
    ),
)


@require_safe
@open_door(can_edit_words)
def unanswered(request: SignedIn) -> HttpResponse:
    """The questions, those that wait first."""
    page = ListPage(
        request,
        UnansweredQuestion.objects.all(),
        COLUMNS,
        FILTERS,
        lambda rows, words: rows.filter(question__icontains=words),
        title=_("答えのない質問"),
        url=lambda row: reverse("search-desk:question", args=[row.pk]),
        order=["handled_at", "-asked_at"],
        search_label=_("質問の言葉でさがす"),
        empty_title=_("答えのない質問はありません"),
        empty_help=_("利用者の文に合うものが見つからないと、だれが書いたかを残さずにここへ並びます。"),
    )
    return page.response(layout="layouts/desk.html")


@open_door(can_edit_words)
def question(request: SignedIn, pk: int) -> HttpResponse:
    """One question: what the search understood of it, and what was learned."""
    row = get_object_or_404(UnansweredQuestion, pk=pk)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        return redirect(once(request, form, lambda: _handle(request, row, form)))
    context = {"question": row, "form": form, "words": queries.words(row.question)}
    return render(request, "search/question.html", context, status=422 if form.is_bound else 200)


def _handle(request: SignedIn, row: UnansweredQuestion, form: NoteForm) -> str:
    actions.handle_unanswered(by=request.user, at=request.at, question=row, note=form.cleaned_data["note"])
    messages.success(request, _("対応を記録しました。"))
    return reverse("search-desk:unanswered")
