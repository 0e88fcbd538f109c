"""The lab manager's visits: what was about, what is still to follow."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.labs import actions
from kosetsu.services.labs.models import Visit
from kosetsu.services.labs.pages import forms
from kosetsu.services.labs.permissions import can_follow, can_read_labs


def _stands(one: Visit) -> str:
    if not one.follow_up:
        return "neutral"
    return "done" if one.followed_at else "waiting"


WORDS = {"neutral": _l("対応なし"), "done": _l("対応済み"), "waiting": _l("対応待ち")}
COLUMNS = [
    Column(key="on_date", label=_l("訪問日"), sort="on_date", kind=Kind.DATE),
    Column(key="room", label=_l("室"), value="tenancy.lab.full_name",
           sort=("tenancy__lab__branch__code", "tenancy__lab__order")),
    Column(key="company", label=_l("会社"), value="tenancy.case.organisation.name",
           sort="tenancy__case__organisation__name"),
    Column(key="topic", label=_l("相談の内容"), sort="topic"),
    Column(key="follow_up", label=_l("次にすること"), sort="follow_up"),
    Column(key="follow_by", label=_l("いつまでに"), sort="follow_by", kind=Kind.DATE),
    Column(key="by", label=_l("担当"), sort="by__name", shown=False),
    Column(key="state", label=_l("状態"), value=lambda one: WORDS[_stands(one)], state=_stands),
]  # fmt: skip


@require_safe
@open_door(can_read_labs)
def visit_list(request: SignedIn) -> HttpResponse:
    """Every visit, the newest first."""
    page = ListPage(
        request,
        _known(request),
        COLUMNS,
        [
            Filter(key="open", label=_("対応待ちだけ"), kind="flag", apply=_open),
            Filter(key="on_date", label=_("訪問日"), kind="dates"),
        ],
        lambda found, words: (
            found.filter(topic__icontains=words)
            | found.filter(tenancy__lab__room__icontains=words)
            | found.filter(tenancy__case__organisation__name__icontains=words)
        ),
        title=_("ラボマネージャーの訪問"),
        url=lambda one: reverse("labs-desk:visit", args=[one.public_id]),
        order=("-on_date", "-pk"),
        empty_title=_("訪問の記録が、ここに並びます。"),
        empty_help=_("入居者の画面で「訪問を記録する」を押してください。"),
    )
    return page.response()


@require_safe
@open_door(can_read_labs)
def visit(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One visit."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Visit:
    """The visit, or 404 just as for nothing."""
    found: Visit = get_object_or_404(_known(request), public_id=public_id)
    return found


def show(request: Any, found: Visit, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    where = _stands(found)
    context = {
        "visit": found, "tenancy": found.tenancy, "word": WORDS[where], "colour": where,
        "panels": VERBS.panels(request, found, wrong),
    }  # fmt: skip
    return render(request, "labs/staff/visit.html", context, status=status)


def _open(found: Any, _on: bool) -> Any:
    return found.to_follow()


def _known(request: Any) -> Any:
    return Visit.objects.visible_to(request.user).select_related(
        "tenancy__case__organisation", "tenancy__lab__branch", "by"
    )


VERBS = Verbs(
    "visit", "labs-desk", can_read_labs, load, lambda request, one, _verb: can_follow(request.user, one), show,
    lambda one: reverse("labs-desk:visit", args=[one.public_id]),
    [
        Verb("follow_visit", _l("対応の結果を記録する"), _l("対応を記録しました。"), actions.follow_visit,
             forms.FollowForm),
    ],
)  # fmt: skip
URLS = [
    path("visits/", visit_list, name="visits"),
    path("visits/<uuid:public_id>/", visit, name="visit"),
    *VERBS.urls("visits/<uuid:public_id>/"),
]
