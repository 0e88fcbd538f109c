"""While a tenant is there: passes for day and night, the lab manager's visits, the yearly check, the name shown."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, Refused, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.governance import audit
from kosetsu.services.labs.actions import beats
from kosetsu.services.labs.models import Pass, Tenancy, Visit, YearlyCheck
from kosetsu.services.labs.permissions import can_end_pass, can_follow, can_give_pass, can_use_inside, can_visit
from kosetsu.services.labs.rules.terms import check_days
from kosetsu.services.labs.states import CheckResult

CARDS = "labs:cards"


@transaction.atomic
def name_pass(*, by: Person, at: dt.datetime, tenancy: Tenancy, holder: str, telephone: str = "") -> Pass:
    """Say who is to come day and night; the lab manager hands the card out."""
    tenancy = beats.locked(tenancy)
    require(can_use_inside(by, tenancy))
    name, most = tidy_line(holder)[:100], beats.terms_of(tenancy.since).passes
    require(YES if name else no(_("入館する方の氏名を入れてください。")))
    full = tenancy.passes.filter(ended_on=None).count() >= most
    step = _("使わない入館証を返してから、登録してください。")
    require(no(_("入館証は、1室につき%(most)s枚までです。") % {"most": most}, step) if full else YES)
    made = Pass.objects.create(
        tenancy=tenancy, holder=name, telephone=tidy_line(telephone)[:30], named_at=at, named_by=by
    )
    audit.record(by=by, at=at, verb="name_pass", thing=made, after={"holder": audit.sealed(name)})
    return made


@transaction.atomic
def give_pass(*, by: Person, at: dt.datetime, one: Pass, card: str) -> Pass:
    """Hand a card to who was named; a card is with one person at a time."""
    one = _pass(one)
    require(can_give_pass(by, one))
    card = tidy_line(card)[:30]
    require(YES if card else no(_("入館証の番号を入れてください。")))
    require(_free_card(card))
    one.card, one.given_on, one.given_by = card, day_of(at), by
    try:
        with transaction.atomic():
            one.save(update_fields=["card", "given_on", "given_by"])
    except IntegrityError as twice:
        raise Refused(_free_card(card)) from twice
    audit.record(by=by, at=at, verb="give_pass", thing=one, after={"card": card})
    return one


@transaction.atomic
def end_pass(*, by: Person, at: dt.datetime, one: Pass, lost: bool = False) -> Pass:
    """The card came back, or is lost; or a name without a card is struck."""
    one = _pass(one)
    require(can_end_pass(by, one))
    require(no(_("交付していない入館証は、紛失にできません。")) if lost and not one.card else YES)
    one.ended_on, one.ended_by, one.lost = day_of(at), by, lost
    one.save(update_fields=["ended_on", "ended_by", "lost"])
    audit.record(by=by, at=at, verb="end_pass", thing=one, after={"card": one.card, "lost": lost})
    return one


@transaction.atomic
def show_name(*, by: Person, at: dt.datetime, tenancy: Tenancy, show: bool) -> Tenancy:
    """Whether everyone may read the company's name and theme."""
    tenancy = beats.locked(tenancy)
    require(can_use_inside(by, tenancy))
    tenancy.show_name = show
    tenancy.save(update_fields=["show_name"])
    audit.record(by=by, at=at, verb="show_name", thing=tenancy, after={"show": show})
    return tenancy


@transaction.atomic
def record_visit(
    *,
    by: Person,
    at: dt.datetime,
    tenancy: Tenancy,
    on_date: dt.date,
    topic: str,
    note: str = "",
    internal: str = "",
    follow_up: str = "",
    follow_by: dt.date | None = None,
) -> Visit:
    """The lab manager was there: what about, what was said, what is to follow. Counted as one entry."""
    tenancy = beats.locked(tenancy)
    require(can_visit(by, tenancy))
    topic = tidy_line(topic)[:200]
    require(YES if topic else no(_("相談の内容を入れてください。")))
    require(_was_there(tenancy, on_date, day_of(at)))
    counted = beats.entry(
        tenancy, "lab_visit", by=by, at=at, day=on_date, unit="回", channel=Channel.ONSITE, topic=topic
    )
    made = Visit.objects.create(
        tenancy=tenancy, entry=counted, on_date=on_date, by=by, topic=topic, note=tidy(note), internal=tidy(internal),
        follow_up=tidy_line(follow_up)[:300], follow_by=follow_by,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="record_visit", thing=made, after={"on_date": on_date.isoformat()})
    return made


@transaction.atomic
def follow_visit(*, by: Person, at: dt.datetime, visit: Visit, outcome: str) -> Visit:
    """What was promised is done."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("tenancy__case").get(pk=visit.pk)
    require(can_follow(by, visit))
    visit.outcome = tidy_line(outcome)[:300]
    require(YES if visit.outcome else no(_("結果を入れてください。")))
    visit.followed_at = at
    visit.save(update_fields=["outcome", "followed_at"])
    audit.record(by=by, at=at, verb="follow_visit", thing=visit)
    return visit


def next_check(tenancy: Tenancy) -> dt.date | None:
    """The due day of the next yearly check; None when no more is due."""
    done = {one.due_on for one in tenancy.checks.all()}
    every = beats.terms_of(tenancy.since).check_months
    return next((day for day in check_days(tenancy.since, tenancy.last_day, every) if day not in done), None)


@transaction.atomic
def record_check(
    *, by: Person, at: dt.datetime, tenancy: Tenancy, on_date: dt.date, result: str, progress: str, findings: str = ""
) -> YearlyCheck:
    """The yearly look at progress and room, for the next day it is due; once for each."""
    tenancy = beats.locked(tenancy)
    require(can_visit(by, tenancy))
    require(_was_there(tenancy, on_date, day_of(at)))
    due, progress = next_check(tenancy), tidy(progress)
    require(YES if due else no(_("この入居に、残っている年次確認はありません。")))
    require(YES if progress else no(_("開発の進みを入れてください。")))
    needs_words = CheckResult(result) != CheckResult.GOOD and not tidy(findings)
    require(no(_("指摘・助言の内容を入れてください。")) if needs_words else YES)
    assert due
    counted = beats.entry(tenancy, "lab_check", by=by, at=at, day=on_date, channel=Channel.ONSITE)
    made = YearlyCheck.objects.create(
        tenancy=tenancy, entry=counted, due_on=due, on_date=on_date, by=by, result=result, progress=progress,
        findings=tidy(findings),
    )  # fmt: skip
    audit.record(by=by, at=at, verb="record_check", thing=made, after={"due_on": made.due_on.isoformat()})
    return made


def _pass(one: Pass) -> Pass:
    """The pass as it is now; cards go from hand to hand one at a time."""
    lock_keys(CARDS)
    found: Pass = Pass.objects.select_related("tenancy__case").get(pk=one.pk)
    return found


def _free_card(card: str) -> Decision:
    if Pass.objects.out().filter(card=card).exists():
        return no(_("入館証「%(card)s」は、別の方に交付中です。") % {"card": card}, _("番号を確かめてください。"))
    return YES


def _was_there(tenancy: Tenancy, on_date: dt.date, today: dt.date) -> Decision:
    if on_date > today:
        return no(_("今日までの日にしてください。"))
    moved = tenancy.moved_in_on or tenancy.since
    return YES if on_date >= moved else no(_("入居（%(day)s）より前の日です。") % {"day": moved.isoformat()})
