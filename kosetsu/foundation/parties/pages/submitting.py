"""The page of one form: shown, carried out once, or shown again with what was refused and what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from kosetsu.common.idempotency import OnceForm, submitted


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
