"""Exhibitions for everyone: the list, the wall of an exhibition, a booth's page, several beside each other, files."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosetsu.common.attachments import extension
from kosetsu.common.clock import day_of
from kosetsu.common.downloads import attached
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.limits import take_turns, visitor_waits
from kosetsu.common.text import fold
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.actions.plan import exhibition_zone
from kosetsu.services.exhibitions.models import Booth, CountingRule, Edition, Exhibition, Fair, Panel, Visitor
from kosetsu.services.exhibitions.pages.forms import QuestionForm, WishForm
from kosetsu.services.exhibitions.pages.shown import exhibition_colour, page_of
from kosetsu.services.exhibitions.permissions import can_read_booth, can_register, can_take_part
from kosetsu.services.exhibitions.states import PanelKind

TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
BESIDE = 4
HAVING = (("need", _("ニーズがある")), ("seed", _("シーズがある")))


@require_safe
def exhibitions(request: Any) -> HttpResponse:
    """Those announced, the newest first."""
    rows = Exhibition.objects.announced().order_by("-opens_at", "code")
    shown = [(one, exhibition_colour(one), one.shown_at(request.at)) for one in rows]
    return render(request, "exhibitions/exhibitions.html", {"exhibitions": shown})


@require_safe
def wall(request: Any, public_id: UUID) -> HttpResponse:
    """All exhibitors, to be searched by words, tags, needs and seeds; before the opening moment only when it is."""
    found = get_object_or_404(Exhibition.objects.announced(), public_id=public_id)
    visitor = visitor_of(request, found)
    asked = {name: request.GET.get(name, "").replace("\0", "").strip() for name in ("q", "tag", "has", "mine")}
    pages = _pages(found, request.at)
    saved = set(visitor.saved.values_list("booth_id", flat=True)) if visitor else set()
    if asked["mine"]:
        pages = pages.filter(booth__in=saved)
    context = {
        "exhibition": found, "colour": exhibition_colour(found), "is_shown": found.shown_at(request.at),
        "is_over": request.at >= found.closes_at, "visitor": visitor, "may_register": can_register(found, request.at),
        "pages": [(page.booth, page_of(page), page.booth_id in saved) for page in _narrowed(pages, asked)],
        "asked": asked,
        "having": HAVING, "rule": rule_of(found), "total": pages.count(),
    }  # fmt: skip
    return render(request, "exhibitions/wall.html", context)


def rule_of(exhibition: Exhibition) -> CountingRule:
    """The rule by which an exhibition's looks count."""
    return CountingRule.of(day_of(exhibition.opens_at, exhibition_zone(exhibition.branch)))


def visitor_of(request: Any, exhibition: Exhibition) -> Visitor | None:
    """The reader's own registration."""
    if not request.user.is_authenticated:
        return None
    return Visitor.objects.filter(exhibition=exhibition, person=request.user).first()


def _pages(exhibition: Exhibition, at: Any) -> QuerySet[Edition]:
    """The pages in view, one for each booth."""
    booths = Booth.objects.shown(at).filter(exhibition=exhibition)
    return Edition.objects.in_view(booths).select_related("booth").order_by("name", "pk")


def _narrowed(pages: QuerySet[Edition], asked: dict[str, str]) -> list[Edition]:
    for word in fold(asked["q"]).split():
        pages = pages.filter(words__contains=word)
    found = list(pages)
    if asked["tag"]:
        found = [page for page in found if asked["tag"] in page.tags]
    return [page for page in found if page.of_kind(asked["has"])] if asked["has"] else found


@require_safe
def compare(request: Any, public_id: UUID) -> HttpResponse:
    """Up to four booths beside each other."""
    found = get_object_or_404(Exhibition.objects.shown(request.at), public_id=public_id)
    chosen = [one for one in request.GET.getlist("booth") if is_uuid(one)][:BESIDE]
    editions = list(_pages(found, request.at).filter(booth__public_id__in=chosen))
    pages = [page_of(one) for one in editions]
    rows = [
        (_("業種"), [[(page["topic"], page["language"])] for page in pages]),
        (_("分野の札"), [[(tag, "ja") for tag in page["tags"]] for page in pages]),
        (_("見出し"), [[(page["lead"], page["language"])] for page in pages]),
        *((kind.label, [_titles(page, kind) for page in pages]) for kind in (PanelKind.NEED, PanelKind.SEED)),
    ]
    booths = [(one.booth, page) for one, page in zip(editions, pages, strict=True)]
    context = {"exhibition": found, "booths": booths, "rows": rows, "most": BESIDE}
    return render(request, "exhibitions/compare.html", context)


def _titles(page: dict[str, Any], kind: str) -> list[tuple[str, str]]:
    """What the parts of a kind are called, and in which language."""
    return [(one["title"], one["language"]) for one in page["parts"] if one["kind"] == kind]


def is_uuid(text: str) -> bool:
    """Whether a text from an address can be a public id."""
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@require_safe
@take_turns("looks", "LOOKS_PER_MINUTE", visitor_waits)
def booth(request: Any, public_id: UUID) -> HttpResponse:
    """A booth's page in view; the look is logged, and counted where the rule says so."""
    rows = Booth.objects.shown(request.at).select_related("exhibition__branch", "contact")
    found = get_object_or_404(rows, public_id=public_id)
    return show(request, found, looks=request.method == "GET")


def show(request: Any, found: Booth, *, looks: bool = False, status: int = 200, **more: Any) -> HttpResponse:
    """The page, with what the reader can do there."""
    visitor, page = visitor_of(request, found.exhibition), found.page
    assert page
    shown = page_of(page)
    if looks:
        agent = request.headers.get("User-Agent", "")
        actions.look(by=request.user, at=request.at, booth=found, visitor=visitor, agent=agent)
    context = {
        "booth": found, "page": shown, "parts": shown["parts"], "visitor": visitor,
        "may": can_take_part(visitor, found.exhibition, request.at), "saved": _is_saved(visitor, found),
        "card": visitor.cards.filter(booth=found).first() if visitor else None,
        "may_register": can_register(found.exhibition, request.at), "key": OnceForm(auto_id=False),
        "question_form": QuestionForm(), "wish_form": _wish_form(found, request.at), **more,
    }  # fmt: skip
    return render(request, "exhibitions/booth.html", context, status=status)


def _wish_form(booth: Booth, at: Any) -> WishForm | None:
    """Where wishes for meetings are taken now."""
    fairs = Fair.objects.wishing(booth.exhibition, at)
    return WishForm(fairs=fairs, auto_id="wish_%s") if fairs else None


def _is_saved(visitor: Visitor | None, booth: Booth) -> bool:
    return visitor is not None and visitor.saved.filter(booth=booth).exists()


@require_safe
def file(request: Any, public_id: UUID) -> HttpResponse:
    """A picture or a document: of a page in view for everyone, else for its makers and the institute's people."""
    found = get_object_or_404(Panel.objects.select_related("booth__exhibition").exclude(file=""), public_id=public_id)
    if not _in_view(found, request.at) and not can_read_booth(request.user, found.booth):
        raise Http404
    picture = TYPES.get(extension(found.file_name)) if found.kind == PanelKind.PICTURE else None
    return attached(found.file, found.file_name, shown_as=picture or "")


def _in_view(panel: Panel, at: Any) -> bool:
    shown = Booth.objects.shown(at).filter(pk=panel.booth_id).exists()
    page = panel.booth.page if shown else None
    return page is not None and any(one["id"] == str(panel.public_id) for one in page.panels)
