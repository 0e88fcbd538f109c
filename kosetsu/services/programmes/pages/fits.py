"""What the night found: counts by programme and day, and whom to tell who agreed to be told."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import access, audit
from kosetsu.foundation.parties.models import Membership
from kosetsu.services.programmes import permissions
from kosetsu.services.programmes.models import Fit, FitChange, FitCount, FitRun

NUMBERS = [
    Column(key="yes", label=_l("使える"), kind=Kind.NUMBER, sort="yes"),
    Column(key="unknown", label=_l("わからない"), kind=Kind.NUMBER, sort="unknown"),
    Column(key="no", label=_l("使えない"), kind=Kind.NUMBER, sort="no"),
    Column(key="newly", label=_l("新たに使える"), kind=Kind.NUMBER, sort="newly"),
    Column(key="no_longer", label=_l("使えなくなった"), kind=Kind.NUMBER, sort="no_longer"),
    Column(key="opened", label=_l("新たに対象になりうる"), kind=Kind.NUMBER, sort="opened", shown=False),
    Column(key="ruled_out", label=_l("対象外になった"), kind=Kind.NUMBER, sort="ruled_out", shown=False),
]
DAY = Column(key="day", label=_l("基準日"), value="run.day", sort="run__day")
CODE = Column(key="code", label=_l("番号"), sort="code")


@require_safe
@open_door(permissions.can_read_descriptions)
def fits(request: SignedIn) -> HttpResponse:
    """The last night: every programme with its counts; any day by the filter."""
    last = FitRun.last_finished()
    narrowed = request.GET.get("day_from") or request.GET.get("day_to")
    rows = _finished() if narrowed else FitCount.objects.filter(run=last)
    page = ListPage(
        request,
        rows.select_related("run"),
        [Column(key="title", label=_l("施策"), sort="title"), CODE, DAY, *NUMBERS],
        [Filter(key="day", label=_("基準日"), kind="dates", field="run__day")],
        lambda found, words: found.filter(code__icontains=words) | found.filter(title__icontains=words),
        title=_("施策ごとの対象企業"),
        url=lambda one: reverse("programmes-desk:fits_of", args=[one.code]),
        order=("-run__day", "code"),
        empty_title=_("ここに、毎晩の判定の結果が施策ごとに並びます"),
        empty_help=_("判定は毎日午前3時に行います。"),
    )
    return page.response("programmes/desk/fits.html", run=last)


@require_safe
@open_door(permissions.can_read_descriptions)
def fits_of(request: SignedIn, code: str) -> HttpResponse:
    """One programme, night by night."""
    rows = _finished().filter(code=code)
    if not (newest := rows.order_by("-run").first()):
        raise Http404
    page = ListPage(
        request,
        rows.select_related("run"),
        [DAY, *NUMBERS],
        [Filter(key="day", label=_("基準日"), kind="dates", field="run__day")],
        title=_("%(title)sの対象企業") % {"title": newest.title},
        order=("-run__day",),
    )
    contact = reverse("programmes-desk:contacts", args=[code]) if permissions.can_contact(request.user) else ""
    return page.response("programmes/desk/fits.html", run=None, contact=contact)


@require_safe
@open_door(permissions.can_contact)
def contacts(request: SignedIn, code: str) -> HttpResponse:
    """Who can be told of the programme: it is open to them, and they agreed, and agree now."""
    page = ListPage(
        request,
        _told(request, code).select_related("person", "organisation"),
        [
            Column(key="organisation", label=_l("会社"), value="organisation.name", sort="organisation__name"),
            Column(key="person", label=_l("担当者"), value="person.name", sort="person__name"),
            Column(key="email", label=_l("メールアドレス"), value="person.email"),
            Column(key="role", label=_l("役割"), value="get_role_display"),
        ],
        [Filter(key="newly", label=_("前夜から新たに使える会社だけ"), kind="flag",
                apply=lambda rows, _yes: rows.filter(organisation__in=_newly(code)))],
        lambda found, words: (
            found.filter(organisation__name__icontains=words) | found.filter(person__name__icontains=words)
        ),
        title=_("%(code)sの連絡先（同意のある会社）") % {"code": code},
        order=("organisation__name", "person__name"),
        empty_title=_("「施策のお知らせ」に同意した、この施策を使える会社がここに並びます"),
    )  # fmt: skip
    _note(request, page, code)
    return page.response("programmes/desk/contacts.html", code=code)


def _told(request: SignedIn, code: str) -> QuerySet[Membership]:
    last = FitRun.last_finished()
    if last is None or code not in last.codes:
        raise Http404
    open_to = Fit.objects.visible_to(request.user).open_to(last.codes.index(code)).values("organisation")
    return permissions.reachable(request.today).filter(organisation__in=open_to)


def _newly(code: str) -> Any:
    return FitChange.objects.newly().filter(code=code, run=FitRun.last_finished()).values("organisation")


@transaction.atomic
def _note(request: SignedIn, page: ListPage, code: str) -> None:
    """Who was read is noted; a file that leaves the house is in the audit log as well, with its number of rows."""
    form = request.GET.get("format", "")
    leaves = form in page.exports
    rows = page.queryset if leaves else page.queryset[page.pager.start : page.pager.start + page.per_page]
    read = list({one.organisation_id: one.organisation for one in rows}.values())
    access.note_many(request.user, read, request.path, request.at)
    last = FitRun.last_finished()
    if leaves and last:
        audit.record(by=request.user, at=request.at, verb="export_contacts", thing=last,
                     after={"code": code, "rows": page.total, "format": form})  # fmt: skip


def _finished() -> QuerySet[FitCount]:
    return FitCount.objects.exclude(run__finished_at=None)
