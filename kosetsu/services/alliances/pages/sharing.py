"""What is shared with partner bodies: revoked at the desk; read by their officers, a copy and nothing else."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.list_parts import Column
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.pages.submitting import FormPages
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import Liaison, OpportunitySharing
from kosetsu.services.alliances.pages.forms import ReasonForm
from kosetsu.services.alliances.permissions import can_revoke, can_use_partner_side, can_work
from kosetsu.services.alliances.states import Shared

COLUMNS = [
    Column(key="number", label=_l("案件番号"), sort="number"),
    Column(key="title", label=_l("題名"), sort="title"),
    Column(key="side", label=_l("別"), value="get_side_display", sort="side"),
    Column(key="until", label=_l("共有の期限"), sort="until", kind=Kind.DATE),
]


def load_sharing(request: Any, public_id: UUID) -> OpportunitySharing:
    """One of an opportunity that the person works on, or 404 just as for nothing."""
    mine = OpportunitySharing.objects.filter(opportunity__liaison__in=Liaison.objects.worked_on_by(request.user))
    rows = mine.select_related("opportunity__case", "opportunity__liaison", "organisation")
    return get_object_or_404(rows, public_id=public_id)


PAGES = FormPages(can_work, load_sharing, lambda one: one.opportunity.get_absolute_url())
revoke_sharing = PAGES.page(
    "revoke_sharing", can_revoke, lambda request, _one: ReasonForm(request.POST or None),
    lambda form, one, **common: actions.revoke_sharing(**common, sharing=one, **form.said),
    title=_l("共有を取り消す"), done=_l("取り消しました。相手には、もう見えません。"), button=_l("共有を取り消す"),
)  # fmt: skip


@require_safe
@open_door(can_use_partner_side)
def shared(request: SignedIn) -> HttpResponse:
    """What the own body may read today."""
    page = ListPage(
        request,
        OpportunitySharing.objects.visible_to(request.user),
        COLUMNS,
        title=_("共有されたニーズ・シーズ"),
        url=lambda one: one.get_absolute_url(),
        order=("-pk",),
        empty_title=_("貴機関に共有されたニーズ・シーズが、期限までここに並びます。"),
    )
    return page.response(layout="layouts/partner.html")


@require_safe
@open_door(can_use_partner_side)
def shared_opportunity(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The copy, field by field."""
    found = get_object_or_404(OpportunitySharing.objects.visible_to(request.user), public_id=public_id)
    access.note(request.user, found, "alliances-partner:shared_opportunity", request.at)
    context: dict[str, Any] = {"sharing": found, "fields": [(one.label, _said(found, one)) for one in Shared]}
    return render(request, "alliances/shared.html", context)


def _said(found: OpportunitySharing, field: Shared) -> Any:
    text = found.shown.get(field, "")
    return dt.date.fromisoformat(text).strftime("%Y/%m/%d") if text and field == Shared.WISH_ON else text


URLS = [path("sharings/<uuid:public_id>/revoke_sharing/", revoke_sharing, name="revoke_sharing")]
PARTNER_URLS = [
    path("shared/", shared, name="shared"),
    path("shared/<uuid:public_id>/", shared_opportunity, name="shared_opportunity"),
]
