"""Transcripts: what I took part in, and what the people of my company took part in; each as a page and a paper."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.gatherings.models import Registration
from kosetsu.services.training.documents import transcripts as documents
from kosetsu.services.training.models import transcript
from kosetsu.services.training.permissions import can_read_company_transcript

COLUMNS = [
    Column(key="title", label=_l("催し"), value="gathering.title", sort="gathering__title"),
    Column(
        key="starts_on", label=_l("開催日"), value="gathering.starts_on", sort="gathering__starts_on", kind=Kind.DATE
    ),
    Column(key="name", label=_l("氏名"), sort="name"),
    Column(key="days", label=_l("出席した日数"), sort="days", kind=Kind.NUMBER),
    Column(key="hours", label=_l("時間"), value=lambda one: documents.hours_of(one), kind=Kind.NUMBER),
    Column(key="result", label=_l("結果"), value=lambda one: documents.result_of(one)),
    Column(key="workplace", label=_l("事業所"), value=lambda one: str(one.workplace or ""), sort="workplace__name"),
]
MOST_ON_PAPER = 2_000


@require_safe
@open_door()
def mine(request: SignedIn) -> HttpResponse:
    """What I took part in."""
    return _list(request, transcript(request.user), _("わたしの受講記録"), reverse("training:my_transcript_pdf"))


@require_safe
@open_door()
def mine_pdf(request: SignedIn) -> HttpResponse:
    """The same as a paper."""
    return _paper(request, transcript(request.user), str(request.user))


@require_safe
@open_door(can_read_company_transcript)
def company(request: SignedIn) -> HttpResponse:
    """What was paid by, or registered for, the workplaces I act for."""
    rows = transcript(request.user, company=True)
    return _list(request, rows, _("会社の受講記録"), reverse("training:company_transcript_pdf"))


@require_safe
@open_door(can_read_company_transcript)
def company_pdf(request: SignedIn) -> HttpResponse:
    """The same as a paper."""
    rows = transcript(request.user, company=True)
    names = sorted({str(one.workplace.organisation) for one in rows if one.workplace})
    return _paper(request, rows, "、".join(names))


def _list(request: SignedIn, rows: QuerySet[Registration], title: str, paper: str) -> HttpResponse:
    years = sorted({year for year in rows.values_list("gathering__fiscal_year", flat=True) if year}, reverse=True)
    page = ListPage(
        request,
        rows,
        COLUMNS,
        [Filter(key="gathering__fiscal_year", label=_("年度"), choices=[(str(one), str(one)) for one in years])],
        lambda found, words: found.filter(gathering__title__icontains=words) | found.filter(name__icontains=words),
        title=title,
        url=_ticket,
        order=("-gathering__starts_on", "name"),
        empty_title=_("参加した講習会・セミナーが、ここに並びます。"),
    )
    context = {"paper": paper, "may_read_company": can_read_company_transcript(request.user)}
    return page.response("training/transcript.html", layout="layouts/portal.html", **context)


def _ticket(registration: Registration) -> str:
    """The gathering's own page: a ticket is its owner's, and a colleague reads this list as well."""
    return reverse("gatherings:gathering", args=[registration.gathering.public_id])


def _paper(request: Any, rows: QuerySet[Registration], whose: str) -> HttpResponse:
    found = list(rows.order_by("gathering__starts_on", "name", "pk")[:MOST_ON_PAPER])
    language = (get_language() or "ja")[:2]
    return pdf(documents.transcript_pdf(found, whose, request.at, language), _("受講記録"))
