"""Who coordinates in a programme: appointed from a day, ended on a day."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.alliances.models import Coordinator, Liaison
from kosetsu.services.alliances.permissions import can_manage


@transaction.atomic
def appoint_coordinator(
    *, by: Person, at: dt.datetime, liaison: Liaison, person: Person, valid_from: dt.date,
    valid_to: dt.date | None = None,
) -> Coordinator:  # fmt: skip
    """A colleague coordinates in the programme; refused where a term of the same person shares a day with it."""
    _lock(liaison)
    require(can_manage(by))
    staff = standing(person, max(valid_from, day_of(at))).is_staff
    require(YES if staff else no(_("「%(person)s」は職員ではありません。") % {"person": person}))
    fits = valid_to is None or valid_from <= valid_to
    require(YES if fits else no(_("終了日が、開始日より前です。")))
    runs = liaison.holds_on(valid_from)
    require(YES if runs else no(_("「%(liaison)s」は、この日に実施されていません。") % {"liaison": liaison}))
    twice = Coordinator.objects.filter(liaison=liaison, person=person).overlapping(valid_from, valid_to).exists()
    require(no(_("この人の任期が、すでにある任期と重なります。")) if twice else YES)
    made = Coordinator.objects.create(liaison=liaison, person=person, valid_from=valid_from, valid_to=valid_to)
    after = {"liaison": liaison.key, "person": person.pk, "valid_from": valid_from, "valid_to": valid_to}
    audit.record(by=by, at=at, verb="appoint_coordinator", thing=made, after=after)
    return made


@transaction.atomic
def end_coordinator(*, by: Person, at: dt.datetime, coordinator: Coordinator, valid_to: dt.date) -> Coordinator:
    """The last day of a term; from the next day on the person sees nothing of the programme."""
    _lock(coordinator.liaison)
    require(can_manage(by))
    found: Coordinator = Coordinator.objects.select_related("person", "liaison").get(pk=coordinator.pk)
    assert found.valid_from
    require(no(_("この人の任期は、すでに終わりが決まっています。")) if found.valid_to else YES)
    require(YES if found.valid_from <= valid_to else no(_("終了日が、開始日より前です。")))
    found.valid_to = valid_to
    found.save(update_fields=["valid_to"])
    audit.record(by=by, at=at, verb="end_coordinator", thing=found, after={"valid_to": valid_to})
    return found


def _lock(liaison: Liaison) -> None:
    lock_keys(f"alliances:liaison:{liaison.pk}")
