"""One note of the members' part, and what its author can do with it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import HIDDEN, YES, Decision
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Note
from kosetsu.services.circles.permissions import can_change_note


@require_safe
@open_door()
def note(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One note with its files."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Note:
    """A note that the person reads, or 404 just as for nothing."""
    rows = Note.objects.visible_to(request.user, request.today).select_related("circle").distinct()
    return get_object_or_404(rows, public_id=public_id)


def show(request: Any, found: Note, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {"note": found, "files": found.files.all(), "panels": MOVES.panels(request, found, wrong)}
    return render(request, "circles/note.html", context, status=status)


def _may(request: Any, found: Note, verb: str) -> Decision:
    shown = {"publish_note": not found.public, "hide_note": found.public}.get(verb, True)
    return can_change_note(request.user, found) if shown else HIDDEN


def _hide(**given: Any) -> Note:
    return actions.publish_note(**given, public=False)


def _withdraw(**given: Any) -> None:
    actions.withdraw_note(**given)


MOVES = Verbs(
    "note", "circles", lambda _user: YES, load, _may, show,
    lambda found: reverse("circles:inside", args=[found.circle.public_id]),
    [
        Verb("publish_note", _("だれでも読めるようにする"), _("公開しました。"), actions.publish_note,
             kind="secondary"),
        Verb("hide_note", _("会員だけに戻す"), _("会員だけに戻しました。"), _hide, kind="secondary"),
        Verb("withdraw_note", _("書き込みを取り下げる"), _("取り下げました。"), _withdraw, kind="danger"),
    ],
)  # fmt: skip
