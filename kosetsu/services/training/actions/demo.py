"""The demo's matters of training, lived through by the actions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kosetsu.common.clock import day_of
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.gatherings.actions import Guest
from kosetsu.foundation.gatherings.states import GatheringState
from kosetsu.foundation.parties.actions.demo import ONE_DAY, Cast
from kosetsu.foundation.parties.models import StaffPost, Workplace
from kosetsu.services.training.actions import bundles, dispatches, holding, tailored, trainees
from kosetsu.services.training.models import Bundle, StaffDispatch, TailoredCourse, TraineeStay
from kosetsu.services.training.states import TailoredState

BEGINS = dt.time(13, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """One tailored course of the demo, until the state it has reached."""

    workplace: Workplace
    asked_by: Person
    designer: Person
    subject: str
    goals: str
    title: str
    lessons: str
    people: int
    place: str
    until: str
    working_days: int

    def written(self) -> list[tailored.Lesson]:
        """The lessons as the row writes them."""
        rows = [part.split(":") for part in self.lessons.split(";") if part.strip()]
        return [
            tailored.Lesson(day=int(day), title=title, minutes=int(minutes), lecturer=lecturer)
            for day, title, minutes, lecturer in rows
        ]


def play_tailored(shows: Sequence[Show], cast: Cast) -> None:
    """Those whose subject is not in the records yet."""
    known = set(TailoredCourse.objects.values_list("subject", flat=True))
    for show in shows:
        if tidy(show.subject) not in known:
            _play(show, cast)


def _play(show: Show, cast: Cast) -> None:
    at, desk = cast.at, show.designer
    course = tailored.ask_tailored(
        by=show.asked_by, at=at, workplace=show.workplace, subject=show.subject, goals=show.goals, people=show.people,
        place=show.place,
    )  # fmt: skip
    if show.until == TailoredState.ASKED:
        return
    post = StaffPost.objects.filter(person=desk, group__isnull=False).select_related("group__branch").first()
    assert post
    assert post.group
    course = tailored.design_tailored(
        by=desk, at=at, course=course, title=show.title, lessons=show.written(), group=post.group
    )
    course = tailored.quote_tailored(by=desk, at=at, course=course)
    if show.until == TailoredState.QUOTED:
        return
    course = tailored.accept_tailored(by=show.asked_by, at=at, course=course)
    if show.until == TailoredState.ACCEPTED:
        return
    people = [Guest(f"Guest {n:02}", f"trainee{n:02}@demo.example.jp") for n in range(1, show.people + 1)]
    course = holding.name_participants(by=show.asked_by, at=at, course=course, people=people)
    zone = ZoneInfo(post.group.branch.timezone)
    begins = {
        day: dt.datetime.combine(cast.working_day(show.working_days + 7 * day), BEGINS, zone) for day in course.days
    }
    holding.plan_tailored(by=desk, at=at, course=course, begins=begins)


def play_dispatch(
    cast: Cast, errand: dispatches.Errand, by: Person, approver: Person | None, *, hours: int, headcount: int
) -> None:
    """One dispatch, where its purpose is not in the records yet: entered, approved, and done on each day so far."""
    if StaffDispatch.objects.filter(purpose=errand.purpose).exists():
        return
    made = dispatches.enter_staff_dispatch(by=by, at=cast.at, errand=errand)
    if approver is None:
        return
    made = dispatches.approve_staff_dispatch(by=approver, at=cast.at, dispatch=made)
    last = min(errand.ends_on, day_of(cast.at))
    for number in range((last - errand.starts_on).days + 1 if hours else 0):
        day = errand.starts_on + number * ONE_DAY
        dispatches.record_staff_day(
            by=by, at=cast.at, dispatch=made, person=errand.staff[0], on_date=day, hours=hours, headcount=headcount
        )


def play_trainees(cast: Cast, offer: trainees.Offer, by: Person, approver: Person | None) -> None:
    """One stay, where its theme is not in the records yet: offered, accepted, and begun where its day has come."""
    if TraineeStay.objects.filter(theme=offer.theme).exists():
        return
    made = trainees.offer_trainees(by=by, at=cast.at, offer=offer)
    if approver is None:
        return
    made = trainees.accept_trainees(by=approver, at=cast.at, stay=made)
    if offer.starts_on <= day_of(cast.at):
        trainees.begin_trainees(by=by, at=cast.at, stay=made, starts_on=offer.starts_on, count=offer.count)


def play_bundle(cast: Cast, chosen: bundles.Set, by: Person) -> None:
    """One bundle, where its title is not in the records yet and its courses are still to come."""
    to_come = all(one.state == GatheringState.PUBLISHED for one in chosen.gatherings)
    if to_come and not Bundle.objects.filter(title=chosen.title).exists():
        made = bundles.plan_bundle(by=by, at=cast.at, chosen=chosen)
        bundles.open_bundle(by=by, at=cast.at, bundle=made)
