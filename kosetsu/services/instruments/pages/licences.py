"""Licences at the desk: the list, one licence with its verbs, and who took a course."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import Licence
from kosetsu.services.instruments.pages import forms
from kosetsu.services.instruments.permissions import can_change, can_read_licences, can_renew, can_teach
from kosetsu.services.instruments.states import LicenceState

KINDS = {
    LicenceState.ATTENDED: "waiting",
    LicenceState.PASSED: "waiting",
    LicenceState.LICENSED: "active",
}


COLUMNS = [
    Column(key="number", label=_l("認定番号"), value=lambda one: one.number or "―", sort="number"),
    Column(key="person", label=_l("氏名"), value="person", sort="person__name"),
    Column(key="offering", label=_l("機器"), value="offering.name", sort="offering__code"),
    Column(
        key="state", label=_l("状態"), value="get_state_display", sort="state", state=lambda one: state_kind(one.state)
    ),
    Column(key="valid_until", label=_l("有効期間の末日"), kind=Kind.DATE, sort="valid_until"),
    Column(key="attended_on", label=_l("受講日"), kind=Kind.DATE, sort="attended_on", shown=False),
    Column(key="branch", label=_l("拠点"), value="offering.branch", sort="offering__branch__code", shown=False),
]


def state_kind(state: str) -> str:
    """The colour of a state."""
    return KINDS.get(LicenceState(state), "stopped")


@require_safe
@open_door(can_read_licences)
def licences(request: SignedIn) -> HttpResponse:
    """Every licence; the filters are in the address, the list is a file as well."""
    page = ListPage(
        request,
        Licence.objects.visible_to(request.user).for_lists(),
        COLUMNS,
        [
            Filter(key="state", label=_("状態"), choices=LicenceState.choices),
            Filter(key="valid_until", label=_("有効期間の末日"), kind="dates"),
        ],
        lambda found, words: (
            found.filter(person__name__icontains=words)
            | found.filter(number__icontains=words)
            | found.filter(offering__name_ja__icontains=words)
        ),
        title=_("認定証"),
        url=lambda one: reverse("instruments-desk:licence", args=[one.public_id]),
        order=("-attended_on",),
        empty_title=_("ここに、受講した人と認定証が並びます"),
    )
    return page.response("instruments/staff/licences.html", may_teach=can_teach(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_teach)
def attend(request: SignedIn) -> HttpResponse:
    """Note who took the course of an instrument."""
    form = forms.AttendForm(request.POST or None, today=request.today, initial={"attended_on": request.today})

    def work() -> str:
        made = actions.attend_course(
            by=request.user, at=request.at, person=form.cleaned_data["email"], offering=form.cleaned_data["offering"],
            attended_on=form.cleaned_data["attended_on"], workplace=form.workplace,
        )  # fmt: skip
        return reverse("instruments-desk:licence", args=[made.public_id])

    lead = _("受講料は、受講者の事業所が一つのときに、その事業所へ計上します。")
    return form_page(
        request, form, work, layout="desk", title=_("受講を記録する"), lead=lead, done=_("受講を記録しました。"),
        button=_("記録する"),
    )  # fmt: skip


@require_safe
@open_door(can_read_licences)
def licence(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One licence, and what can be done with it now."""
    return _show(request, _load(request, public_id))


def _load(request: Any, public_id: UUID) -> Licence:
    rows = Licence.objects.visible_to(request.user).for_lists().select_related("course", "renews")
    return get_object_or_404(rows, public_id=public_id)


def _show(request: Any, found: Licence, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "licence": found,
        "state_kind": state_kind(found.state),
        "validity": found.validity_on(request.today) if found.has_card else None,
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "instruments/staff/licence.html", context, status=status)


def _may(request: Any, licence: Licence, verb: str) -> Decision:
    if verb == "renew":
        return can_renew(request.user, licence, request.today)
    return can_change(request.user, licence, verb)


def _address(licence: Licence) -> str:
    return reverse("instruments-desk:licence", args=[licence.public_id])


MOVES = Verbs(
    "licence",
    "instruments-desk",
    can_read_licences,
    _load,
    _may,
    _show,
    _address,
    [
        Verb("pass_course", _l("合格とする"), _l("合格を記録しました。"), actions.pass_course),
        Verb(
            "fail_course",
            _l("不合格とする"),
            _l("不合格を記録しました。"),
            actions.fail_course,
            forms.ReasonForm,
            "secondary",
        ),
        Verb("issue_card", _l("認定証を発行する"), _l("認定証を発行しました。"), actions.issue_card),
        Verb("renew", _l("更新する"), _l("認定証を更新しました。"), actions.renew),
        Verb("suspend", _l("停止する"), _l("認定証を停止しました。"), actions.suspend, forms.ReasonForm, "secondary"),
        Verb("resume", _l("停止を解く"), _l("停止を解きました。"), actions.resume),
    ],
)
