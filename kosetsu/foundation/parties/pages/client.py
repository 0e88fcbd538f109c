"""The company's own page: profile, workplaces, colleagues. Another company's does not exist here."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import require
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.doors import open_door
from kosetsu.foundation.parties import actions, permissions
from kosetsu.foundation.parties.models import Institute, Invitation, Membership, Organisation, Workplace
from kosetsu.foundation.parties.pages import forms
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.standing import standing

_form = require_http_methods(["GET", "POST"])


def _own(request: Any) -> Organisation:
    """The company the person acts for (the first, for someone who acts for several)."""
    own = Organisation.objects.filter(pk__in=standing(request.user).organisations).select_related("area")
    found = own.order_by("pk").first()
    if found is None:
        raise Http404
    return found


@require_safe
@open_door()
def company(request: Any) -> HttpResponse:
    """Profile, places and colleagues; a person without a company is led to its registration."""
    if not standing(request.user).organisations:
        return redirect("parties:register_company")
    found, institute = _own(request), Institute.current()
    can_keep = permissions.can_keep_organisation(request.user, found)
    price = found.price_class_on(request.today, institute)
    context = {
        "organisation": found,
        "size": found.size_on(request.today),
        "price": price,
        "price_name": institute.price_class_names.get(price.client_class or "", "") if institute else "",
        "workplaces": found.workplaces.visible_to(request.user).select_related("area").order_by("closed_on", "pk"),
        "members": _colleagues(found),
        "invitations": found.invitations.waiting(request.at).select_related("workplace") if can_keep else (),
        "can_keep": can_keep,
        "end_form": OnceForm(),
    }
    return render(request, "parties/company.html", context)


def _colleagues(found: Organisation) -> Any:
    return found.memberships.filter(until=None).select_related("person", "workplace").order_by("pk")


@_form
@open_door()
def register(request: Any) -> HttpResponse:
    """The own company and the place one works at."""
    require(permissions.can_register_own(request.user))
    form = forms.OwnCompanyForm(request.POST or None)

    @transaction.atomic
    def work() -> str:
        data, common = form.cleaned_data, {"by": request.user, "at": request.at}
        made = actions.register_own_company(
            **common, name=data["name"], corporate_number=data["corporate_number"], profile=form.profile
        )
        place = {"name": data["workplace_name"], "area": data["workplace_area"]}
        actions.add_workplace(**common, organisation=made, **place)
        return reverse("parties:company")

    title, done = _("会社の登録"), _("会社を登録しました。登録の内容は、職員が確かめてから確定します。")
    return form_page(request, form, work, layout="portal", title=title, done=done)


@_form
@open_door()
def profile(request: Any) -> HttpResponse:
    """Correct what the institute knows of the company."""
    found = _own(request)
    require(permissions.can_keep_organisation(request.user, found))
    form = forms.OwnProfileForm(request.POST or None, initial=forms.ProfileForm.values(found))

    def work() -> str:
        actions.change_profile(by=request.user, at=request.at, organisation=found, profile=form.profile)
        return reverse("parties:company")

    title, done = _("会社の情報の変更"), _("変更しました。")
    return form_page(request, form, work, layout="portal", title=title, done=done, lead=found.name)


@_form
@open_door()
def new_workplace(request: Any) -> HttpResponse:
    """Add a place of business."""
    found = _own(request)
    require(permissions.can_keep_organisation(request.user, found))
    form = forms.WorkplaceForm(request.POST or None)

    def work() -> str:
        actions.add_workplace(by=request.user, at=request.at, organisation=found, **form.said)
        return reverse("parties:company")

    title, done = _("事業所の登録"), _("事業所を登録しました。")
    return form_page(request, form, work, layout="portal", title=title, done=done, lead=found.name)


@_form
@open_door()
def close_workplace(request: Any, public_id: Any) -> HttpResponse:
    """Say which day was the last of a place."""
    own = Workplace.objects.filter(organisation=_own(request)).visible_to(request.user)
    found = get_object_or_404(own, public_id=public_id)
    require(permissions.can_keep_organisation(request.user, found.organisation))
    form = forms.CloseForm(request.POST or None)

    def work() -> str:
        actions.close_workplace(by=request.user, at=request.at, workplace=found, on=form.cleaned_data["on"])
        return reverse("parties:company")

    title, done = _("事業所の閉鎖"), _("事業所を閉鎖しました。")
    return form_page(request, form, work, layout="portal", title=title, done=done, lead=found.name)


@_form
@open_door()
def invite(request: Any) -> HttpResponse:
    """Invite a colleague by mail."""
    found = _own(request)
    require(permissions.can_keep_organisation(request.user, found))
    form = forms.InviteForm(request.POST or None, organisation=found)

    def work() -> str:
        actions.invite(
            by=request.user, at=request.at, organisation=found, email=form.cleaned_data["email"], **form.said
        )
        return reverse("parties:company")

    title, done = _("同僚の招待"), _("招待のメールを送りました。")
    return form_page(request, form, work, layout="portal", title=title, done=done, lead=found.name)


@require_POST
@open_door()
def withdraw_invitation(request: Any, public_id: Any) -> HttpResponse:
    """An invitation sent by mistake, or no longer wanted."""
    found = get_object_or_404(Invitation, public_id=public_id, organisation=_own(request))
    form = OnceForm(request.POST)

    def work() -> str:
        actions.withdraw_invitation(by=request.user, at=request.at, invitation=found)
        return reverse("parties:company")

    words = {"title": _("招待の取り消し"), "done": _("招待を取り消しました。"), "button": _("招待を取り消す")}
    return form_page(request, form, work, layout="portal", **words)


@require_POST
@open_door()
def end_membership(request: Any, pk: int) -> HttpResponse:
    """A colleague (or oneself) no longer acts for the company."""
    found = get_object_or_404(Membership, pk=pk, organisation=_own(request))
    form = OnceForm(request.POST)

    def work() -> str:
        actions.end_membership(by=request.user, at=request.at, membership=found)
        return reverse("parties:company")

    words = {"title": _("同僚の登録の終了"), "done": _("登録を終了しました。"), "button": _("登録を終える")}
    return form_page(request, form, work, layout="portal", lead=found.person, **words)


@_form
@open_door()
def accept_invitation(request: Any, token: str) -> HttpResponse:
    """Accept an invitation; what it is for is said only to whom it was sent."""
    form = OnceForm(request.POST or None)

    def work() -> str:
        actions.accept_invitation(by=request.user, at=request.at, token=token)
        return reverse("parties:company")

    lead = _("招待されたメールアドレスでログインして、「承諾する」を押してください。")
    title, done = _("招待の承諾"), _("会社の一員になりました。")
    return form_page(request, form, work, layout="portal", title=title, done=done, lead=lead)
