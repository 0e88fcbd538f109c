"""The page of one form: shown, carried out once, or shown again with what was refused and what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal


def form_page(
    request: Any,
    form: OnceForm,
    work: Callable[[], str],
    *,
    layout: str,
    title: Any,
    done: Any,
    lead: Any = "",
    button: Any = "",
) -> HttpResponse:
    """``work`` carries the valid form out and returns the next address; ``button`` names what the form does."""
    if answer := submitted(request, form, work):
        messages.success(request, done)
        return answer
    context = {"form": form, "layout": f"layouts/{layout}.html", "title": title, "lead": lead, "button": button}
    return render(request, "parties/form.html", context, status=422 if request.method == "POST" else 200)


@dataclass(frozen=True, slots=True)
class FormPages:
    """Pages of one form each about one kind of record at the desk: who is let in, how it is found, where one is led."""

    door: Callable[[Any], Decision]
    load: Callable[[Any, UUID], Any]
    address: Callable[[Any], str]
    may: Callable[[Any, Any, str], Decision] | None = None
    """(request, record, verb) → may it be used now? What the buttons of the record ask (``Verbs.can``)."""

    def page(
        self, name: str, can: Callable[[Any, Any], Decision], build: Callable[[Any, Any], OnceForm],
        act: Callable[..., Any], **words: Any,
    ) -> Callable[..., HttpResponse]:  # fmt: skip
        """``can(user, record)``; ``build(request, record)`` makes the form; ``act(form, record, by=, at=)`` carries it
        out; ``words`` are its title, what is said when done, and its button.
        """
        return self._page(name, lambda request, record: can(request.user, record), build, act, **words)

    def move(
        self, name: str, build: Callable[[Any, Any], OnceForm], act: Callable[..., Any], **words: Any
    ) -> Callable[..., HttpResponse]:
        """The same for a verb that is asked by its name, in the record's state and at the moment: ``may``."""
        may = self.may
        assert may is not None, "the verbs of the record say who may"
        return self._page(name, lambda request, record: may(request, record, name), build, act, **words)

    def _page(
        self, name: str, can: Callable[[Any, Any], Decision], build: Callable[[Any, Any], OnceForm],
        act: Callable[..., Any], *, title: Any, done: Any, button: Any = "",
    ) -> Callable[..., HttpResponse]:  # fmt: skip
        @require_http_methods(["GET", "HEAD", "POST"])
        @open_door(self.door)
        def page(request: SignedIn, public_id: UUID) -> HttpResponse:
            record = self.load(request, public_id)
            if not (decision := can(request, record)):
                return refusal(request, decision)
            form = build(request, record)

            def work() -> str:
                act(form, record, by=request.user, at=request.at)
                return self.address(record)

            return form_page(
                request, form, work, layout="desk", title=title, lead=str(record), done=done, button=button
            )

        page.__name__ = page.__qualname__ = name
        return page


def pressed(
    request: Any, work: Callable[[], str], back: str, *, form: OnceForm | None = None, done: Any = ""
) -> HttpResponse:
    """The page of a button: ``work`` returns the next address; refused, one is led ``back`` and told why.

    ``form`` is what it asks for, if anything; ``done`` is said once it is carried out.
    """
    form = form or OnceForm(request.POST)
    if answer := submitted(request, form, work):
        if done:
            messages.success(request, str(done))
        return answer
    messages.error(request, " ".join(map(str, form.non_field_errors())) or _("もう一度押してください。"))
    return redirect(back)
