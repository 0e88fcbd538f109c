"""The programme of a research presentation: for everyone with its abstracts, and at the desk, where it is made."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.moments import MomentField, ZonedForm
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.gatherings.models import Gathering, Material
from kosetsu.foundation.gatherings.permissions import can_read_gatherings
from kosetsu.foundation.gatherings.states import Audience
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Talk
from kosetsu.services.exhibitions.pages.forms import ReasonForm, partner_field
from kosetsu.services.exhibitions.permissions import PRESENTATION, can_programme


class TalkForm(ZonedForm):
    """One talk."""

    starts_at = MomentField(label=_l("開始"))
    minutes = forms.IntegerField(label=_l("長さ（分）"), min_value=5, max_value=480, initial=20)
    track = forms.CharField(label=_l("会場・トラック"), max_length=60, required=False)
    title = forms.CharField(label=_l("発表の題名"), max_length=200)
    speaker = forms.CharField(label=_l("発表者"), max_length=200)
    affiliation = forms.CharField(label=_l("所属"), max_length=200, required=False)
    abstract = forms.CharField(label=_l("要旨"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))
    partner = partner_field(_l("招いた機関"), _l("当機関の発表では、選びません。"))
    invited_as = forms.CharField(
        label=_l("招いた枠"), max_length=60, required=False, help_text=_l("年報で数える枠の名前（例：TKF機関）")
    )
    material = forms.ModelChoiceField(
        Material.objects.none(), label=_l("資料"), required=False, to_field_name="public_id",
        help_text=_l("催しの「資料」に登録したものから選びます。"),
    )  # fmt: skip

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, zone=gathering.zone, **kwargs)
        materials: Any = self.fields["material"]
        materials.queryset = gathering.materials.filter(withdrawn_at=None).order_by("pk")

    def given(self) -> actions.Given:
        return actions.Given(**self.said)


@require_safe
def programme(request: Any, public_id: UUID) -> HttpResponse:
    """The talks by day and track, with their abstracts; materials once they are handed out to everyone."""
    found = get_object_or_404(Gathering.objects.shown().select_related("branch"), public_id=public_id)
    open_to_all = Material.objects.filter(audience=Audience.EVERYONE).handed_out(request.at)
    talks = found.talks.annotate(handed_out=Exists(open_to_all.filter(pk=OuterRef("material"))))
    talks = talks.select_related("material").order_by("starts_at", "track", "pk")
    context = {
        "gathering": found,
        "days": [(day, list(of_day)) for day, of_day in groupby(talks, lambda talk: found.day_of(talk.starts_at))],
    }  # fmt: skip
    return render(request, "exhibitions/programme.html", context)


@require_safe
@open_door(can_read_gatherings)
def talks(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The programme as it is being made."""
    found = _presentation(request, public_id)
    context = {
        "gathering": found, "talks": found.talks.select_related("partner", "material"),
        "may": can_programme(request.user, found),
    }  # fmt: skip
    return render(request, "exhibitions/desk/talks.html", context)


def _presentation(request: Any, public_id: UUID) -> Gathering:
    service, _dot, kind = PRESENTATION.partition(".")
    rows = Gathering.objects.visible_to(request.user).filter(service=service, kind=kind)
    return get_object_or_404(rows.select_related("branch"), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_gatherings)
def add_talk(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One more talk."""
    found = _presentation(request, public_id)
    if not (may := can_programme(request.user, found)):
        return refusal(request, may)
    session = found.sessions.first()
    form = TalkForm(
        request.POST or None, gathering=found, initial={"starts_at": session.starts_at} if session else None
    )

    def work() -> str:
        actions.add_talk(by=request.user, at=request.at, gathering=found, given=form.given())
        return _address(found)

    title, done, button = _("発表を加える"), _("加えました。"), _("加える")
    return form_page(request, form, work, layout="desk", title=title, lead=found.title, done=done, button=button)


def _address(gathering: Gathering) -> str:
    return reverse("exhibitions-desk:talks", args=[gathering.public_id])


def _load(request: Any, public_id: UUID) -> Talk:
    rows = Talk.objects.visible_to(request.user).given().select_related("gathering__branch", "partner", "material")
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_gatherings)
def change_talk(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Word it otherwise."""
    talk = _load(request, public_id)
    if not (may := can_programme(request.user, talk.gathering)):
        return refusal(request, may)
    names = ("starts_at", "track", "title", "speaker", "affiliation", "abstract", "invited_as")
    said = {name: getattr(talk, name) for name in names}
    said["minutes"] = int((talk.ends_at - talk.starts_at).total_seconds()) // 60
    said |= {name: one.public_id for name in ("partner", "material") if (one := getattr(talk, name))}
    form = TalkForm(request.POST or None, gathering=talk.gathering, initial=said)

    def work() -> str:
        actions.change_talk(by=request.user, at=request.at, talk=talk, given=form.given())
        return _address(talk.gathering)

    title, done, button = _("発表を変える"), _("変えました。"), _("変える")
    return form_page(request, form, work, layout="desk", title=title, lead=talk.title, done=done, button=button)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_gatherings)
def withdraw_talk(request: SignedIn, public_id: UUID) -> HttpResponse:
    """It is not given."""
    talk = _load(request, public_id)
    if not (may := can_programme(request.user, talk.gathering)):
        return refusal(request, may)
    form = ReasonForm(request.POST or None)

    def work() -> str:
        actions.withdraw_talk(by=request.user, at=request.at, talk=talk, **form.said)
        return _address(talk.gathering)

    title, done, button = _("発表を取りやめる"), _("取りやめました。"), _("取りやめる")
    return form_page(request, form, work, layout="desk", title=title, lead=talk.title, done=done, button=button)
