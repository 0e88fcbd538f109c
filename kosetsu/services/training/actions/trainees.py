"""Stays of trainees in the order of their life: offered, accepted by another one, begun, ended; and names that go."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Group, Organisation
from kosetsu.services.training.actions import beats
from kosetsu.services.training.models import TraineeName, TraineeStay, TraineeTerms
from kosetsu.services.training.permissions import can_enter, can_move_trainees, can_name_trainees
from kosetsu.services.training.rules.trainees import purge_on
from kosetsu.services.training.states import TRAINEES

KIND = "trainee"
SERIES, PREFIX = "training:trainee_stay", "研"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Whom a university would send."""

    university_name: str
    theme: str
    group: Group
    starts_on: dt.date
    ends_on: dt.date
    count: int


@transaction.atomic
def offer_trainees(*, by: Person, at: dt.datetime, offer: Offer) -> TraineeStay:
    """Enter what a university asks for."""
    require(can_enter(by))
    stay = TraineeStay(entered_by=by, entered_at=at)
    _write(stay, offer)
    stay.number = beats.number(SERIES, PREFIX, at)
    stay.save(force_insert=True)
    audit.record(by=by, at=at, verb="offer_trainees", thing=stay, after={"number": stay.number, "count": stay.count})
    return stay


@transaction.atomic
def change_trainees(*, by: Person, at: dt.datetime, stay: TraineeStay, offer: Offer) -> TraineeStay:
    """Enter it otherwise, while it is not decided; whoever did has entered it."""
    stay = _asked(by, stay, "change_trainees")
    _write(stay, offer)
    stay.entered_by = by
    stay.save()
    return beats.step(stay, TRAINEES, "change_trainees", by=by, at=at)


@transaction.atomic
def accept_trainees(*, by: Person, at: dt.datetime, stay: TraineeStay) -> TraineeStay:
    """The head of the group agrees."""
    stay = _asked(by, stay, "accept_trainees")
    return beats.step(stay, TRAINEES, "accept_trainees", by=by, at=at, decided_by=by, decided_at=at)


@transaction.atomic
def refuse_trainees(*, by: Person, at: dt.datetime, stay: TraineeStay, reason: str) -> TraineeStay:
    """The head of the group does not, and says why."""
    stay = _asked(by, stay, "refuse_trainees")
    reason = need_reason(reason)[:300]
    return beats.step(stay, TRAINEES, "refuse_trainees", by=by, at=at, decided_by=by, decided_at=at, reason=reason)


@transaction.atomic
def name_trainees(*, by: Person, at: dt.datetime, stay: TraineeStay, names: Sequence[str]) -> TraineeStay:
    """Who they are, in place of those named before; the audit log says how many, never who."""
    stay = beats.alone(stay)
    require(can_name_trainees(by, stay))
    found = [name for name in map(tidy_line, names) if name]
    most = no(_("氏名は、受入れの人数（%(most)s人）までです。") % {"most": stay.count})
    require(YES if len(found) <= stay.count else most)
    stay.names.all().delete()
    day = _purge_on(stay)
    TraineeName.objects.bulk_create(TraineeName(stay=stay, name=name[:100], purge_on=day) for name in found)
    audit.record(by=by, at=at, verb="name_trainees", thing=stay, after={"people": len(found)})
    return stay


@transaction.atomic
def begin_trainees(*, by: Person, at: dt.datetime, stay: TraineeStay, starts_on: dt.date, count: int) -> TraineeStay:
    """They have come: one entry of as many people, in the fiscal year of this day."""
    stay = _asked(by, stay, "begin_trainees")
    require(
        YES if starts_on <= day_of(at) else no(_("これからの日付は指定できません。"), _("来た日に記録してください。"))
    )
    require(YES if starts_on <= stay.ends_on and count >= 1 else no(_("開始日と人数を確かめてください。")))
    entry = record_entry(
        by=by, at=at, service=beats.SERVICE, kind=KIND, on_date=starts_on, branch=stay.group.branch,
        partner=stay.university, quantity=count, unit="人", reference=stay.number, topic=stay.university_name,
    )  # fmt: skip
    return beats.step(stay, TRAINEES, "begin_trainees", by=by, at=at, starts_on=starts_on, count=count, entry=entry)


@transaction.atomic
def end_trainees(*, by: Person, at: dt.datetime, stay: TraineeStay, ends_on: dt.date) -> TraineeStay:
    """Their last day was this one; the day on which their names go follows it."""
    stay = _asked(by, stay, "end_trainees")
    require(YES if stay.starts_on <= ends_on <= day_of(at) else no(_("終了日は、開始日から今日までの日付です。")))
    beats.step(stay, TRAINEES, "end_trainees", by=by, at=at, ends_on=ends_on)
    stay.names.update(purge_on=_purge_on(stay))
    return stay


@transaction.atomic
def call_off_trainees(*, by: Person, at: dt.datetime, stay: TraineeStay, reason: str) -> TraineeStay:
    """Nobody comes: nobody needs their names."""
    stay = _asked(by, stay, "call_off_trainees")
    stay.names.all().delete()
    return beats.step(stay, TRAINEES, "call_off_trainees", by=by, at=at, reason=need_reason(reason)[:300])


@transaction.atomic
def purge_names(*, at: dt.datetime) -> int:
    """Names whose day has come go; how many they were. Of each stay the log says how many, never who."""
    late = TraineeName.objects.outlived(day_of(at)).select_for_update().order_by("pk")[:500]
    gone = list(late.select_related("stay"))
    for stay in {one.stay_id: one.stay for one in gone}.values():
        people = sum(one.stay_id == stay.pk for one in gone)
        audit.record(by=None, at=at, verb="purge_trainee_names", thing=stay, after={"people": people})
    TraineeName.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return len(gone)


def _write(stay: TraineeStay, offer: Offer) -> None:
    """What is offered, tidied; the university is known by its name where it is registered."""
    name, theme = tidy_line(offer.university_name)[:200], tidy_line(offer.theme)[:200]
    require(YES if name and theme and offer.count >= 1 else no(_("大学・学校、研修の内容、人数を入れてください。")))
    require(YES if offer.ends_on >= offer.starts_on else no(_("終了日は、開始日より後にしてください。")))
    known = list(Organisation.objects.similar_to(name)[:2])
    stay.university = known[0] if len(known) == 1 else None
    stay.university_name, stay.theme, stay.group = name, theme, offer.group
    stay.starts_on, stay.ends_on, stay.count = offer.starts_on, offer.ends_on, offer.count


def _purge_on(stay: TraineeStay) -> dt.date:
    """By the terms of the stay's last day; without terms nothing is kept after it."""
    terms = TraineeTerms.objects.on(stay.ends_on).order_by("-valid_from").first()
    return purge_on(stay.ends_on, terms.keep_days if terms else 0)


def _asked(by: Person, stay: TraineeStay, verb: str) -> TraineeStay:
    found = beats.alone(stay)
    require(can_move_trainees(by, found, verb))
    return found
