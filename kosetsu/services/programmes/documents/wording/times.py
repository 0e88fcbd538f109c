"""Windows, periods and what is due afterwards."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kosetsu.common.templatetags.display import day
from kosetsu.services.programmes.documents.wording.facts import named, unsaid
from kosetsu.services.programmes.rules import windows
from kosetsu.services.programmes.rules.language import Description, Report, Window

CHANNELS: Mapping[str, Any] = {
    "electronic": gettext_lazy("電子申請"),
    "post": gettext_lazy("郵送（当日消印有効）"),
    "counter": gettext_lazy("窓口"),
    "unsaid": gettext_lazy("申請方法は資料に記載なし"),
}
WORDS: Mapping[windows.State, tuple[Any, str]] = {
    "open": (gettext_lazy("受付中"), "done"),
    "always": (gettext_lazy("通年で受付"), "done"),
    "upcoming": (gettext_lazy("これから受付"), "active"),
    "closed": (gettext_lazy("受付終了"), "stopped"),
    "unpublished": (gettext_lazy("募集時期は未公表"), "neutral"),
}
"""The word of a state and its colour on ``c-state``."""


@dataclass(frozen=True, slots=True)
class WindowState:
    """Where the windows of a programme stand, for a chip and a sentence beside it."""

    state: windows.State
    word: str
    kind: str
    sentence: str


def days_text(days: int) -> str:
    """How long something takes."""
    return ngettext("%(days)s日", "%(days)s日", days) % {"days": days} if days else _("すぐ")


def months_text(months: int) -> str:
    return ngettext("%(months)sか月", "%(months)sか月", months) % {"months": months}


def window_text(window: Window) -> str:
    """One round by one channel, with its last moment."""
    parts = {"opens": day(window.opens, "western"), "closes": _closing(window), "channel": CHANNELS[window.channel]}
    words = _("%(opens)s〜%(closes)s（%(channel)s）") % parts
    return f"{window.round} {words}" if window.round else words


def _closing(window: Window) -> str:
    closes = day(window.closes, "western")
    return f"{closes} {window.closes_at:%H:%M}" if window.closes_at else closes


def windows_text(description: Description) -> list[str]:
    """Every window of a programme; that none is published is said."""
    if description.windows is None:
        return [_("募集の時期は公表されていません")]
    if description.windows == "always":
        return [_("通年で受け付けています")]
    return [window_text(one) for one in description.windows]


def window_state(description: Description, at: dt.datetime, zone: dt.tzinfo) -> WindowState:
    """What the windows are at this very moment; one that has ended is never open."""
    state = windows.state(description, at, zone)
    word, kind = WORDS[state]
    return WindowState(state, str(word), kind, _sentence(description, state, at, zone))


def _sentence(description: Description, state: windows.State, at: dt.datetime, zone: dt.tzinfo) -> str:
    match state:
        case "unpublished":
            return _("募集の時期は公表されていません")
        case "always":
            return _("通年で受け付けています")
        case "closed":
            return _ended(description)
    window = windows.next_window(description, at, zone)
    if window is None:
        return _("%(day)sから受け付けます") % {"day": day(description.effective_from, "western")}
    if state == "upcoming":
        return _("%(day)sから受け付けます") % {"day": day(window.opens, "western")}
    left = windows.days_left(window, at, zone) or 0
    return _("%(closes)sまで（%(left)s）") % {"closes": _closing(window), "left": _left(left)}


def _left(days: int) -> str:
    return ngettext("あと%(days)s日", "あと%(days)s日", days) % {"days": days} if days else _("今日まで")


def _ended(description: Description) -> str:
    if isinstance(description.windows, tuple) and description.windows:
        last = max(description.windows, key=lambda one: (one.closes, one.closes_at or dt.time.max))
        return _("%(closes)sに終了しました") % {"closes": _closing(last)}
    return _("受付は終了しました")


def report_text(report: Report) -> str:
    """What is due afterwards, when and how often."""
    parts = {"what": named(report.words), "first": months_text(report.first_months), "times": report.times}
    if not report.first_months:
        parts["first"] = ""
    if report.times == 1:
        return _("%(what)s：完了後%(first)s") % parts
    every = {**parts, "every": months_text(report.every_months)}
    return _("%(what)s：完了後%(first)s、その後%(every)sごとに全%(times)s回") % every


def award_text(description: Description) -> str:
    """Whether one may order before the award."""
    if description.award_before_order is None:
        return _("資料に記載がありません（計画では、交付決定の前に発注しないものとします）")
    if description.award_before_order:
        return _("交付決定の前に発注したものは、対象になりません")
    return _("交付決定の前に発注できます")


def decision_text(description: Description) -> str:
    """How long the decision takes, where it is said."""
    if description.decision_days is None:
        return unsaid()
    return _("締め切りから%(days)s") % {"days": days_text(description.decision_days)}


def period_text(description: Description) -> str:
    """How long one is supported."""
    return unsaid() if description.period_months is None else months_text(description.period_months)


def places_text(description: Description) -> str:
    """How many are supported, and how many places are left where that is known."""
    if description.places is None:
        return unsaid()
    scale = f"{description.places:,}{description.places_unit}"
    if description.places_left is None:
        return scale
    return _("%(scale)s（残り %(left)s）") % {"scale": scale, "left": f"{description.places_left:,}"}


EVENTS: Mapping[str, Any] = {
    "opens": gettext_lazy("受付開始"),
    "closes": gettext_lazy("受付締切"),
    "decided": gettext_lazy("交付決定"),
}


def event_text(event: windows.Event, description: Description) -> str:
    """One event of a calendar: 受付締切：設備の助成（電子申請）."""
    parts = {"what": EVENTS[event.kind], "title": named(description.words), "channel": CHANNELS[event.window.channel]}
    return _("%(what)s：%(title)s（%(channel)s）") % parts
