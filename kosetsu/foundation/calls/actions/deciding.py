"""The decision of a round: by ranking and rule, with a reason for each, never beyond the seats; everyone is told."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, Refused, need_reason, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.calls import signals
from kosetsu.foundation.calls.actions import beats
from kosetsu.foundation.calls.documents.choice import candidates, kept, terms_of
from kosetsu.foundation.calls.models import Application, Call, Entrant, Round
from kosetsu.foundation.calls.permissions import can_decide
from kosetsu.foundation.calls.rules.choosing import Candidate, Chosen, Unsettled, choose
from kosetsu.foundation.calls.states import ApplicationState, LetterKind, Rule


@dataclass(frozen=True, slots=True)
class Word:
    """What the board says beside the ranking: reasons by number, an explanation, the order of those who are equal."""

    note: str
    reasons: Mapping[str, str]
    order: Sequence[str] = ()


@transaction.atomic
def decide_round(*, by: Person, at: dt.datetime, round_: Round, word: Word) -> Round:
    """Seats by rank, then the reserve list, then refusals; or who passes on. Nothing is decided without its quorum."""
    call = beats.lock_call(round_.call)
    round_ = Round.objects.select_related("panel").get(pk=round_.pk)
    round_.call = call
    require(can_decide(by, round_))
    note, terms, known = need_reason(word.note), terms_of(round_, word.order), candidates(round_)
    try:
        chosen = choose(known, terms)
    except Unsettled as unsettled:
        raise Refused(_unsettled(unsettled)) from unsettled
    entrants = {one.application.number or "": one for one in _entrants(round_)}
    last = round_.number == len(call.kind.rounds)
    points = {one.key: one for one in known}
    for one in chosen:
        _outcome(entrants[one.key], one, points[one.key], word, call=call, last=last, by=by, at=at)
    heard = {str(number) for number in round_.entrants.values_list("application__number", flat=True)}
    position = round_.panel.steps.aggregate(last=Max("position"))["last"] or 0
    round_.decided_at, round_.decided_by, round_.reason, round_.log_position = at, by, note, position
    round_.terms = kept(terms, heard - set(points))
    round_.save(update_fields=["decided_at", "decided_by", "reason", "log_position", "terms"])
    if last or not any(one.seat for one in chosen):
        beats.move_call(call, "decide_call", by=by, at=at, because=note, decided_at=at)
    return round_


def _entrants(round_: Round) -> list[Entrant]:
    rows = round_.entrants.filter(application__state=ApplicationState.REVIEWING)
    return list(rows.select_related("application__workplace__organisation", "application__made_by"))


def _outcome(
    entrant: Entrant, one: Chosen, candidate: Candidate, word: Word, *, call: Call, last: bool, by: Person,
    at: dt.datetime,
) -> None:  # fmt: skip
    """What became of one, kept with the round and told to its applicant alone."""
    application = entrant.application
    application.call = call
    points = candidate.points
    entrant.rank, entrant.rule, entrant.tie = one.rank, one.rule, one.tie
    if points is not None:
        entrant.numerator, entrant.denominator = points.numerator, points.denominator
    entrant.save(update_fields=["rank", "rule", "tie", "numerator", "denominator"])
    if one.seat and not last:
        beats.tell(application, LetterKind.PASSED, at=at)
        return
    reason = reason_of(call, one, word)
    columns = {"rule": one.rule, "reason": reason}
    if one.seat:
        beats.move(application, "accept", by=by, at=at, because=reason, seat=one.seat, **columns)
        letter = LetterKind.ACCEPTED
    elif one.place:
        beats.move(application, "put_on_reserve", by=by, at=at, because=reason, place=one.place, **columns)
        letter = LetterKind.RESERVE
    else:
        beats.move(application, "refuse", by=by, at=at, because=reason, **columns)
        letter = LetterKind.REFUSED
    beats.tell(application, letter, at=at)
    signals.announce(application, at=at)


def reason_of(call: Call, one: Chosen, word: Word) -> str:
    """The board's own words for this application, else the kind's for the rule; a decision without any is refused."""
    own = tidy(word.reasons.get(one.key, ""))
    said = own or str(call.kind.reasons.get(Rule(one.rule), ""))
    missing = no(_("「%(number)s」の決定に理由がありません。") % {"number": one.key}, _("理由を書いてください。"))
    require(YES if said else missing)
    return said


def _unsettled(why: Unsettled) -> Decision:
    if why.short:
        return no(
            _("必要な数の審査票が出ていない応募があります：%(numbers)s") % {"numbers": "、".join(why.short)},
            _("審査票の提出を待つか、審査会で担当を決め直してください。"),
        )
    return no(
        _("同点の応募があります：%(numbers)s") % {"numbers": "、".join(why.tied)},
        _("委員長が決めた順を「同点の順」に書いてください。"),
    )


def pass_on(call: Call, *, by: Person, at: dt.datetime) -> list[Application]:
    """Seats of a locked call that nobody has go to the reserve list in its order; who was called up."""
    found = []
    for application in call.applications.on_reserve().select_related("workplace__organisation", "made_by"):
        if (seat := beats.free_seat(call)) is None:
            break
        application.call = call
        beats.move(application, "call_up", by=by, at=at, seat=seat, place=None)
        beats.tell(application, LetterKind.CALLED_UP, at=at)
        signals.announce(application, at=at)
        found.append(application)
    return found
