"""A call before applications come: planned, approved by another person, published, called off; and talks before it."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.numbering import issue
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.calls.actions import beats
from kosetsu.foundation.calls.models import Call, Counselling, KindEdition, Window
from kosetsu.foundation.calls.permissions import can_counsel, can_move, does
from kosetsu.foundation.calls.rules.kinds import Applicants
from kosetsu.foundation.calls.states import ApplicationState, LetterKind, Task
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch, Workplace

SERIES = "calls:call"
Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is decided before a call is published; ``capacity`` of a kind with prizes is theirs."""

    kind: str
    title: str
    windows: Mapping[str, Span]
    capacity: int | None = None
    text: str = ""
    branch: Branch | None = None
    seed: str = field(default_factory=lambda: secrets.token_hex(16))


@transaction.atomic
def plan_call(*, by: Person, at: dt.datetime, plan: Plan) -> Call:
    """Write down what is planned, by the edition of its kind that is in force today."""
    day = day_of(at)
    edition = KindEdition.objects.current(day).filter(kind=plan.kind).first()
    require(YES if edition else no(_("「%(kind)s」という公募の種類はありません。") % {"kind": plan.kind}))
    assert edition is not None
    require(does(by, edition.said, Task.PLAN))
    call = Call(edition=edition, planned_by=by, seed=plan.seed)
    _write(call, plan)
    year = fiscal.fiscal_year(day)
    call.number = f"C{year}-{issue(SERIES, year):04d}"
    call.save(force_insert=True)
    _write_windows(call, plan)
    audit.record(by=by, at=at, verb="plan_call", thing=call, after={"number": call.number, "edition": edition.number})
    return call


@transaction.atomic
def change_call(*, by: Person, at: dt.datetime, call: Call, plan: Plan) -> Call:
    """Plan it otherwise, while it is not approved; its kind stays as it began."""
    call = beats.lock_call(call)
    require(can_move(by, call, "change_call"))
    _write(call, plan)
    call.save()
    call.windows.all().delete()
    _write_windows(call, plan)
    return beats.move_call(call, "change_call", by=by, at=at)


@transaction.atomic
def approve_call(*, by: Person, at: dt.datetime, call: Call) -> Call:
    """Another one than the planner agrees."""
    call = beats.lock_call(call)
    require(can_move(by, call, "approve_call"))
    return beats.move_call(call, "approve_call", by=by, at=at, approved_by=by)


@transaction.atomic
def send_back_call(*, by: Person, at: dt.datetime, call: Call, reason: str) -> Call:
    """Not yet: it is planned again."""
    call = beats.lock_call(call)
    require(can_move(by, call, "send_back_call"))
    because = need_reason(reason)
    return beats.move_call(call, "send_back_call", by=by, at=at, because=because, approved_by=None)


@transaction.atomic
def publish_call(*, by: Person, at: dt.datetime, call: Call) -> Call:
    """Everyone may read of it now, and apply in its time."""
    call = beats.lock_call(call)
    require(can_move(by, call, "publish_call"))
    ends = max(one.until_at for one in call.windows.all())
    require(YES if at < ends else no(_("締切を過ぎた公募は公開できません。"), _("差し戻して、日時を直してください。")))
    return beats.move_call(call, "publish_call", by=by, at=at, published_at=at)


@transaction.atomic
def call_off_call(*, by: Person, at: dt.datetime, call: Call, reason: str) -> Call:
    """It ends without a decision; whoever applied is told."""
    call = beats.lock_call(call)
    require(can_move(by, call, "call_off_call"))
    because = need_reason(reason)
    beats.move_call(call, "call_off_call", by=by, at=at, because=because, reason=because)
    open_ = call.applications.filter(state__in=_OPEN).select_related("workplace__organisation", "made_by")
    for application in open_.order_by("pk"):
        application.call = call
        drafted = application.state == ApplicationState.DRAFT
        beats.move(application, "withdraw_application", by=by, at=at, because=because, reason=because)
        if not drafted:
            beats.tell(application, LetterKind.CALLED_OFF, at=at)
    return call


@transaction.atomic
def record_counselling(
    *, by: Person, at: dt.datetime, call: Call, workplace: Workplace, held_on: dt.date, note: str
) -> Counselling:
    """A talk with somebody who thinks of applying."""
    call = beats.lock_call(call)
    require(can_counsel(by, call))
    require(YES if held_on <= day_of(at) else no(_("相談日が、今日より先になっています。")))
    require(YES if tidy(note) else no(_("相談の内容を書いてください。")))
    made = Counselling.objects.create(
        call=call, workplace=workplace, held_on=held_on, note=tidy(note), recorded_by=by, recorded_at=at
    )
    audit.record(by=by, at=at, verb="record_counselling", thing=made, after={"call": call.number})
    return made


_OPEN = (
    ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.ASKED_BACK, ApplicationState.COMPLETE,
)  # fmt: skip


def _write(call: Call, plan: Plan) -> None:
    kind = call.kind
    require(YES if plan.kind == kind.key else no(_("公募の種類は、計画のあとでは変えられません。")))
    title, capacity = tidy_line(plan.title), kind.places or plan.capacity or 0
    require(YES if title else no(_("名称を入れてください。")))
    require(YES if capacity >= 1 else no(_("採択数の上限を、1以上で入れてください。")))
    known = {way.channel.value for way in kind.channels}
    require(YES if plan.windows else no(_("受付の期間を、1つ以上の応募方法について入れてください。")))
    require(YES if set(plan.windows) <= known else no(_("この種類の公募では使えない応募方法が含まれています。")))
    for opens, until in plan.windows.values():
        require(YES if until > opens else no(_("締切は、受付開始より後にしてください。")))
    call.title, call.text, call.branch, call.capacity = title, tidy(plan.text), plan.branch, capacity
    call.internal = kind.applicants == Applicants.STAFF


def _write_windows(call: Call, plan: Plan) -> None:
    Window.objects.bulk_create(
        Window(call=call, channel=channel, opens_at=opens, until_at=until.replace(microsecond=0))
        for channel, (opens, until) in plan.windows.items()
    )
