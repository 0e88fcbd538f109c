"""The page of one form: shown, carried out once, or shown again with what was refused and what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import AlreadySubmitted, OnceForm, once


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
    if request.method == "POST" and form.is_valid():
        try:
            address = once(request, form, work)
            messages.success(request, done)
            return redirect(address)
        except AlreadySubmitted as again:
            form.renew_key()
            form.add_error(None, str(again))
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "layout": f"layouts/{layout}.html", "title": title, "lead": lead, "button": button}
    return render(request, "parties/form.html", context, status=422 if request.method == "POST" else 200)
