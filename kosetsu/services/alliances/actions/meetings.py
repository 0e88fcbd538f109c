"""Meetings of the bodies of a programme: called, held with who came and what was decided, or called off."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.alliances.actions import beats
from kosetsu.services.alliances.actions.opportunities import move
from kosetsu.services.alliances.models import Liaison, LiaisonMeeting, MeetingDecision, MeetingSeat, Opportunity
from kosetsu.services.alliances.permissions import can_begin, can_move_meeting
from kosetsu.services.alliances.states import MEETING, NoticeKind, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """When, where and about what a meeting is called."""

    kind: str
    starts_at: dt.datetime
    agenda: str
    format: str = Format.ON_SITE
    place: str = ""


@transaction.atomic
def call_meeting(*, by: Person, at: dt.datetime, liaison: Liaison, invitation: Invitation) -> LiaisonMeeting:
    """The officers of the bodies and the coordinators are asked to come; one that was may be written down as well."""
    day = day_of(invitation.starts_at)
    require(can_begin(by, liaison, day))
    known = liaison.said.meeting(invitation.kind)
    require(YES if known else no(_("会議の種類を、一覧から選んでください。")))
    require(YES if tidy(invitation.agenda) else no(_("議題を入れてください。")))
    meeting = LiaisonMeeting.objects.create(
        liaison=liaison, kind=invitation.kind, held_on=day, starts_at=invitation.starts_at,
        format=Format(invitation.format), place=tidy_line(invitation.place)[:200], agenda=tidy(invitation.agenda),
        called_by=by,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="call_meeting", thing=meeting, after={"starts_at": meeting.starts_at.isoformat()})
    if meeting.starts_at > at:
        beats.tell_bodies(meeting, NoticeKind.CALLED, at=at)
    return meeting


@transaction.atomic
def hold_meeting(
    *, by: Person, at: dt.datetime, meeting: LiaisonMeeting, seats: Mapping[Organisation | None, int], minutes: str,
    decisions: Sequence[tuple[Opportunity, str, str]] = (),
) -> LiaisonMeeting:  # fmt: skip
    """It met: who came (None: the institute), what was said, and one entry.

    ``decisions`` are opportunity, verdict and reason; each moves its opportunity, and where one is refused nothing is
    kept.
    """
    meeting = _locked(meeting)
    for opportunity in sorted((one[0] for one in decisions), key=lambda one: one.pk):
        beats.locked(opportunity)  # all of them before the first row of the log is written
    require(can_move_meeting(by, meeting, "hold_meeting", at))
    came = {body: many for body, many in seats.items() if many}
    require(YES if came and tidy(minutes) else no(_("出席した機関の人数と、議事の要点を入れてください。")))
    require(YES if meeting.decides or not decisions else no(_("この会議では、ニーズ・シーズの展開を決めません。")))
    people = sum(came.values())
    known = meeting.liaison.said.meeting(meeting.kind)
    require(YES if known else no(_("この会議の種類は、事業の定義にありません。")))
    assert known
    entry = beats.count(
        meeting.liaison, known.entry_kind, by=by, at=at, on_date=meeting.held_on, format=meeting.format, unit="回",
        headcount=people, headcount_online=people if meeting.format == Format.ONLINE else 0,
    )  # fmt: skip
    MeetingSeat.objects.bulk_create(
        MeetingSeat(meeting=meeting, organisation=body, headcount=many) for body, many in came.items()
    )
    for opportunity, verdict, reason in sorted(decisions, key=lambda one: one[0].pk):
        _decide(meeting, opportunity, Verdict(verdict), reason, by=by, at=at)
    return audit.move_record(meeting, MEETING, "hold_meeting", by=by, at=at, minutes=tidy(minutes), entry=entry)


@transaction.atomic
def call_off_meeting(*, by: Person, at: dt.datetime, meeting: LiaisonMeeting, reason: str) -> LiaisonMeeting:
    """It does not take place: whoever was asked to come is told, and it counts as nothing."""
    meeting = _locked(meeting)
    require(can_move_meeting(by, meeting, "call_off_meeting", at))
    because = need_reason(reason)[:300]
    meeting = audit.move_record(meeting, MEETING, "call_off_meeting", by=by, at=at, because=because, reason=because)
    if meeting.notices.exists():
        beats.tell_bodies(meeting, NoticeKind.CALLED_OFF, at=at)
    return meeting


def _locked(meeting: LiaisonMeeting) -> LiaisonMeeting:
    lock_keys(f"alliances:meeting:{meeting.pk}")
    return LiaisonMeeting.objects.select_related("liaison").get(pk=meeting.pk)


def _decide(
    meeting: LiaisonMeeting, opportunity: Opportunity, verdict: Verdict, reason: str, *, by: Person, at: dt.datetime
) -> None:  # fmt: skip
    require(YES if opportunity.liaison_id == meeting.liaison_id else no(_("別の事業のニーズ・シーズです。")))
    because = need_reason(reason)[:300] if verdict == Verdict.SHELVE else tidy_line(reason)[:300]
    move(opportunity, verdict.value, by=by, at=at, reason=because)
    MeetingDecision.objects.create(meeting=meeting, opportunity=opportunity, verdict=verdict, reason=because)
