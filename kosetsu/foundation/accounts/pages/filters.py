"""Saved filters: the block on every list of who is signed in, and what its form does."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kosetsu.common.decisions import Decision, Refused, no
from kosetsu.common.idempotency import once
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts import actions
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.accounts.models import SavedFilter
from kosetsu.foundation.accounts.pages.forms import ListForm, SaveFilterForm
from kosetsu.foundation.accounts.permissions import can_save_filter


@dataclass(frozen=True)
class SavedFilters:
    """One reader's saved filters on one list."""

    page: str
    query: str
    held: list[SavedFilter]
    """Everything the reader keeps, on whichever list: one query says what stands here and whether there is room."""
    template = "people/_saved_filters.html"

    @classmethod
    def of(cls, shown: ListPage) -> "SavedFilters | None":
        """Nothing for a visitor, without a question to the database."""
        user = shown.request.user
        if not user.is_authenticated:
            return None
        return cls(shown.request.path, shown.understood, list(SavedFilter.objects.visible_to(user)))

    @cached_property
    def here(self) -> list[SavedFilter]:
        return [one for one in self.held if one.page == self.page]

    @property
    def decision(self) -> Decision:
        return can_save_filter(self.query, len(self.held))

    @cached_property
    def form(self) -> SaveFilterForm:
        signed = ListForm.signed(self.page, self.query)
        return SaveFilterForm(initial={"asked": signed}, auto_id="id_filter_%s")


BLOCKS = [SavedFilters.of]


@require_POST
@open_door()
def save_filter(request: SignedIn) -> HttpResponse:
    """Keep a list's filter under a name, and go back to the list."""
    form = SaveFilterForm(request.POST)
    if form.is_valid():
        once(request, form, lambda: _save(request, form))
    elif not form.address:
        raise Refused(_old_page())
    for words in form.errors.get("name", []):
        messages.error(request, f"{form.fields['name'].label}：{words}")
    return redirect(form.address)


@require_POST
@open_door()
def delete_filter(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Forget one, and go back to the list as it was."""
    form = ListForm(request.POST)
    if not form.is_valid():
        raise Refused(_old_page())
    page = once(request, form, lambda: _delete(request, public_id))
    return redirect(form.address or page)


def _save(request: SignedIn, form: SaveFilterForm) -> str:
    page: str
    page, query = form.cleaned_data["asked"]
    saved = actions.save_filter(by=request.user, at=request.at, page=page, name=form.cleaned_data["name"], query=query)
    messages.success(request, _("条件「%(name)s」を保存しました。") % {"name": saved})
    return page


def _delete(request: SignedIn, public_id: UUID) -> str:
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), public_id=public_id)
    actions.delete_filter(by=request.user, saved=saved)
    messages.success(request, _("条件「%(name)s」を削除しました。") % {"name": saved})
    return saved.page


def _old_page() -> Decision:
    return no(_("この画面は古くなっています。"), _("一覧を開きなおして、もう一度お試しください。"))
