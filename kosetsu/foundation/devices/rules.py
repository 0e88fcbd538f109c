"""Whether a device was calibrated at a moment, and when it is due. No Django models, no clock.

The newest check that was done by a day decides about that day: it failed, or it holds until its last day.
A later check says nothing about earlier days; what a failed one throws doubt on is listed apart (``doubt``).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from kosetsu.common.calendars import after_months
from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.devices.states import Finding, Result


class Check(Protocol):
    """A calibration as the arithmetic reads it."""

    @property
    def done_on(self) -> dt.date: ...
    @property
    def valid_until(self) -> dt.date | None: ...
    @property
    def as_found(self) -> str: ...
    @property
    def result(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Done:
    """A check that is in no database: a draft, an example."""

    done_on: dt.date
    valid_until: dt.date | None = None
    as_found: str = Finding.GOOD
    result: str = Result.PASSED


def deciding(checks: Iterable[Check], day: dt.date) -> Check | None:
    """The check that decides about ``day``: the newest done by then, the later row of two on one day.

    ``checks`` stand in the order in which they were written down.
    """
    newest: Check | None = None
    for one in checks:
        if one.done_on <= day and (newest is None or one.done_on >= newest.done_on):
            newest = one
    return newest


def valid_on(checks: Iterable[Check], day: dt.date) -> Decision:
    """Whether the device was calibrated on ``day``, with the reason why not."""
    check = deciding(checks, day)
    if check is None:
        return no(_("校正の記録がありません。"), _("校正を記録してから使用してください。"))
    if check.result == Result.FAILED:
        return no(
            _("%(day)sの校正で不合格となっています。") % {"day": f"{check.done_on:%Y/%m/%d}"},
            _("修理・調整のうえ、校正を記録してください。"),
        )
    if check.valid_until is None or check.valid_until < day:
        return no(
            _("校正の有効期限（%(day)s）を過ぎています。") % {"day": f"{check.valid_until or check.done_on:%Y/%m/%d}"},
            _("校正を記録してから使用してください。"),
        )
    return YES


def valid_at(checks: Iterable[Check], at: dt.datetime) -> Decision:
    """The same for a moment; ``at`` carries the zone of the place where the device stands."""
    return valid_on(checks, at.date())


def fits(check: Check, today: dt.date) -> Decision:
    """Whether a check can be written down as it is."""
    if check.done_on > today:
        return no(_("校正日が先の日付です。"))
    if check.as_found == Finding.FAILED and check.result == Result.PASSED:
        return no(
            _("校正前に不適合だった機器は、そのままでは合格になりません。"),
            _("「調整して合格」か「不合格」を選んでください。"),
        )
    if check.result == Result.FAILED:
        return YES if check.valid_until is None else no(_("不合格の校正に有効期限はありません。"))
    if check.valid_until is None or check.valid_until < check.done_on:
        return no(_("有効期限は、校正日より後の日付にしてください。"))
    return YES


def doubt(earlier: Sequence[Check], failed: Check) -> tuple[dt.date | None, dt.date]:
    """From which day to which one a failed as-found check throws doubt on what was measured.

    It begins with the last check at which the device was good as it was left; None: there was none.
    """
    good = [one for one in earlier if one.done_on <= failed.done_on and one.result != Result.FAILED]
    return (max(one.done_on for one in good) if good else None), failed.done_on


def valid_until(done_on: dt.date, months: int) -> dt.date:
    """The last day on which a check done on this day holds: the day before its anniversary."""
    return after_months(done_on, months) - dt.timedelta(days=1)
