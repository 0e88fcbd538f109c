"""Who may learn, sit the test, and set a course up."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.clock import written
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.models import Gathering, Registration
from kosetsu.foundation.gatherings.permissions import can_plan
from kosetsu.foundation.gatherings.states import GatheringState, RegistrationState
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training.models import OnDemandCourse
from kosetsu.services.training.rules import learning as rules


def can_set_up(user: Any, gathering: Gathering) -> Decision:
    """Whoever plans gatherings, for those that are seen on demand, until they are over."""
    if not (plans := can_plan(user)):
        return plans
    if gathering.format != Format.ON_DEMAND or gathering.service != "training":
        return HIDDEN
    if gathering.state in (GatheringState.CLOSED, GatheringState.CANCELLED):
        return no(_("終了した講座の内容は変えられません。"))
    return YES


def can_read_company_transcript(user: Any) -> Decision:
    """Whoever acts for a company."""
    mine = standing(user)
    return YES if mine.organisations else no(_("会社の受講記録は、会社の担当者が見られます。"))


def can_learn(registration: Registration, course: OnDemandCourse, at: dt.datetime) -> Decision:
    """Whoever has a place, from the opening to the end."""
    if registration.state != RegistrationState.CONFIRMED:
        return no(_("「%(state)s」の申し込みでは受講できません。") % {"state": registration.get_state_display()})
    if course.gathering.state != GatheringState.PUBLISHED or (open_ := course.opens_at()) is None:
        return no(_("この講座は公開されていません。"))
    if at < open_[0]:
        return no(_("受講は%(moment)sからです。") % {"moment": written(open_[0])})
    if at >= open_[1]:
        return no(_("受講は%(moment)sまででした。") % {"moment": written(open_[1])})
    return YES


def can_sit_test(registration: Registration, course: OnDemandCourse, at: dt.datetime) -> Decision:
    """Once every part was seen, so many times, until it is passed."""
    if not (learns := can_learn(registration, course, at)):
        return learns
    if not course.questions.exists():
        return no(_("この講座に確認テストはありません。"))
    attempts = list(registration.attempts.all())
    if any(one.passed for one in attempts):
        return no(_("確認テストには、すでに合格しています。"))
    if len(attempts) >= course.most_attempts:
        return no(_("確認テストは%(most)s回までです。") % {"most": course.most_attempts}, _("窓口へご連絡ください。"))
    if not saw_all(registration, course):
        return no(_("確認テストは、すべての動画を見てから受けられます。"))
    return YES


def saw_all(registration: Registration, course: OnDemandCourse) -> bool:
    """Whether enough of every part was seen; a course without parts was not."""
    seen = dict(registration.progress.values_list("part", "seen"))
    parts = list(course.parts.all())
    return bool(parts) and all(rules.seen_all(seen.get(one.pk, []), one.seconds, course.seen_percent) for one in parts)
