"""Learning: what was seen of a part, and the test at the end."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.gatherings.actions import arrive_online, complete
from kosetsu.foundation.gatherings.models import Registration
from kosetsu.foundation.governance import audit
from kosetsu.services.training.models import Attempt, OnDemandCourse, Part, Progress
from kosetsu.services.training.permissions import can_learn, can_sit_test, saw_all
from kosetsu.services.training.rules import learning as rules


@transaction.atomic
def watch(
    *, at: dt.datetime, registration: Registration, part: Part, spans: Sequence[rules.Span], second: int
) -> Progress:
    """Note what a player played since it last said so, and where it stands; the first time one attends the course.

    The same seconds sent again, or seen on two devices, count once. Raises ``Refused`` outside the course's time and
    for more than a player can play between two reports.
    """
    course = part.course
    _lock(registration)
    require(can_learn(registration, course, at))
    played = rules.together(spans, part.seconds)
    require(YES if rules.seconds_in(played) <= rules.MOST_AT_ONCE else no(_("視聴の記録が読み取れません。")))
    before = {one.part_id: one for one in registration.progress.all()}
    row = before.get(part.pk) or Progress(registration=registration, part=part)
    row.seen = rules.together([*row.seen, *played], part.seconds)
    row.second, row.seen_at = min(max(second, 0), part.seconds), at
    row.save()
    opens = course.opens_at()
    if opens and not before:  # later reports leave the gathering's lock alone: all its learners share it
        arrive_online(at=at, registration=registration, on_date=course.gathering.day_of(opens[0]))
    if registration.completed_at is None and not course.questions.exists() and saw_all(registration, course):
        complete(at=at, registration=registration)
    return row


@transaction.atomic
def sit_test(*, at: dt.datetime, registration: Registration, answers: Sequence[Sequence[int]]) -> Attempt:
    """Answer every question at once: by question the chosen choices; passed, the course is completed."""
    course = OnDemandCourse.objects.select_related("gathering").get(gathering=registration.gathering_id)
    _lock(registration)
    require(can_sit_test(registration, course, at))
    questions = list(course.questions.all())
    require(YES if len(answers) == len(questions) else no(_("すべての問題に答えてください。")))
    right = rules.marked(answers, [one.right for one in questions])
    attempt = Attempt.objects.create(
        registration=registration, number=registration.attempts.count() + 1, answers=[sorted(one) for one in answers],
        right=right, asked=len(questions), passed=rules.passed(right, len(questions), course.pass_percent), at=at,
    )  # fmt: skip
    after = {"number": attempt.number, "right": right, "asked": attempt.asked, "passed": attempt.passed}
    audit.record(by=None, at=at, verb="sit_test", thing=registration, after=after)
    if attempt.passed:
        complete(at=at, registration=registration)
    return attempt


def _lock(registration: Registration) -> None:
    lock_keys(f"training:learning:{registration.pk}")
