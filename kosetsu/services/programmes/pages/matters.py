"""The pages that the three kinds of matters share: lists and one matter, at the desk and for the company; verbs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind as Cells
from kosetsu.common.states import chain
from kosetsu.foundation.accounts.doors import SignedIn, refusal, side_door
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.programmes.models.cases import Matter
from kosetsu.services.programmes.permissions import can_read_descriptions, can_work_matters

Text = str | Promise
Facts = list[tuple[Text, Any]]


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of a matter: its words, its action, what it asks."""

    name: str
    label: Text
    done: Text
    action: Callable[..., Any]
    form: type[OnceForm] = OnceForm
    kind: str = "primary"


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of matter: how it is listed, shown and moved."""

    model: type[Matter]
    argument: str
    """What its actions call it, and its pages with it."""
    title: Text
    states: type[models.TextChoices]
    colours: dict[str, str]
    path: Sequence[str]
    """The states on the straight way, for the chain on top."""
    can: Callable[[Any, Any, str], Decision]
    verbs: Sequence[Verb]
    facts: Callable[[Any], Facts]
    more: Callable[[Any, Any], dict[str, Any]]
    """What else the template shows: of the matter, by the request."""
    empty: Text = ""
    columns: Sequence[Column] = field(default_factory=list)
    template: str = ""

    def colour(self, state: str) -> str:
        return self.colours.get(state, "stopped")

    @property
    def plural(self) -> str:
        return {"dispatch": "dispatches", "innovation": "innovations", "award": "awards"}[self.model.page]


def urls_of(kind: Kind, *, desk: bool) -> list[URLPattern]:
    """The list, one matter, and its verbs; ``open_…`` is the kind's own."""
    base = kind.plural
    return [
        path(f"{base}/", list_page(kind, desk), name=base),
        path(f"{base}/<uuid:public_id>/", matter_page(kind, desk), name=kind.model.page),
        *(
            path(f"{base}/<uuid:public_id>/{verb.name}/", verb_page(kind, verb, desk), name=verb.name)
            for verb in kind.verbs
        ),
    ]


def list_page(kind: Kind, desk: bool) -> Callable[..., HttpResponse]:
    """All of them at the desk, or the company's own; the newest first."""

    @require_safe
    @side_door(desk, can_read_descriptions)
    def page(request: SignedIn) -> HttpResponse:
        if not desk and standing(request.user).is_staff:
            return redirect(f"programmes-desk:{kind.plural}")
        shown = ListPage(
            request,
            kind.model.objects.visible_to(request.user).for_lists(),
            _columns(kind),
            [Filter(key="state", label=_("状態"), choices=kind.states.choices, field="case__state")],
            _search,
            title=kind.title,
            url=lambda one: one.address(desk=desk),
            order=("-case__opened_at",),
            empty_title=kind.empty,
        )
        new = f"programmes{'-desk' if desk else ''}:new_{kind.model.page}"
        may = bool(can_work_matters(request.user)) if desk else bool(standing(request.user).organisations)
        layout = f"layouts/{'desk' if desk else 'portal'}.html"
        return shown.response("programmes/matters.html", layout=layout, new=new if may else "", kind=kind)

    page.__name__ = page.__qualname__ = kind.plural
    return page


def matter_page(kind: Kind, desk: bool) -> Callable[..., HttpResponse]:
    """One matter from one side."""

    @require_safe
    @side_door(desk, can_read_descriptions)
    def page(request: SignedIn, public_id: UUID) -> HttpResponse:
        matter = load(kind, request, public_id)
        if not desk and standing(request.user).is_staff:
            return redirect(matter.address(desk=True))
        return show(kind, request, matter, desk)

    page.__name__ = page.__qualname__ = kind.model.page
    return page


def verb_page(kind: Kind, verb: Verb, desk: bool) -> Callable[..., HttpResponse]:
    """The page of one verb, in its five beats."""

    @require_POST
    @side_door(desk, can_read_descriptions)
    def page(request: SignedIn, public_id: UUID) -> HttpResponse:
        matter = load(kind, request, public_id)
        if not (decision := kind.can(request.user, matter, verb.name)):
            return refusal(request, decision)
        form = verb.form(request.POST, auto_id=f"{verb.name}_%s")
        if answer := submitted(request, form, lambda: _go(kind, request, matter, verb, form, desk)):
            return answer
        return show(kind, request, matter, desk, (verb.name, form), status=422)

    page.__name__ = page.__qualname__ = verb.name
    return page


def load(kind: Kind, request: Any, public_id: UUID) -> Any:
    """The matter, for who may see it."""
    rows = kind.model.objects.visible_to(request.user).for_lists()
    return get_object_or_404(rows, public_id=public_id)


def show(
    kind: Kind, request: Any, matter: Any, desk: bool, wrong: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of a matter; ``wrong`` is a verb's form that was refused."""
    state = matter.case.state
    context = {
        "layout": f"layouts/{'desk' if desk else 'portal'}.html",
        "desk": desk,
        "kind": kind,
        "matter": matter,
        "state": kind.states(state).label,
        "colour": kind.colour(state),
        "chain": _chain(kind, state),
        "facts": _facts(kind, matter, desk),
        "panels": _panels(kind, request.user, matter, desk, wrong),
        "back": f"programmes{'-desk' if desk else ''}:{kind.plural}",
        **kind.more(request, matter),
    }
    return render(request, kind.template or "programmes/matter.html", context, status=status)


def _go(kind: Kind, request: Any, matter: Any, verb: Verb, form: OnceForm, desk: bool) -> str:
    asked = form.said
    verb.action(by=request.user, at=request.at, **{kind.argument: matter}, **asked)
    messages.success(request, str(verb.done))
    return str(matter.address(desk=desk))


def _panels(kind: Kind, user: Any, matter: Any, desk: bool, wrong: tuple[str, Any] | None) -> list[dict[str, Any]]:
    return [
        _panel(verb, desk, wrong) for verb in kind.verbs if kind.can(user, matter, verb.name)
    ]  # fmt: skip


def _panel(verb: Verb, desk: bool, wrong: tuple[str, Any] | None) -> dict[str, Any]:
    mine = wrong is not None and wrong[0] == verb.name
    form = wrong[1] if mine and wrong else verb.form(auto_id=f"{verb.name}_%s")
    return {"verb": verb, "form": form, "open": mine, "asks": len(form.fields) > 1,
            "url": f"programmes{'-desk' if desk else ''}:{verb.name}"}  # fmt: skip


def _chain(kind: Kind, state: str) -> list[dict[str, Any]]:
    """The straight way with today's place; a matter that left it stands after its first steps."""
    return chain([kind.states(one) for one in kind.path], state)


def _facts(kind: Kind, matter: Any, desk: bool) -> Facts:
    case = matter.case
    company = [(_("会社"), case.organisation.name)] if desk else []
    return [*company, (_("事業所"), case.workplace.name), *kind.facts(matter)]


def _columns(kind: Kind) -> list[Column]:
    return [
        Column(key="number", label=_l("案件番号"), value="case.number", sort="case__number"),
        Column(key="title", label=_l("件名"), value="case.title"),
        Column(key="organisation", label=_l("会社"), value="case.organisation.name", sort="case__organisation__name"),
        *kind.columns,
        Column(key="state", label=_l("状態"), value=lambda one: kind.states(one.case.state).label,
               state=lambda one: kind.colour(one.case.state), sort="case__state"),
        Column(key="opened", label=_l("受付日時"), value="case.opened_at", sort="case__opened_at", kind=Cells.MOMENT),
    ]  # fmt: skip


def _search(found: Any, words: str) -> Any:
    return (
        found.filter(case__number__icontains=words)
        | found.filter(case__title__icontains=words)
        | found.filter(case__organisation__name__icontains=words)
    )
