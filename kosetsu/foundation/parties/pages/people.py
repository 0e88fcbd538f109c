"""The desk's forms over people: who acts for an organisation, who holds which post of the institute."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from kosetsu.common.decisions import require
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.doors import open_door
from kosetsu.foundation.parties import actions, permissions
from kosetsu.foundation.parties.models import Invitation, Membership, StaffPost
from kosetsu.foundation.parties.pages import forms
from kosetsu.foundation.parties.pages.staff import load
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.states import StaffRole

_form = require_http_methods(["GET", "POST"])


@_form
@open_door(permissions.can_read_register)
def add_membership(request: Any, public_id: Any) -> HttpResponse:
    """A person who has an account acts for the body from today."""
    found = load(request, public_id)
    require(permissions.can_keep_organisation(request.user, found))
    form = forms.MemberForm(request.POST or None, organisation=found)

    def work() -> str:
        person = form.cleaned_data["email"]
        actions.add_membership(by=request.user, at=request.at, person=person, organisation=found, **form.said)
        return found.get_absolute_url()

    words = {"title": _("担当者の登録"), "done": _("担当者を登録しました。"), "button": _("登録する")}
    return form_page(request, form, work, layout="desk", lead=found.name, **words)


@_form
@open_door(permissions.can_read_register)
def invite(request: Any, public_id: Any) -> HttpResponse:
    """Ask someone by mail to act for the body."""
    found = load(request, public_id)
    require(permissions.can_keep_organisation(request.user, found))
    form = forms.StaffInviteForm(request.POST or None, organisation=found)

    def work() -> str:
        actions.invite(
            by=request.user, at=request.at, organisation=found, email=form.cleaned_data["email"], **form.said
        )
        return found.get_absolute_url()

    words = {"title": _("担当者の招待"), "done": _("招待のメールを送りました。"), "button": _("招待する")}
    return form_page(request, form, work, layout="desk", lead=found.name, **words)


@require_POST
@open_door(permissions.can_read_register)
def withdraw_invitation(request: Any, public_id: Any, invitation_id: Any) -> HttpResponse:
    """An invitation sent by mistake, or no longer wanted."""
    found = load(request, public_id)
    invitation = get_object_or_404(Invitation, public_id=invitation_id, organisation=found)
    form = OnceForm(request.POST)

    def work() -> str:
        actions.withdraw_invitation(by=request.user, at=request.at, invitation=invitation)
        return found.get_absolute_url()

    words = {"title": _("招待の取り消し"), "done": _("招待を取り消しました。"), "button": _("招待を取り消す")}
    return form_page(request, form, work, layout="desk", lead=found.name, **words)


@require_POST
@open_door(permissions.can_read_register)
def end_membership(request: Any, public_id: Any, pk: int) -> HttpResponse:
    """A person no longer acts for the body."""
    found = load(request, public_id)
    membership = get_object_or_404(Membership, pk=pk, organisation=found)
    form = OnceForm(request.POST)

    def work() -> str:
        actions.end_membership(by=request.user, at=request.at, membership=membership)
        return found.get_absolute_url()

    words = {"title": _("担当者の登録の終了"), "done": _("登録を終了しました。"), "button": _("登録を終える")}
    return form_page(request, form, work, layout="desk", lead=membership.person, **words)


@_form
@open_door(permissions.can_keep_posts)
def give_post(request: Any) -> HttpResponse:
    """A person who has an account holds a post from today."""
    form = forms.PostForm(request.POST or None, day=request.today)

    def work() -> str:
        data = form.cleaned_data
        actions.give_post(
            by=request.user,
            at=request.at,
            person=data["email"],
            role=StaffRole(data["role"]),
            branch=data["branch"],
            group=data["group"],
            reason=data["reason"],
        )
        return reverse("parties-desk:posts")

    words = {"title": _("職務の登録"), "done": _("職務を登録しました。"), "button": _("登録する")}
    lead = _("登録した人は、次に開くページから、この職務の画面を使えます。")
    return form_page(request, form, work, layout="desk", lead=lead, **words)


@_form
@open_door(permissions.can_keep_posts)
def end_post(request: Any, pk: int) -> HttpResponse:
    """A post is no longer held."""
    post = get_object_or_404(StaffPost.objects.select_related("person", "branch"), pk=pk)
    form = forms.EndPostForm(request.POST or None)

    def work() -> str:
        actions.end_post(by=request.user, at=request.at, post=post, reason=form.cleaned_data["reason"])
        return reverse("parties-desk:posts")

    sentence = _(
        "%(name)sさんの職務「%(role)s」（%(branch)s）を今日から外します。"
        "この職務の画面は、次に開くページから使えなくなります。"
    )
    lead = sentence % {"name": post.person, "role": post.get_role_display(), "branch": post.branch or _("全体")}
    words = {"title": _("職務の終了"), "done": _("職務を終了しました。"), "button": _("職務を終える")}
    return form_page(request, form, work, layout="desk", lead=lead, **words)
