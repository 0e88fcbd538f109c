"""An exhibition in the order of its life: planned, inviting, open at 00:00, closed with its pages frozen, reported."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.numbering import issue
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.foundation.search.changes import touch_many
from kosetsu.services.exhibitions import rules
from kosetsu.services.exhibitions.actions.beats import locked
from kosetsu.services.exhibitions.actions.exhibiting import exhibit, told
from kosetsu.services.exhibitions.models import CountingRule, Exhibition, Fee, Invitation
from kosetsu.services.exhibitions.permissions import can_move_exhibition, can_run, in_time
from kosetsu.services.exhibitions.states import (
    BEING_MADE,
    BOOTH,
    EXHIBITION,
    BoothKind,
    BoothState,
    ExhibitionState,
)
from kosetsu.services.exhibitions.states import Plan as Way

SERIES = "exhibitions:exhibition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is decided before exhibitors are invited; days are whole days of the institute."""

    title: str
    recommends_until: dt.date
    opens_on: dt.date
    registers_until: dt.date
    closes_on: dt.date
    terms: str
    summary: str = ""
    branch: Branch | None = None
    tags: Sequence[str] = ()
    hybrid: Offering | None = None
    online: Offering | None = None
    """What exhibiting costs by, on site too or on the web alone; None where it is free."""
    invited: Sequence[tuple[Organisation, int]] = ()
    """Partner bodies with the number of companies that each may recommend."""


@transaction.atomic
def plan_exhibition(*, by: Person, at: dt.datetime, plan: Plan) -> Exhibition:
    """Write down what is planned; nobody sees it before exhibitors are invited."""
    require(can_run(by))
    exhibition = Exhibition(planned_by=by)
    _write(exhibition, plan)
    year = fiscal.fiscal_year(plan.opens_on)
    exhibition.code = f"WEX{year}-{issue(SERIES, year):02d}"
    exhibition.save(force_insert=True)
    _invite(exhibition, plan)
    audit.record(by=by, at=at, verb="plan_exhibition", thing=exhibition, after={"code": exhibition.code})
    return exhibition


@transaction.atomic
def change_exhibition(*, by: Person, at: dt.datetime, exhibition: Exhibition, plan: Plan) -> Exhibition:
    """Plan it otherwise, before exhibitors are invited."""
    exhibition = locked(exhibition)
    require(can_move_exhibition(by, exhibition, "change_exhibition", at))
    _write(exhibition, plan)
    exhibition.save()
    exhibition.invitations.all().delete()
    exhibition.fees.all().delete()
    _invite(exhibition, plan)
    audit.record(by=by, at=at, verb="change_exhibition", thing=exhibition, after={"title": exhibition.title})
    return exhibition


def _write(exhibition: Exhibition, plan: Plan) -> None:
    in_order = plan.recommends_until < plan.opens_on <= plan.registers_until <= plan.closes_on
    require(
        YES
        if in_order
        else no(_("日程の順番が違います。"), _("推薦期限、開始日、登録期限、終了日の順にしてください。"))
    )
    require(YES if tidy(plan.terms) else no(_("参加条件を書いてください。")))
    zone = exhibition_zone(plan.branch)
    exhibition.title, exhibition.summary, exhibition.terms = tidy_line(plan.title), tidy(plan.summary), tidy(plan.terms)
    exhibition.branch, exhibition.tags = plan.branch, list(dict.fromkeys(filter(None, map(tidy_line, plan.tags))))
    exhibition.opens_at = rules.day_begins(plan.opens_on, zone)
    exhibition.recommends_until = rules.day_ends(plan.recommends_until, zone)
    exhibition.registers_until = rules.day_ends(plan.registers_until, zone)
    exhibition.closes_at = rules.day_ends(plan.closes_on, zone)
    exhibition.found_until = exhibition.closes_at + dt.timedelta(days=CountingRule.of(plan.opens_on).found_days)


def exhibition_zone(branch: Branch | None) -> str:
    """The zone in which an exhibition's days begin."""
    return branch.timezone if branch else settings.TIME_ZONE


def _invite(exhibition: Exhibition, plan: Plan) -> None:
    for way, offering in ((Way.HYBRID, plan.hybrid), (Way.ONLINE, plan.online)):
        if offering:
            Fee.objects.create(exhibition=exhibition, plan=way, offering=offering)
    for partner, most in plan.invited:
        Invitation.objects.create(exhibition=exhibition, partner=partner, most=most)


@transaction.atomic
def begin_inviting(*, by: Person, at: dt.datetime, exhibition: Exhibition) -> Exhibition:
    """From now on partners recommend and booths are made."""
    exhibition = locked(exhibition)
    require(can_move_exhibition(by, exhibition, "begin_inviting", at))
    return audit.move_record(exhibition, EXHIBITION, "begin_inviting", by=by, at=at)


@transaction.atomic
def open_exhibition(*, by: Person | None = None, at: dt.datetime, exhibition: Exhibition) -> Exhibition:
    """The opening moment has come: everyone sees the checked pages already; each becomes one entry."""
    exhibition = locked(exhibition)
    require(in_time(exhibition, "open_exhibition", at))
    audit.move_record(exhibition, EXHIBITION, "open_exhibition", by=by, at=at)
    for booth in exhibition.booths.exclude(editions=None).filter(state__in=BEING_MADE).order_by("pk"):
        exhibit(booth, by=by, at=at)
    _touch_booths(exhibition, at)
    return exhibition


@transaction.atomic
def close_exhibition(*, by: Person | None = None, at: dt.datetime, exhibition: Exhibition) -> Exhibition:
    """The end: pages are frozen as they stand, whoever was never checked is withdrawn, viewers become entries."""
    exhibition = locked(exhibition)
    require(in_time(exhibition, "close_exhibition", at))
    audit.move_record(exhibition, EXHIBITION, "close_exhibition", by=by, at=at)
    for booth in exhibition.booths.filter(state__in=(BoothState.INVITED, *BEING_MADE)).order_by("pk"):
        if booth.page is None:
            audit.move_record(booth, BOOTH, "withdraw_booth", by=by, at=at)
        else:
            audit.move_record(booth, BOOTH, "freeze_booth", by=by, at=at)
    _record_viewers(exhibition, by, at)
    _touch_booths(exhibition, at)
    return exhibition


def _touch_booths(exhibition: Exhibition, at: dt.datetime) -> None:
    """The search reads them again: with the opening they are found, with the end perhaps no more."""
    touch_many("booth", [str(one) for one in exhibition.booths.values_list("public_id", flat=True)], at=at)


def _record_viewers(exhibition: Exhibition, by: Person | None, at: dt.datetime) -> None:
    """One entry for every company's booth that somebody looked at: how many people, each once."""
    last_day = day_of(exhibition.closes_at - dt.timedelta(seconds=1), exhibition_zone(exhibition.branch))
    booths = exhibition.booths.filter(kind=BoothKind.COMPANY, state=BoothState.FROZEN).order_by("pk")
    viewers = dict(booths.values_list("pk").annotate(Count("viewings")))
    for booth in booths.select_related("recommendation__invitation", "exhibition__branch"):
        if count := viewers[booth.pk]:
            record_entry(
                by=by, at=at, kind="exhibitor_viewers", on_date=last_day, quantity=count, unit="名", topic=booth.topic,
                **told(booth),
            )  # fmt: skip


@transaction.atomic
def report_exhibition(*, by: Person, at: dt.datetime, exhibition: Exhibition) -> Exhibition:
    """The report was made; the exhibition is over."""
    exhibition = locked(exhibition)
    require(can_move_exhibition(by, exhibition, "report_exhibition", at))
    return audit.move_record(exhibition, EXHIBITION, "report_exhibition", by=by, at=at)


def keep_moments(*, at: dt.datetime) -> int:
    """Open and close what is due; how many."""
    due = Exhibition.objects.filter(state=ExhibitionState.INVITING, opens_at__lte=at)
    opened = [open_exhibition(at=at, exhibition=one) for one in due]
    over = Exhibition.objects.filter(state=ExhibitionState.OPEN, closes_at__lte=at)
    return len(opened) + len([close_exhibition(at=at, exhibition=one) for one in over])
