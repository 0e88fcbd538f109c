"""The words of the search: the list of concepts, one concept, and what an edit of it would find."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import once
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.text import fold
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.search import actions
from kosetsu.foundation.search.models import Concept
from kosetsu.foundation.search.pages.effect import Effect
from kosetsu.foundation.search.pages.forms import ConceptForm
from kosetsu.foundation.search.permissions import can_edit_words

COLUMNS = (
    Column(key="name", label=gettext_lazy("概念の名前"), sort="name"),
    Column(key="terms", label=gettext_lazy("同じ意味の言葉"), value=lambda row: "・".join(row.terms)),
    Column(key="kind", label=gettext_lazy("種類"), value="get_kind_display", sort="kind"),
)
FILTERS = (Filter(key="kind", label=gettext_lazy("種類"), choices=Concept.Kind.choices),)


@require_safe
@open_door(can_edit_words)
def concepts(request: SignedIn) -> HttpResponse:
    """Every concept, found by its name and by its words."""
    page = ListPage(
        request,
        Concept.objects.all(),
        COLUMNS,
        FILTERS,
        _search,
        title=_("検索の言葉"),
        url=lambda row: reverse("search-desk:concept", args=[row.pk]),
        order=["name"],
        search_label=_("名前・言葉でさがす"),
        empty_title=_("ここに、同じ意味の言葉をまとめた概念が並びます"),
        empty_help=_("「言葉を足す」から登録すると、次の検索から使われます。"),
    )
    return page.response("search/concepts.html")


@open_door(can_edit_words)
def add(request: SignedIn) -> HttpResponse:
    """A new concept, perhaps begun from a question that found nothing."""
    given = {"name": request.GET.get("name", ""), "sentence": request.GET.get("sentence", "")}
    form = ConceptForm(request.POST or None, initial=given)
    return _edited(request, form, None)


@open_door(can_edit_words)
def concept(request: SignedIn, pk: int) -> HttpResponse:
    """One concept: its words, and what they find."""
    row = get_object_or_404(Concept, pk=pk)
    return _edited(request, ConceptForm(request.POST or None, concept=row), row)


@require_POST
@open_door(can_edit_words)
def remove(request: SignedIn, pk: int) -> HttpResponse:
    """Withdraw a concept."""
    row = get_object_or_404(Concept, pk=pk)
    actions.remove_concept(by=request.user, at=request.at, concept=row)
    messages.success(request, _("概念「%(name)s」を外しました。") % {"name": row.name})
    return redirect("search-desk:concepts")


def _edited(request: SignedIn, form: ConceptForm, row: Concept | None) -> HttpResponse:
    """Shown, looked at with its effect, or saved."""
    valid = form.is_valid()
    if valid and "look" not in request.POST:
        try:
            return redirect(once(request, form, lambda: _save(request, form.cleaned_data, new=row is None)))
        except Refused as refused:
            form.add_error("name", str(refused.decision))
            valid = False
    effect = Effect.of(form.cleaned_data, request.user) if valid and form.cleaned_data["sentence"] else None
    return render(
        request,
        "search/concept.html",
        {"form": form, "concept": row, "effect": effect, "looked": "look" in request.POST},
        status=422 if form.is_bound and not valid else 200,
    )


def _save(request: SignedIn, given: dict[str, Any], *, new: bool) -> str:
    words = {name: given[name] for name in ("name", "terms", "kind")}
    row = actions.save_concept(by=request.user, at=request.at, replace=not new, **words)
    messages.success(request, _("概念「%(name)s」を保存しました。次の検索から使われます。") % {"name": row.name})
    return reverse("search-desk:concept", args=[row.pk])


def _search(rows: QuerySet[Concept], words: str) -> QuerySet[Concept]:
    """Compared folded (サビ・さび), which no database does alike for words inside JSON."""
    wanted = fold(words)
    found = [row.pk for row in rows if any(wanted in fold(word) for word in (row.name, *row.terms))]
    return rows.filter(pk__in=found)
