"""The desk's forms over the register: each loads, parses its form, calls its one action, and goes back."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from kosetsu.common.decisions import require
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.doors import open_door
from kosetsu.foundation.parties import actions, permissions
from kosetsu.foundation.parties.pages import forms
from kosetsu.foundation.parties.pages.staff import load
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.states import Evidence

_form = require_http_methods(["GET", "POST"])


@_form
@open_door(permissions.can_keep_register)
def new(request: Any) -> HttpResponse:
    """Register a body; one of the same name is shown first."""
    form = forms.NewOrganisationForm(request.POST or None)

    def work() -> str:
        data = form.cleaned_data
        return actions.register_organisation(
            by=request.user,
            at=request.at,
            name=data["name"],
            corporate_number=data["corporate_number"],
            profile=form.profile,
            knowingly=data["knowingly"],
        ).get_absolute_url()

    return form_page(request, form, work, layout="desk", title=_("組織の登録"), done=_("登録しました。"))


@_form
@open_door(permissions.can_read_register)
def profile(request: Any, public_id: Any) -> HttpResponse:
    """Correct what is known of a body."""
    found = load(request, public_id)
    require(permissions.can_keep_organisation(request.user, found))
    form = forms.ProfileForm(request.POST or None, initial=forms.ProfileForm.values(found))

    def work() -> str:
        actions.change_profile(by=request.user, at=request.at, organisation=found, profile=form.profile)
        return found.get_absolute_url()

    title, done = _("組織の情報の変更"), _("変更しました。")
    return form_page(request, form, work, layout="desk", title=title, done=done, lead=found.name)


@_form
@open_door(permissions.can_keep_register)
def rename(request: Any, public_id: Any) -> HttpResponse:
    """A new name from a day on."""
    found = load(request, public_id)
    form = forms.RenameForm(request.POST or None)

    def work() -> str:
        data = form.cleaned_data
        actions.rename_organisation(
            by=request.user,
            at=request.at,
            organisation=found,
            name=data["name"],
            on=data["on"],
            source=data["source"],
        )
        return found.get_absolute_url()

    title, done = _("名称の変更"), _("名称を変更しました。これまでの名称は履歴に残ります。")
    return form_page(request, form, work, layout="desk", title=title, done=done, lead=found.name)


@_form
@open_door(permissions.can_keep_register)
def incorporate(request: Any, public_id: Any) -> HttpResponse:
    """A sole trader becomes a company with its number; the row and all that hangs on it stay."""
    found = load(request, public_id)
    require(permissions.can_incorporate(request.user, found))
    form = forms.IncorporateForm(request.POST or None, initial={"name": found.name})

    def work() -> str:
        data = {name: form.cleaned_data[name] for name in ("corporate_number", "name", "on", "source")}
        actions.incorporate(by=request.user, at=request.at, organisation=found, **data)
        return found.get_absolute_url()

    words = {"title": _("法人への変更"), "done": _("法人に変更しました。これまでの名称と実績は残ります。")}
    return form_page(request, form, work, layout="desk", lead=found.name, button=_("法人に変更する"), **words)


@require_POST
@open_door(permissions.can_keep_register)
def verify(request: Any, public_id: Any) -> HttpResponse:
    """The claimed number was looked up and is right."""
    found = load(request, public_id)
    form = OnceForm(request.POST)

    def work() -> str:
        actions.verify_organisation(by=request.user, at=request.at, organisation=found)
        return found.get_absolute_url()

    title, done = _("法人番号の確認"), _("法人番号を確認済みにしました。")
    return form_page(request, form, work, layout="desk", title=title, done=done, lead=found.name)


@_form
@open_door(permissions.can_keep_register)
def verify_by_evidence(request: Any, public_id: Any) -> HttpResponse:
    """A body without a number, most often a sole trader, has shown a paper."""
    found = load(request, public_id)
    require(permissions.can_verify_by_evidence(request.user, found))
    form = forms.EvidenceForm(request.POST or None)

    def work() -> str:
        evidence = Evidence(form.cleaned_data["evidence"])
        note = form.cleaned_data["note"]
        actions.verify_by_evidence(by=request.user, at=request.at, organisation=found, evidence=evidence, note=note)
        return found.get_absolute_url()

    words = {"title": _("書類による確認"), "done": _("確認済みにしました。"), "button": _("確認済みにする")}
    return form_page(request, form, work, layout="desk", lead=found.name, **words)


@_form
@open_door(permissions.can_decide_class)
def price_class(request: Any, public_id: Any) -> HttpResponse:
    """Set the class of price by hand."""
    found = load(request, public_id)
    form = forms.PriceClassForm(request.POST or None, initial={"client_class": found.class_decided})

    def work() -> str:
        data = form.cleaned_data
        actions.decide_price_class(
            by=request.user,
            at=request.at,
            organisation=found,
            client_class=data["client_class"],
            reason=data["reason"],
        )
        return found.get_absolute_url()

    title, done = _("料金区分の決定"), _("料金区分を決めました。")
    return form_page(request, form, work, layout="desk", title=title, done=done, lead=found.name)


@_form
@open_door(permissions.can_read_register)
def new_workplace(request: Any, public_id: Any) -> HttpResponse:
    """Add a place of business."""
    found = load(request, public_id)
    require(permissions.can_keep_organisation(request.user, found))
    form = forms.WorkplaceForm(request.POST or None)

    def work() -> str:
        actions.add_workplace(by=request.user, at=request.at, organisation=found, **form.said)
        return found.get_absolute_url()

    title, done = _("事業所の登録"), _("事業所を登録しました。")
    return form_page(request, form, work, layout="desk", title=title, done=done, lead=found.name)
