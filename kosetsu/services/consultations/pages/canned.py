"""The desk's prepared answers: the list, one form, and taking one out of use."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import Refused, require
from kosetsu.common.idempotency import OnceForm, once, submitted
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.models import Group
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.models import CannedAnswer
from kosetsu.services.consultations.pages.forms import text_field
from kosetsu.services.consultations.permissions import CANNED_KEEPERS, can_keep_canned, can_keep_canned_of

SHOWN = 60
_form = require_http_methods(["GET", "HEAD", "POST"])


class CannedForm(OnceForm):
    """A prepared answer; a group's head writes for the own groups, the counter for all."""

    title = forms.CharField(label=gettext_lazy("見出し"), max_length=100)
    text = text_field(gettext_lazy("文面"), rows=10)
    group = forms.ModelChoiceField(Group.objects.none(), label=gettext_lazy("使うグループ"))

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place, groups = standing(request.user), Group.objects.on(request.today)
        field: Any = self.fields["group"]
        if place.has(*CANNED_KEEPERS):
            field.required, field.empty_label = False, _("すべてのグループ")
        else:
            groups = groups.filter(pk__in=place.groups)
            field.initial = groups.first()
        field.queryset = groups

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "text", "group")}


@require_safe
@open_door(can_keep_canned)
def canned(request: SignedIn) -> HttpResponse:
    """Every prepared answer; those one may not change are there to be read in the list."""
    page = ListPage(
        request,
        CannedAnswer.objects.select_related("group"),
        [
            Column(key="title", label=_("見出し"), sort="title"),
            Column(
                key="group", label=_("使うグループ"), value=lambda one: one.group or _("すべて"), sort="group__code"
            ),
            Column(key="text", label=_("文面"), value=_beginning),
            Column(
                key="in_use",
                label=_("状態"),
                value=lambda one: _("使用中") if one.in_use else _("使用をやめた"),
                state=lambda one: "active" if one.in_use else "stopped",
            ),
        ],
        [
            Filter(key="group", label=_("使うグループ"), choices=_groups, field="group__code"),
            Filter(key="in_use", label=_("使用中だけ"), kind="flag"),
        ],
        lambda queryset, words: queryset.filter(title__icontains=words) | queryset.filter(text__icontains=words),
        title=_("回答の文例"),
        url=lambda one: _address(one) if can_keep_canned_of(request.user, one.group_id) else "",
        search_label=_("見出し・文面でさがす"),
        empty_title=_("ここに、回答の文例が並びます"),
        empty_help=_("よく使う回答を書いておくと、回答の画面から一度押すだけで入ります。"),
    )
    return page.response("consultations/staff/canned.html")


@_form
@open_door(can_keep_canned)
def add_canned(request: SignedIn) -> HttpResponse:
    """Write a new one."""
    form = CannedForm(request.POST or None, request=request)
    return _submit(request, form, None, lambda: actions.add_canned(by=request.user, at=request.at, **form.said))


@_form
@open_door(can_keep_canned)
def change_canned(request: SignedIn, pk: int) -> HttpResponse:
    """Correct one."""
    found = _load(request, pk)
    values = {"title": found.title, "text": found.text, "group": found.group_id}
    form = CannedForm(request.POST or None, request=request, initial=values)
    return _submit(
        request, form, found, lambda: actions.change_canned(by=request.user, at=request.at, canned=found, **form.said)
    )


@require_POST
@open_door(can_keep_canned)
def withdraw_canned(request: SignedIn, pk: int) -> HttpResponse:
    """Offer it no more."""
    found = _load(request, pk)
    return _switch(request, lambda: actions.withdraw_canned(by=request.user, at=request.at, canned=found))


@require_POST
@open_door(can_keep_canned)
def restore_canned(request: SignedIn, pk: int) -> HttpResponse:
    """Offer it again."""
    found = _load(request, pk)
    return _switch(request, lambda: actions.restore_canned(by=request.user, at=request.at, canned=found))


def _load(request: Any, pk: int) -> CannedAnswer:
    found = get_object_or_404(CannedAnswer.objects.select_related("group"), pk=pk)
    require(can_keep_canned_of(request.user, found.group_id))
    return found


def _submit(request: Any, form: CannedForm, found: CannedAnswer | None, act: Any) -> HttpResponse:
    if answer := submitted(request, form, lambda: _done(request, act, _("文例を保存しました。"))):
        return answer
    context = {"form": form, "canned": found, "switch": OnceForm()}
    return render(request, "consultations/staff/canned_form.html", context, status=422 if form.is_bound else 200)


def _switch(request: Any, act: Any) -> HttpResponse:
    form = OnceForm(request.POST)
    if form.is_valid():
        try:
            return redirect(once(request, form, lambda: _done(request, act, _("文例の使用を変更しました。"))))
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("consultations-desk:canned")


def _done(request: Any, act: Any, sentence: str) -> str:
    act()
    messages.success(request, sentence)
    return reverse("consultations-desk:canned")


def _address(one: CannedAnswer) -> str:
    return reverse("consultations-desk:change_canned", args=[one.pk])


def _beginning(one: CannedAnswer) -> str:
    line = " ".join(one.text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def _groups() -> list[tuple[str, str]]:
    used = Group.objects.filter(pk__in=CannedAnswer.objects.values("group"))
    return [(group.code, group.name) for group in used]
