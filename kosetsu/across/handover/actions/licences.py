"""From a course that was held to the licences it leads to: whoever came every day took the instrument's course."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings.actions import beats
from kosetsu.foundation.gatherings.models import Gathering, Registration
from kosetsu.foundation.gatherings.states import GatheringState, RegistrationState
from kosetsu.services.instruments import actions as instruments
from kosetsu.services.instruments.models import CourseDate, Licence, LicenceRule
from kosetsu.services.instruments.permissions import can_teach


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who came on every day, with the instruments whose course that was and is not yet noted for them.

    Without an account there is nobody a licence could belong to.
    """

    registration: Registration
    instruments: tuple[Offering, ...]

    @property
    def person(self) -> Person | None:
        return self.registration.person


def instruments_of(gathering: Gathering) -> list[Offering]:
    """The instruments that ask for this gathering's course on its last day."""
    date = CourseDate.objects.filter(gathering=gathering).first()
    course = date.course_id if date else gathering.offering_id
    if course is None or gathering.ends_on is None:
        return []
    rules = LicenceRule.objects.on(gathering.ends_on).filter(course=course).select_related("offering")
    asking = {rule.offering_id for rule in rules}
    in_force = LicenceRule.of(asking, gathering.ends_on)
    return sorted((rule.offering for rule in in_force.values() if rule.course_id == course), key=lambda one: one.code)


def can_note_learners(user: Person, gathering: Gathering) -> Decision:
    """Whoever teaches instruments, once a course that leads to licences is over."""
    if not (teaches := can_teach(user)):
        return teaches
    if not instruments_of(gathering):
        return HIDDEN
    if gathering.state != GatheringState.CLOSED:
        return no(_("認定証への引き継ぎは、講習会の終了を記録してから行います。"))
    return YES


def learners(gathering: Gathering) -> list[Learner]:
    """Everyone who came on every day, by name."""
    if gathering.ends_on is None:
        return []
    days = {gathering.day_of(session.starts_at) for session in gathering.sessions.all()}
    asking = instruments_of(gathering)
    noted = set(
        Licence.objects.filter(offering__in=asking, attended_on=gathering.ends_on).values_list("person", "offering")
    )
    rows = gathering.registrations.filter(state=RegistrationState.CONFIRMED).select_related("person", "workplace")
    came = [one for one in rows.prefetch_related("arrivals").order_by("name", "pk") if days <= _came(one)]
    return [
        Learner(one, tuple(tool for tool in asking if one.person_id and (one.person_id, tool.pk) not in noted))
        for one in came
    ]


def _came(registration: Registration) -> set[dt.date | None]:
    return {arrival.on_date for arrival in registration.arrivals.all()}


@transaction.atomic
def note_learners(*, by: Person, at: dt.datetime, gathering: Gathering) -> Sequence[Licence]:
    """Note the course for all who came and for whom it is not noted yet; entry and price are the gathering's own."""
    gathering = beats.locked(gathering)
    require(can_note_learners(by, gathering))
    assert gathering.ends_on is not None
    return [
        instruments.attend_course(
            by=by, at=at, person=learner.person, offering=tool, attended_on=gathering.ends_on,
            workplace=learner.registration.workplace, gathering=gathering,
        )
        for learner in learners(gathering) if learner.person
        for tool in learner.instruments
    ]  # fmt: skip
