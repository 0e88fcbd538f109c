"""The institute's own exhibiting at the desk: the fairs, one of them with its leads, and following a lead up."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Lead, Outing
from kosetsu.services.exhibitions.pages.forms import ReasonForm, partner_field
from kosetsu.services.exhibitions.permissions import can_follow, can_move_outing, can_read_exhibitions, can_run
from kosetsu.services.exhibitions.states import OutingState

COLOURS: dict[str, str] = {
    OutingState.APPLIED: "waiting",
    OutingState.EXHIBITED: "active",
    OutingState.FOLLOWED: "done",
}


class OutingForm(OnceForm):
    title = forms.CharField(label=_l("展示会の名称"), max_length=200)
    host = forms.CharField(label=_l("主催"), max_length=200, required=False)
    partner = partner_field(_l("主催する支援機関"), _l("支援機関の催しのときに選ぶと、連携として数えます。"))
    venue = forms.CharField(label=_l("会場"), max_length=200, required=False)
    branch = forms.ModelChoiceField(Branch.objects.order_by("code"), label=_l("拠点"), to_field_name="code")
    starts_on = day_field(_l("開始日"))
    ends_on = day_field(_l("終了日"))
    shows = forms.CharField(label=_l("出展する内容"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class LeadForm(OnceForm):
    company = forms.CharField(label=_l("会社名"), max_length=200)
    contact = forms.CharField(label=_l("担当者・連絡先"), max_length=200, required=False)
    interest = forms.CharField(label=_l("関心のあること"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class ResultForm(OnceForm):
    result = forms.CharField(label=_l("対応の結果"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


@require_safe
@open_door(can_read_exhibitions)
def outings(request: SignedIn) -> HttpResponse:
    """Every fair at which the institute exhibits, with the leads that wait."""
    waiting = Count("leads", filter=Q(leads__followed_at=None), distinct=True)
    rows = Outing.objects.visible_to(request.user).annotate(noted=Count("leads", distinct=True), waiting=waiting)
    context = {"outings": [(one, COLOURS.get(one.state, "stopped")) for one in rows], "may_run": can_run(request.user)}
    return render(request, "exhibitions/desk/outings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def apply_outing(request: SignedIn) -> HttpResponse:
    """Note that the institute will exhibit."""
    form = OutingForm(request.POST or None)

    def work() -> str:
        given = form.said
        return _address(actions.apply_outing(by=request.user, at=request.at, **given))

    return form_page(
        request,
        form,
        work,
        layout="desk",
        title=_("外部の展示会への出展"),
        done=_("登録しました。"),
        button=_("登録する"),
    )


@require_safe
@open_door(can_read_exhibitions)
def outing(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One fair with its leads."""
    return _show(request, _load(request, public_id))


def _load(request: Any, public_id: UUID) -> Outing:
    rows = Outing.objects.visible_to(request.user).select_related("branch", "partner", "applied_by")
    return get_object_or_404(rows, public_id=public_id)


def _show(request: Any, found: Outing, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "outing": found, "colour": COLOURS.get(found.state, "stopped"), "may_follow": can_follow(request.user, found),
        "leads": found.leads.select_related("followed_by"), "panels": OUTING_MOVES.panels(request, found, wrong),
    }  # fmt: skip
    return render(request, "exhibitions/desk/outing.html", context, status=status)


def _may(request: Any, outing: Outing, verb: str) -> Decision:
    return can_follow(request.user, outing) if verb == "add_lead" else can_move_outing(request.user, outing, verb)


def _address(outing: Outing) -> str:
    return reverse("exhibitions-desk:outing", args=[outing.public_id])


OUTING_MOVES = Verbs(
    "outing", "exhibitions-desk", can_read_exhibitions, _load, _may, _show, _address,
    [
        Verb("exhibit_outing", _l("出展を記録する"), _l("記録しました。"), actions.exhibit_outing),
        Verb("add_lead", _l("引き合いを加える"), _l("加えました。"), actions.add_lead, LeadForm),
        Verb("close_outing", _l("対応済みにする"), _l("対応済みにしました。"), actions.close_outing, kind="secondary"),
        Verb("call_off_outing", _l("出展を取りやめる"), _l("取りやめました。"), actions.call_off_outing, ReasonForm,
             "danger"),
    ],
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_exhibitions)
def follow_lead(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What came of a lead."""
    rows = Lead.objects.filter(outing__in=Outing.objects.visible_to(request.user)).select_related("outing__branch")
    found = get_object_or_404(rows, public_id=public_id)
    if not (may := can_follow(request.user, found.outing)):
        return refusal(request, may)
    form = ResultForm(request.POST or None)

    def work() -> str:
        actions.follow_lead(by=request.user, at=request.at, lead=found, result=form.cleaned_data["result"])
        return _address(found.outing)

    return form_page(
        request, form, work, layout="desk", title=_("引き合いへの対応"), lead=f"{found.company} {found.interest}",
        done=_("記録しました。"), button=_("記録する"),
    )  # fmt: skip
