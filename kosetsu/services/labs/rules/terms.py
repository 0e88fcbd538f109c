"""Days that follow from terms: a tenancy's end, its yearly checks, when to ask for more, how long a room is empty."""

import datetime as dt

from django.utils.translation import gettext as _

from kosetsu.common.calendars import after_months, last_day
from kosetsu.common.decisions import YES, Decision, no

ONE_DAY = dt.timedelta(days=1)


def ends_on(since: dt.date, years: int) -> dt.date:
    """The last day of so many years.

    >>> ends_on(dt.date(2026, 4, 15), 3)
    datetime.date(2029, 4, 14)
    """
    return last_day(since, years * 12)


def extended(until: dt.date, years: int) -> dt.date:
    """The last day of so many further years."""
    return last_day(until + ONE_DAY, years * 12)


def check_days(since: dt.date, until: dt.date, every_months: int) -> list[dt.date]:
    """When each yearly check of a stay is due: every so many months, while it lasts."""
    found, number = [], 1
    while every_months and (day := after_months(since, every_months * number)) <= until:
        found.append(day)
        number += 1
    return found


def may_extend(day: dt.date, until: dt.date, *, granted: int, times: int, from_days: int, until_days: int) -> Decision:
    """Whether it is the time to ask for more years: so often, and within a window before the end."""
    if granted >= times:
        return no(
            _("契約期間の延長は%(times)s回までです。") % {"times": times}, _("契約の終わりまでに退去してください。")
        )
    first, last = until - dt.timedelta(days=from_days), until - dt.timedelta(days=until_days)
    if first <= day <= last:
        return YES
    return no(
        _("延長を申請できるのは、%(first)sから%(last)sまでです。")
        % {"first": first.isoformat(), "last": last.isoformat()},
        _("この期間に申請してください。") if day < first else _("ラボマネージャーへご相談ください。"),
    )


def may_leave_on(leaving: dt.date, *, today: dt.date, since: dt.date, until: dt.date, notice_days: int) -> Decision:
    """Whether somebody may leave on that day: not in the past, within the contract, with the notice agreed on."""
    values = {
        "day": leaving.isoformat(), "today": today.isoformat(), "since": since.isoformat(), "until": until.isoformat(),
        "notice": notice_days, "first": (today + dt.timedelta(days=notice_days)).isoformat(),
    }  # fmt: skip
    if leaving < today:
        return no(
            _("退去日%(day)sは過去の日付です（今日は%(today)s）。") % values, _("今日以降の日を入力してください。")
        )
    if not since <= leaving <= until:
        return no(
            _("退去日%(day)sは、契約期間（%(since)s～%(until)s）の外です。") % values,
            _("契約期間の中の日を入力してください。"),
        )
    if (leaving - today).days < notice_days:
        return no(
            _("退去は%(notice)s日前までに届け出る契約です。") % values,
            _("%(first)s以降の日を入力するか、ラボマネージャーへご相談ください。") % values,
        )
    return YES


def empty_days(day: dt.date, free_since: dt.date) -> int:
    """How many days a room has been empty on ``day``, which counts as well."""
    return max((day - free_since).days + 1, 0)


def begun_hours(started: dt.datetime, stopped: dt.datetime) -> int:
    """How many hours were begun; at least one.

    >>> begun_hours(dt.datetime(2026, 4, 1, 9), dt.datetime(2026, 4, 1, 10, 1))
    2
    """
    return max(-(-(stopped - started) // dt.timedelta(hours=1)), 1)
