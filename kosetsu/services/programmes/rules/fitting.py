"""When an application can be made: the days on which window, steps, award and project fit, and why no others do."""

import datetime as dt
from collections.abc import Sequence

from kosetsu.common.calendars import after_months
from kosetsu.services.programmes.rules.language import Description, Window
from kosetsu.services.programmes.rules.situation import Late, Project, Reason, Remark, Situation, When
from kosetsu.services.programmes.rules.steps import DAY, Step, lapses, last_day, ready
from kosetsu.services.programmes.rules.windows import state

FAR: tuple[Reason, ...] = ("closed", "too_short", "award_late", "period_short")
"""How far an application comes before it fails."""


def fitting(
    given: Situation, said: Description, steps: tuple[Step, ...], windows: Sequence[Window]
) -> tuple[tuple[When, ...], tuple[Late, ...]]:
    """The windows in which the steps, the award and the project fit, and why others do not.

    The window with the earliest last day is enough, unless a step that lapses costs something and may be shared.
    """
    if said.windows == "always":
        found = [_always(given, said, steps)]
    else:
        found = [_in_window(given, said, steps, window) for window in windows]
    whens = sorted((one for one in found if isinstance(one, When)), key=lambda one: one.last_day)
    lates = [one for one in found if isinstance(one, Late)]
    if not found:
        lates = [Late("closed")]
    return tuple(whens if any(map(lapses, steps)) else whens[:1]), tuple(lates)


def _in_window(given: Situation, said: Description, steps: tuple[Step, ...], window: Window) -> When | Late:
    done = ready(steps, given.today)
    first = max(window.opens, done + said.prepare_days * DAY) if done is not None else None
    found = None if first is None else last_day(steps, first, window.closes, said.prepare_days)
    if first is None or found is None:
        return Late("too_short", {"closes": window.closes, **({"ready": first} if first is not None else {})})
    award = window.decided or window.closes + _decision(said)
    if said.award_before_order is not False and award > given.project.latest_order:
        return Late("award_late", {"award": award, "latest_order": given.project.latest_order})
    if award < (least := _first_award(given.project, said)):
        return Late("period_short", {"award": award, "first_award": least})
    return When(window, first, *found, award, award)


def _always(given: Situation, said: Description, steps: tuple[Step, ...]) -> When | Late:
    """What is taken all year is handed in so late that the award still comes before the order."""
    if state(said, given.at, given.zone) == "closed":
        return Late("closed")
    ordered = said.award_before_order is not False
    by = given.project.latest_order - _decision(said) if ordered else given.project.latest_completion
    end = min(by, said.effective_to or by)
    done = ready(steps, given.today)
    first = max(said.effective_from, done + said.prepare_days * DAY) if done is not None else None
    found = None if first is None else last_day(steps, first, end, said.prepare_days)
    if first is None or found is None:
        reason: Reason = "award_late" if ordered and first is not None and end == by else "too_short"
        return Late(reason, {"latest_order": given.project.latest_order, **({"ready": first} if first else {})})
    least = _first_award(given.project, said)
    if found[0] + _decision(said) < least:
        return Late("period_short", {"award": found[0] + _decision(said), "first_award": least})
    if said.period_months is not None:
        first = max(first, least - _decision(said))
    return When(None, first, *found, first + _decision(said), found[0] + _decision(said))


def _decision(said: Description) -> dt.timedelta:
    """From the last day to the award; the day after where nothing is said, with a remark."""
    return (1 if said.decision_days is None else said.decision_days) * DAY


def _first_award(project: Project, said: Description) -> dt.date:
    """The first award whose period, which ends the day before its anniversary, holds the latest completion."""
    if said.period_months is None:
        return dt.date.min
    day = after_months(project.latest_completion, -said.period_months)
    while after_months(day, said.period_months) <= project.latest_completion:
        day += DAY
    return day


def remarks(given: Situation, said: Description, window: Window | None, steps: Sequence[Step]) -> tuple[Remark, ...]:
    """What had to be supposed for one application."""
    announced = window is not None and window.decided is not None
    found: list[tuple[Remark, bool]] = [
        ("decision_unknown", said.decision_days is None and not announced),
        ("order_rule_unknown", said.award_before_order is None),
        ("fee_unknown", said.fee_yen is None),
        ("step_unpublished", any(step.unpublished for step in steps)),
    ]
    return tuple(key for key, holds in found if holds)
