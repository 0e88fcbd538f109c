"""Plans that companies show to the officer's body: a list, one of them, its A4. Nothing else of the company."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kosetsu.common.list_parts import Column
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.governance import access
from kosetsu.services.programmes.documents import plan_words as words
from kosetsu.services.programmes.documents.plan_paper import plan_pdf
from kosetsu.services.programmes.models import Plan
from kosetsu.services.programmes.pages.plans import shown
from kosetsu.services.programmes.permissions import can_read_shared

COLUMNS = [
    Column(key="title", label=gettext_lazy("件名"), value="project.title", sort="project__title"),
    Column(key="company", label=gettext_lazy("会社"), value="project.organisation.name"),
    Column(key="day", label=gettext_lazy("基準日"), sort="day"),
    Column(
        key="total", label=gettext_lazy("受け取れる額の合計"), kind=Kind.YEN, value=lambda one: one.found["total_yen"]
    ),
    Column(key="shared", label=gettext_lazy("共有された日"), value="shared_at", sort="shared_at"),
    Column(key="until", label=gettext_lazy("見られる最後の日"), sort="until"),
]


@require_safe
@open_door(can_read_shared)
def shared_plans(request: SignedIn) -> HttpResponse:
    """As long as the companies agree."""
    page = ListPage(
        request,
        _rows(request),
        COLUMNS,
        title=_("共有された計画"),
        url=lambda one: f"{one.public_id}/",
        order=("-shared_at",),
        empty_title=_("会社が同意して共有した計画が、ここに並びます。"),
    )
    return page.response(layout="layouts/partner.html")


@require_safe
@open_door(can_read_shared)
def shared_plan(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The plan as the company sees it, and nothing to press."""
    found = _load(request, public_id)
    context = {**shown(found.found, found.asked, request), "plan": found}
    return render(request, "programmes/plans/shared.html", context)


@require_safe
@open_door(can_read_shared)
def shared_plan_pdf(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The same on A4."""
    found = _load(request, public_id)
    return pdf(plan_pdf(found, request.today, request.at), words.title_of(found))


def _rows(request: SignedIn) -> QuerySet[Plan]:
    rows = Plan.objects.shared_with(request.user).with_share(request.user)
    return rows.select_related("project__organisation")


def _load(request: SignedIn, public_id: UUID) -> Plan:
    found: Plan | None = _rows(request).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    access.note(request.user, found, request.path, request.at)
    return found
