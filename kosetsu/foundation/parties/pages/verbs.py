"""The verbs of a record's page: a button and a form each, and the page that carries one out.

VERBS = Verbs("licence", "instruments-desk", can_read_licences, load, allowed, show, address, [Verb("renew", …), …])
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal

Wrong = tuple[str, OnceForm] | None
"""A verb and its form that was refused, to be shown again with what was typed."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its button, what it says when done, its action, and the form whose fields the action is given."""

    name: str
    label: str | Promise
    done: str | Promise
    action: Callable[..., Any]
    form: type[OnceForm] = OnceForm
    kind: str = "primary"


@dataclass(frozen=True, slots=True)
class Verbs:
    """What can be done with one kind of record, and how its pages let in, find, ask, show and leave it."""

    argument: str
    """What the actions call the record."""
    namespace: str
    door: Callable[[Any], Decision]
    load: Callable[[Any, UUID], Any]
    can: Callable[[Any, Any, str], Decision]
    """(request, record, verb) → may it be used now?"""
    show: Callable[..., HttpResponse]
    """(request, record, wrong, status) → the record's page."""
    address: Callable[[Any], str]
    verbs: Sequence[Verb]

    def panels(self, request: Any, record: Any, wrong: Wrong = None) -> list[dict[str, Any]]:
        """What this person can do with the record now, for ``verbs.html``."""
        return [self._panel(verb, wrong) for verb in self.verbs if self.can(request, record, verb.name)]

    def urls(self, below: str) -> list[URLPattern]:
        """An address for each verb, below that of the record."""
        return [path(f"{below}{verb.name}/", self._page(verb), name=verb.name) for verb in self.verbs]

    def _page(self, verb: Verb) -> Callable[..., HttpResponse]:
        """The page of one verb, in its five beats."""

        @require_POST
        @open_door(self.door)
        def page(request: SignedIn, public_id: UUID) -> HttpResponse:
            record = self.load(request, public_id)
            if not (decision := self.can(request, record, verb.name)):
                return refusal(request, decision)
            form = verb.form(request.POST, auto_id=f"{verb.name}_%s")
            if answer := submitted(request, form, lambda: self._go(request, record, verb, form)):
                return answer
            return self.show(request, record, (verb.name, form), status=422)

        page.__name__ = page.__qualname__ = verb.name
        page.__module__ = self.show.__module__
        return page

    def _go(self, request: Any, record: Any, verb: Verb, form: OnceForm) -> str:
        asked = form.said
        changed = verb.action(by=request.user, at=request.at, **{self.argument: record}, **asked)
        messages.success(request, str(verb.done))
        return self.address(changed if isinstance(changed, type(record)) else record)

    def _panel(self, verb: Verb, wrong: Wrong) -> dict[str, Any]:
        mine = wrong is not None and wrong[0] == verb.name
        form = wrong[1] if mine and wrong else verb.form(auto_id=f"{verb.name}_%s")
        asks = len(form.fields) > 1
        return {"verb": verb, "form": form, "open": mine, "asks": asks, "url": f"{self.namespace}:{verb.name}"}
