"""Who works on it: the group is found, a person takes it or is named."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.catalogue.models import TechnologyField
from kosetsu.foundation.parties.models import Group
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations.actions import beats
from kosetsu.services.consultations.actions.mail import tell_institute
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.permissions import WORKERS, can_take, can_work
from kosetsu.services.consultations.states import NoticeKind


@transaction.atomic
def triage(
    *,
    by: Person,
    at: dt.datetime,
    consultation: Consultation,
    group: Group,
    field: TechnologyField | None,
    understood: str,
    due_on: dt.date | None = None,
) -> Consultation:
    """Say what was understood and which group answers; ``due_on`` changes the deadline, None keeps it."""
    consultation = beats.locked(consultation)
    require(can_work(by, consultation, "triage"))
    columns: dict[str, Any] = {"group": group, "branch": group.branch, "due_on": due_on or consultation.case.due_on}
    beats.move(consultation, "triage", by=by, at=at, **columns)
    consultation.field, consultation.understood = field or consultation.field, understood.strip()
    consultation.save(update_fields=["field", "understood"])
    tell_institute(consultation, NoticeKind.ARRIVED, at=at, but=by)
    return consultation


@transaction.atomic
def take(*, by: Person, at: dt.datetime, consultation: Consultation) -> Consultation:
    """Take a case that nobody holds: of two people at the same moment one wins, the other is told who."""
    consultation = beats.locked(consultation)
    require(can_take(by, consultation))
    beats.move(consultation, "take", by=by, at=at, assignee=by, **_home(consultation, by))
    return consultation


@transaction.atomic
def assign(*, by: Person, at: dt.datetime, consultation: Consultation, assignee: Person) -> Consultation:
    """Name the person who answers; raises ``Refused`` for someone who does not work on consultations."""
    consultation = beats.locked(consultation)
    require(can_work(by, consultation, "assign"))
    require(_can_be_named(assignee))
    beats.move(consultation, "assign", by=by, at=at, assignee=assignee, **_home(consultation, assignee))
    tell_institute(consultation, NoticeKind.ASSIGNED, at=at, but=by)
    return consultation


def _can_be_named(assignee: Person) -> Decision:
    if standing(assignee).has(*WORKERS):
        return Decision(True)
    return no(_("この職員は技術相談の担当になれません。"), _("窓口または研究部門の職員を選んでください。"))


def _home(consultation: Consultation, assignee: Person) -> dict[str, Any]:
    """A case without a group goes to the assignee's own, so that its unit is counted at a branch."""
    place = standing(assignee)
    if consultation.case.group_id or not place.groups:
        return {}
    group = Group.objects.select_related("branch").get(pk=min(place.groups))
    return {"group": group, "branch": group.branch}
