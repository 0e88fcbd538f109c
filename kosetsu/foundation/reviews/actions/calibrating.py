"""The meeting at which a panel compares its scores: minutes, and points that it set with a reason."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import HIDDEN, YES, need_reason, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.reviews.actions.beats import locked, log
from kosetsu.foundation.reviews.models import Agreement, Calibration, Conflict, Item, Panel, Reviewer
from kosetsu.foundation.reviews.permissions import can_calibrate, can_run_item
from kosetsu.foundation.reviews.rules.points import FULL


@dataclass(frozen=True, slots=True)
class Agreed:
    """Points of a hundred that the meeting set for an item in place of the mean."""

    item: Item
    points: Fraction
    reason: str


@transaction.atomic
def hold_calibration(
    *, by: Person, at: dt.datetime, panel: Panel, held_on: dt.date, present: Collection[Reviewer], minutes: str,
    agreed: Sequence[Agreed] = (),
) -> Calibration:  # fmt: skip
    """Record it. Whoever has a conflict with an item was not there when its points were set."""
    panel = locked(panel)
    require(can_calibrate(by, panel))
    require(YES if held_on <= day_of(at) else no(_("合議の開催日は、今日までの日にしてください。")))
    meeting = Calibration.objects.create(
        panel=panel, held_on=held_on, minutes=need_minutes(minutes), recorded_by=by, recorded_at=at
    )
    meeting.present.set(present)
    log(panel, "hold_calibration", by=by, at=at, held_on=str(held_on), present=[str(one.public_id) for one in present])
    for one in agreed:
        _agree(meeting, one, present, by=by, at=at)
    audit.record(by=by, at=at, verb="hold_calibration", thing=meeting, after={"held_on": held_on, "set": len(agreed)})
    return meeting


def need_minutes(text: str) -> str:
    minutes = tidy(text)
    require(YES if minutes else no(_("議事録を書いてください。")))
    return minutes


def _agree(meeting: Calibration, one: Agreed, present: Collection[Reviewer], *, by: Person, at: dt.datetime) -> None:
    require(YES if one.item.panel_id == meeting.panel_id else HIDDEN)
    require(can_run_item(by, one.item))
    bound = Conflict.objects.in_force().filter(item=one.item, person__in=[member.person_id for member in present])
    for conflict in bound.select_related("person")[:1]:
        require(
            no(
                _("%(name)sさんは「%(item)s」と利益相反があるため、この件の合議に加われません。")
                % {"name": conflict.person, "item": one.item.number},
                _("退席した人を出席者から外して、記録を分けてください。"),
            )
        )
    require(YES if 0 <= one.points <= FULL else no(_("合議の点は、0から100までです。")))
    points = Fraction(one.points)
    Agreement.objects.create(
        calibration=meeting, item=one.item, numerator=points.numerator, denominator=points.denominator,
        reason=need_reason(one.reason),
    )  # fmt: skip
    log(
        meeting.panel, "agree", by=by, at=at, item=str(one.item.public_id), numerator=points.numerator,
        denominator=points.denominator, reason=one.reason,
    )  # fmt: skip
