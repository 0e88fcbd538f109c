"""The editor: a draft with what is wrong in it, whom it would change, and its way into force."""

from typing import Any
from uuid import UUID

import yaml
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common import fiscal
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.list_parts import Column
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.programmes import permissions
from kosetsu.services.programmes.actions import drafts as actions
from kosetsu.services.programmes.actions.editions import written
from kosetsu.services.programmes.documents.drafts import differences
from kosetsu.services.programmes.documents.looking import looked_at, whom_it_changes
from kosetsu.services.programmes.documents.preview import MOST_NAMED, Preview
from kosetsu.services.programmes.documents.worked import verdict_word
from kosetsu.services.programmes.models import DescriptionEdition, Draft
from kosetsu.services.programmes.pages.draft_forms import DraftForm, NewDraftForm, ReasonForm
from kosetsu.services.programmes.rules.deciding import Verdict

COLUMNS = [
    Column(key="code", label=_l("番号"), sort="code"),
    Column(key="fiscal_year", label=_l("年度"), value=lambda one: fiscal.label(one.fiscal_year), sort="fiscal_year"),
    Column(key="round", label=_l("回"), sort="round"),
    Column(key="by", label=_l("書いた人"), value="by"),
    Column(key="changed_at", label=_l("保存日時"), sort="changed_at", kind=Kind.MOMENT),
]


@require_safe
@open_door(permissions.can_edit_descriptions)
def drafts(request: SignedIn) -> HttpResponse:
    """What is being written."""
    page = ListPage(
        request,
        Draft.objects.select_related("by"),
        COLUMNS,
        search=lambda found, words: found.filter(code__icontains=words) | found.filter(text__icontains=words),
        title=_("記述の下書き"),
        url=Draft.get_absolute_url,
        order=("-changed_at",),
        empty_title=_("ここに、書きかけの記述が並びます"),
        empty_help=_("施策の記述から「編集する」を押すか、新しい施策を書き始めてください。"),
    )
    return page.response("programmes/desk/drafts.html")


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(permissions.can_edit_descriptions)
def new_draft(request: SignedIn) -> HttpResponse:
    """A programme that nobody has described."""
    form = NewDraftForm(request.POST or None, initial={"fiscal_year": fiscal.fiscal_year(request.today)})

    def work() -> str:
        said = {name: form.cleaned_data[name] for name in ("code", "fiscal_year", "round")}
        text = _begun(form.cleaned_data)
        return actions.new_draft(by=request.user, at=request.at, text=text, **said).get_absolute_url()

    return form_page(request, form, work, layout="desk", title=_("新しい施策を書く"), done=_("下書きを作りました。"),
                     button=_("書き始める"))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(permissions.can_edit_descriptions)
def draft(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The two texts; saved, they are kept whatever is wrong in them."""
    found = load(public_id)
    form = DraftForm(request.POST or None, initial=_typed(found))

    def work() -> str:
        said = form.cleaned_data
        actions.save_draft(
            by=request.user, at=request.at, draft=found, text=said["text"], cases=said["cases"], seen=said["seen"]
        )
        messages.success(request, _("保存しました。"))
        return found.get_absolute_url()

    return submitted(request, form, work) or show(request, found, form, status=422 if form.errors else 200)


@require_safe
@open_door(permissions.can_edit_descriptions)
def preview(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Over every company on record: who newly fits, who no longer; by name only who consented."""
    found = load(public_id)
    looked = looked_at(found, request.at)
    context: dict[str, Any] = {"draft": found, "looked": looked, "publish": ReasonForm(), "ready": looked.ready}
    if looked.description and not looked.errors:
        result = whom_it_changes(looked.description, request.at)
        context |= {"preview": result, "rows": _rows(result), "title": looked.description.words.ja,
                    "groups": _groups(request, result), "most": MOST_NAMED}  # fmt: skip
    return render(request, "programmes/desk/preview.html", context)


@require_POST
@open_door(permissions.can_edit_descriptions)
def publish_draft(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The draft becomes the next edition."""
    found, form = load(public_id), ReasonForm(request.POST)

    def work() -> str:
        made = actions.publish_draft(by=request.user, at=request.at, draft=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("第%(number)d版として公開しました。") % {"number": made.number})
        return made.get_absolute_url()

    return submitted(request, form, work) or show(request, found, DraftForm(initial=_typed(found)), form, status=422)


@require_POST
@open_door(permissions.can_edit_descriptions)
def discard_draft(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Throw it away."""
    found, form = load(public_id), OnceForm(request.POST)

    def work() -> str:
        actions.discard_draft(by=request.user, at=request.at, draft=found)
        messages.success(request, _("下書きを捨てました。"))
        return reverse("programmes-desk:drafts")

    return submitted(request, form, work) or show(request, found, DraftForm(initial=_typed(found)), status=422)


def load(public_id: UUID) -> Draft:
    return get_object_or_404(Draft.objects.select_related("by"), public_id=public_id)


def show(request: SignedIn, found: Draft, form: DraftForm, publish: Any = None, status: int = 200) -> HttpResponse:
    """The editor's page; ``publish`` is the form of a publication that was refused."""
    looked = looked_at(found, request.at)
    last = DescriptionEdition.objects.of_round(found).last()
    new = looked.description
    context = {
        "draft": found,
        "year": fiscal.label(found.fiscal_year),
        "form": form,
        "looked": looked,
        "findings": sorted(looked.findings, key=lambda one: (one.level, one.where != "text", one.line)),
        "last": last,
        "differences": differences(last.body, written(new)[0]) if last and new else [],
        "publish": publish or ReasonForm(auto_id="publish_%s"),
        "discard": OnceForm(auto_id="discard_%s"),
    }
    return render(request, "programmes/desk/draft.html", context, status=status)


def _typed(found: Draft) -> dict[str, Any]:
    return {"text": found.text, "cases": found.cases, "seen": found.changed_at.isoformat()}


def _begun(said: dict[str, Any]) -> str:
    """What a description needs at least, to be filled in."""
    start, end = fiscal.start_of(said["fiscal_year"]), fiscal.end_of(said["fiscal_year"])
    known = {
        "code": said["code"], "fiscal_year": said["fiscal_year"], **({"round": said["round"]} if said["round"] else {}),
        "effective_from": start, "effective_to": end, "kind": "grant", "words": {"ja": said["name"]},
        "who": {"confirm": "対象者の要件", "by": "実施機関", "key": "eligible", "clause": "対象者"},
        "sources": [{"document": "", "page": None}], "verified_until": end,
        "open_terms": ["助成率", "限度額", "受付期間"],
    }  # fmt: skip
    text: str = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=118)
    return text


def _rows(result: Preview) -> list[dict[str, Any]]:
    """From each verdict (or no edition at all) to each: how many companies."""
    befores = [*(one for one in (Verdict.YES, Verdict.UNKNOWN, Verdict.NO)), None]
    return [
        {"before": verdict_word(before) if before else _("記述なし"),
         "cells": [result.counts[before, after] for after in (Verdict.YES, Verdict.UNKNOWN, Verdict.NO)]}
        for before in befores if any(result.counts[before, after] for after in Verdict)
    ]  # fmt: skip


def _groups(request: SignedIn, result: Preview) -> list[dict[str, Any]]:
    """Both directions by count, and by name who agreed to be told of programmes; each reading is noted."""
    agreed = set(permissions.reachable(request.today).values_list("organisation", flat=True))
    groups = []
    for title, pks in ((_("新たに使える会社"), result.newly), (_("使えなくなる会社"), result.no_longer)):
        known = sorted(agreed.intersection(pks))[:MOST_NAMED]
        named = list(Organisation.objects.filter(pk__in=known).order_by("name"))
        access.note_many(request.user, named, request.path, request.at)
        groups.append({"title": title, "count": len(pks), "named": named})
    return groups
