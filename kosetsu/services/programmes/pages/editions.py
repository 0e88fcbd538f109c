"""Descriptions at the desk: which edition is in force, what changed between two, and the way into the editor."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from kosetsu.common import fiscal
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.services.programmes import permissions
from kosetsu.services.programmes.actions import drafts
from kosetsu.services.programmes.documents.drafts import differences, written_out
from kosetsu.services.programmes.documents.looking import linted, worked_cases
from kosetsu.services.programmes.documents.wording import KINDS
from kosetsu.services.programmes.models import DescriptionEdition, Draft
from kosetsu.services.programmes.pages.draft_forms import ReasonForm
from kosetsu.services.programmes.rules.language import Description

COLOURS = {"in_force": "done", "later": "waiting", "over": "neutral", "withdrawn": "stopped"}


def state_of(edition: DescriptionEdition, day: dt.date) -> str:
    """Whether the edition speaks for the day."""
    if edition.withdrawn:
        return "withdrawn"
    if edition.holds_on(day):
        return "in_force"
    return "later" if edition.valid_from and day < edition.valid_from else "over"


def state_word(state: str) -> str:
    return {"in_force": _("有効"), "later": _("開始前"), "over": _("期間終了"), "withdrawn": _("取り下げ")}[state]


@require_safe
@open_door(permissions.can_read_descriptions)
def descriptions(request: SignedIn) -> HttpResponse:
    """The newest edition of every programme and round."""
    page = ListPage(
        request,
        DescriptionEdition.objects.newest(request.at).select_related("by"),
        _columns(request.today),
        [
            Filter(key="fiscal_year", label=_("年度"), choices=_years),
            Filter(key="kind", label=_("種類"), choices=_kinds, field="body__kind"),
            Filter(key="desk", label=_("職員が改めたもの"), kind="flag",
                   apply=lambda rows, _yes: rows.exclude(by=None)),
        ],
        lambda found, words: found.filter(code__icontains=words) | found.filter(body__words__ja__icontains=words),
        title=_("施策の記述"),
        url=DescriptionEdition.get_absolute_url,
        order=("-fiscal_year", "code", "round"),
        empty_title=_("ここに、施策の記述が番号順に並びます"),
    )  # fmt: skip
    waiting = Draft.objects.count()
    may_edit = bool(permissions.can_edit_descriptions(request.user))
    return page.response("programmes/desk/descriptions.html", waiting=waiting, may_edit=may_edit)


@require_safe
@open_door(permissions.can_read_descriptions)
def edition(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One edition as text, its editions before and after, and what is different from another."""
    return show(request, load(public_id))


@require_POST
@open_door(permissions.can_edit_descriptions)
def start_draft(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Begin to change it."""
    found, form = load(public_id), OnceForm(request.POST)

    def work() -> str:
        return drafts.start_draft(by=request.user, at=request.at, edition=found).get_absolute_url()

    return submitted(request, form, work) or redirect(found.get_absolute_url())


@require_POST
@open_door(permissions.can_edit_descriptions)
def withdraw_edition(request: SignedIn, public_id: UUID) -> HttpResponse:
    """From now on it is not known to hold."""
    found, form = load(public_id), ReasonForm(request.POST)

    def work() -> str:
        made = drafts.withdraw_edition(
            by=request.user, at=request.at, edition=found, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("取り下げました。"))
        return made.get_absolute_url()

    return submitted(request, form, work) or show(request, found, form, status=422)


def load(public_id: UUID) -> DescriptionEdition:
    found: DescriptionEdition = get_object_or_404(DescriptionEdition.objects.select_related("by"), public_id=public_id)
    return found


def show(request: SignedIn, found: DescriptionEdition, wrong: Any = None, status: int = 200) -> HttpResponse:
    """The page of an edition; ``wrong`` is the form of a withdrawal that was refused."""
    every = list(DescriptionEdition.objects.of_round(found).select_related("by"))
    other = _other(request, found, every)
    context = {
        "edition": found,
        "year": fiscal.label(found.fiscal_year),
        "state": state_word(state_of(found, request.today)),
        "colour": COLOURS[state_of(found, request.today)],
        "editions": [(one, state_word(state_of(one, request.today))) for one in reversed(every)],
        "newest": every[-1] == found,
        "other": other,
        "differences": differences(other.body, found.body) if other else [],
        "text": written_out(found.body),
        "cases": worked_cases(found),
        "findings": list(linted(Description.model_validate(found.body), request.at)) if every[-1] == found else [],
        "may_edit": permissions.can_edit_descriptions(request.user),
        "start": OnceForm(),
        "withdraw": wrong or ReasonForm(),
        "open": wrong is not None,
    }
    return render(request, "programmes/desk/edition.html", context, status=status)


def _other(request: Any, found: DescriptionEdition, every: list[DescriptionEdition]) -> DescriptionEdition | None:
    """The one asked for in the address, else the one before."""
    asked = request.GET.get("against", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else found.number - 1
    return next((one for one in every if one.number == number and one != found), None)


def _columns(today: dt.date) -> list[Column]:
    return [
        Column(key="title", label=_l("施策")),
        Column(key="code", label=_l("番号"), sort="code"),
        Column(key="fiscal_year", label=_l("年度"), value=lambda one: fiscal.label(one.fiscal_year),
               sort="fiscal_year"),
        Column(key="round", label=_l("回"), sort="round", shown=False),
        Column(key="number", label=_l("版"), sort="number", kind=Kind.NUMBER),
        Column(key="valid_from", label=_l("適用開始日"), sort="valid_from"),
        Column(key="valid_to", label=_l("適用終了日"), sort="valid_to"),
        Column(key="state", label=_l("状態"), value=lambda one: state_word(state_of(one, today)),
               state=lambda one: COLOURS[state_of(one, today)]),
        Column(key="verified_until", label=_l("確認の期限"), value=lambda one: one.body["verified_until"]),
        Column(key="open_terms", label=_l("未確定の事項"), value=lambda one: "・".join(one.body.get("open_terms", ())),
               shown=False),
        Column(key="recorded_at", label=_l("記録日時"), sort="recorded_at", kind=Kind.MOMENT, shown=False),
        Column(key="by", label=_l("公開した人"), value=lambda one: one.by or _("機関のフォルダー"), shown=False),
        Column(key="reason", label=_l("理由"), shown=False),
    ]  # fmt: skip


def _years() -> list[tuple[int, str]]:
    found = DescriptionEdition.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return [(year, fiscal.label(year)) for year in found]


def _kinds() -> list[tuple[str, str]]:
    found = DescriptionEdition.objects.order_by("body__kind").values_list("body__kind", flat=True).distinct()
    return [(kind, str(KINDS.get(kind, kind))) for kind in found]
