"""A form is carried out once, however often it is sent: double press, reload, a phone that lost the answer.

A page uses it in three lines::

    form = ReplyForm(request.POST or None, request.FILES or None)       # class ReplyForm(OnceForm)
    if answer := submitted(request, form, lambda: reply(...)):          # the work returns the next address
        return answer

The key is inserted in the transaction of the work: whoever comes second waits for the first one's commit and then
gets its answer; work that is refused gives its key back.
"""

import datetime as dt
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kosetsu.common.decisions import Refused, no
from kosetsu.common.models import SubmittedForm

KEY_FIELD = "submission_key"
_NOT_TYPED = {KEY_FIELD, "csrfmiddlewaretoken"}


class AlreadySubmitted(Refused):
    """The key was used for other contents: a page of the past was changed and sent again."""

    def __init__(self) -> None:
        super().__init__(
            no(
                _("この画面は、すでに別の内容で送信されています。"),
                _("内容をお確かめのうえ、もう一度送信してください。"),
            )
        )


class OnceForm(forms.Form):
    """A form with the hidden key of one submission."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def said(self) -> dict[str, Any]:
        """What the valid form was answered, without its key."""
        return {name: value for name, value in self.cleaned_data.items() if name != KEY_FIELD}

    def renew_key(self) -> None:
        """Give the shown form a fresh key, keeping what was typed (after :class:`AlreadySubmitted`)."""
        fresh: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        fresh[self.add_prefix(KEY_FIELD)] = str(uuid4())
        self.data = fresh


def carry_out(
    *, owner: str, key: UUID, form: str, digest: str, at: dt.datetime, work: Callable[[], str]
) -> tuple[str, bool]:
    """Do ``work`` once for this key; returns its answer and whether it was done now.

    Raises :class:`AlreadySubmitted` when the key stands for other contents.
    """
    with transaction.atomic():
        row, new = SubmittedForm.objects.get_or_create(
            owner=owner, key=key, defaults={"form": form, "digest": digest, "at": at}
        )
        if not new:
            if (row.form, row.digest) != (form, digest):
                raise AlreadySubmitted
            return row.answer, False
        row.answer = work()
        row.save(update_fields=["answer"])
        return row.answer, True


def once(request: HttpRequest, form: OnceForm, work: Callable[[], str]) -> str:
    """Carry out a valid form of a page once; returns the address to go to."""
    answer, _new = carry_out(
        owner=owner_of(request),
        key=form.cleaned_data[KEY_FIELD],
        form=type(form).__name__[:60],
        digest=_digest(request.path, form),
        at=request.at,  # type: ignore[attr-defined]
        work=work,
    )
    return answer


def submitted(request: HttpRequest, form: OnceForm, work: Callable[[], str]) -> HttpResponse | None:
    """The way on from a form that was carried out once; None when it is to be shown (again), with what was refused."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return redirect(once(request, form, work))
    except AlreadySubmitted as again:
        form.renew_key()
        form.add_error(None, str(again))
    except Refused as refused:
        form.add_error(None, str(refused))
    return None


def owner_of(request: Any) -> str:
    """Who sends: the signed-in person, else the visitor's CSRF secret (a key alone must not open another's answer)."""
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return "visitor:" + sha256(request.META.get("CSRF_COOKIE", "").encode()).hexdigest()[:40]


def _digest(path: str, form: OnceForm) -> str:
    sent: Any = form.data
    typed = sorted((name, sent.getlist(name)) for name in sent if name not in _NOT_TYPED)
    files = sorted((name, [(f.name, f.size) for f in form.files.getlist(name)]) for name in form.files)
    return sha256(repr((path, typed, files)).encode()).hexdigest()
