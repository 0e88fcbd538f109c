"""A matter changes hands or shape: passed on to another group or branch, split in parts, joined with another."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import open_case
from kosetsu.foundation.parties.models import Group
from kosetsu.services.consultations.actions import beats
from kosetsu.services.consultations.actions.mail import tell_institute
from kosetsu.services.consultations.actions.receive import title_of
from kosetsu.services.consultations.actions.thread import say
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.permissions import can_work
from kosetsu.services.consultations.states import MOVES, MessageKind, NoticeKind, Side


@transaction.atomic
def pass_on(*, by: Person, at: dt.datetime, consultation: Consultation, group: Group, reason: str) -> Consultation:
    """Hand the case to another group (of any branch); nobody holds it until someone there takes it."""
    consultation = beats.locked(consultation)
    require(can_work(by, consultation, "pass_on"))
    require(_is_another(consultation, group))
    beats.move(consultation, "pass_on", by=by, at=at, reason=reason, group=group, branch=group.branch, assignee=None)
    text = _("%(group)sへ引き継ぎました。\n%(reason)s") % {"group": group, "reason": reason}
    say(consultation, Side.NOTE, MessageKind.MOVE, text, by=by, at=at)
    tell_institute(consultation, NoticeKind.PASSED_ON, at=at)
    return consultation


@transaction.atomic
def split(
    *, by: Person, at: dt.datetime, consultation: Consultation, group: Group, title: str, question: str
) -> Consultation:
    """Take one part of the matter out into a case of its own, for another group; the first case stays as it is."""
    consultation = beats.locked(consultation)
    require(can_work(by, consultation, "split"))
    part = _part(consultation, group, title, question, by=by, at=at)
    note = _("%(number)s「%(title)s」として%(group)sへ分けました。") % {
        "number": part.case.number,
        "title": title,
        "group": group,
    }
    say(consultation, Side.NOTE, MessageKind.MOVE, note, by=by, at=at)
    beats.record("split", consultation, by=by, at=at, after={"part": part.case.number})
    beats.record("receive", part, by=by, at=at, after={"split_from": consultation.case.number})
    tell_institute(part, NoticeKind.ARRIVED, at=at, but=by)
    return part


@transaction.atomic
def join(*, by: Person, at: dt.datetime, consultation: Consultation, into: Consultation) -> Consultation:
    """Join a case into another of the same organisation; its thread is read there from now on.

    Raises ``Refused`` for another organisation's case: a thread must never reach a stranger.
    """
    consultation, into = beats.locked_all([consultation, into])
    require(can_work(by, consultation, "join"))
    require(_belong_together(consultation, into))
    beats.move(consultation, "join", by=by, at=at, joined_into=into.case, closed_at=at)
    note = _("%(number)s「%(title)s」をこの相談に統合しました。") % {
        "number": consultation.case.number,
        "title": consultation.case.title,
    }
    say(into, Side.NOTE, MessageKind.MOVE, note, by=by, at=at)
    beats.record("join", into, by=by, at=at, after={"joined": consultation.case.number})
    return into


def _part(whole: Consultation, group: Group, title: str, question: str, *, by: Person, at: dt.datetime) -> Consultation:
    parent = whole.case
    case = open_case(
        by=by,
        at=at,
        service=beats.SERVICE,
        kind="consultation",
        prefix=beats.PREFIX,
        title=title_of(title, whole.confidential),
        state=MOVES.target("split", parent.state),
        organisation=parent.organisation,
        workplace=parent.workplace,
        contact=parent.contact,
        partner=parent.partner,
        branch=group.branch,
        group=group,
        channel=parent.channel,
        language=parent.language,
        due_on=parent.due_on,
    )
    part = Consultation.objects.create(
        case=case,
        question=question,
        wished_on=whole.wished_on,
        confidential=whole.confidential,
        caller_name=whole.caller_name,
        caller_telephone=whole.caller_telephone,
        split_from=whole,
    )
    say(part, Side.INSTITUTE, MessageKind.QUESTION, question, by=by, at=at)
    return part


def _is_another(consultation: Consultation, group: Group) -> Decision:
    if consultation.case.group_id != group.pk:
        return YES
    return no(_("すでに%(group)sの相談です。") % {"group": group}, _("別のグループを選んでください。"))


def _belong_together(one: Consultation, other: Consultation) -> Decision:
    if one.pk == other.pk:
        return no(_("同じ相談どうしは統合できません。"), _("統合先の案件番号を確かめてください。"))
    if one.case.organisation_id is None or one.case.organisation_id != other.case.organisation_id:
        return no(_("別の会社の相談とは統合できません。"), _("統合先の案件番号を確かめてください。"))
    if other.case.closed_at:
        return no(_("終了した相談には統合できません。"), _("統合先を再開するか、別の相談を選んでください。"))
    return YES
