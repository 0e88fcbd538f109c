"""A company and an opportunity: candidate, told, answered, trusted with the detail, matched, ended; or declined,
dropped."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.attachments import can_attach
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import reverse_entry
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.services.alliances.actions import beats
from kosetsu.services.alliances.models import Opportunity, Pairing
from kosetsu.services.alliances.permissions import can_add_company, can_agree_secrecy, can_move_pairing, can_work_on
from kosetsu.services.alliances.states import PAIRING, NoticeKind, PairingState


@transaction.atomic
def add_candidate(
    *, by: Person, at: dt.datetime, opportunity: Opportunity, organisation: Organisation,
    workplace: Workplace | None = None, why: str = "",
) -> Pairing:  # fmt: skip
    """A company that might fit; it knows nothing of it. One that has an open pairing is refused."""
    opportunity = beats.locked(opportunity)
    require(can_add_company(by, opportunity))
    require(no(_("提供元の機関は、候補にできません。")) if organisation == opportunity.source else YES)
    twice = opportunity.pairings.open().filter(organisation=organisation).exists()
    require(no(_("「%(company)s」は、すでに候補か紹介済みです。") % {"company": organisation}) if twice else YES)
    made = Pairing.objects.create(
        opportunity=opportunity, organisation=organisation, workplace=workplace, why=tidy_line(why)[:300], made_by=by,
        made_at=at,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="add_candidate", thing=made, after={"organisation": organisation.pk})
    return made


@transaction.atomic
def tell_company(*, by: Person, at: dt.datetime, pairing: Pairing) -> Pairing:
    """The company reads from now on what the opportunity says at this moment, and its people get a mail."""
    pairing = _asked(pairing, "tell_company", by)
    opportunity = pairing.opportunity
    pairing = _move(
        pairing, "tell_company", by=by, at=at, told_at=at, shown_title=opportunity.title,
        shown_summary=opportunity.summary, shown_source=opportunity.shown_source[:200],
    )  # fmt: skip
    beats.tell_company(pairing, NoticeKind.TOLD, at=at)
    return pairing


@transaction.atomic
def say_interested(*, by: Person, at: dt.datetime, pairing: Pairing) -> Pairing:
    """The company wants to hear more; a coordinator writes it down where it said so by telephone."""
    pairing = _asked(pairing, "say_interested", by)
    pairing = _move(pairing, "say_interested", by=by, at=at, interested_at=at)
    return _answered(pairing, by, at)


@transaction.atomic
def decline(*, by: Person, at: dt.datetime, pairing: Pairing, reason: str) -> Pairing:
    """The company does not want it, and says why."""
    return _answered(_closed(pairing, "decline", reason, by=by, at=at), by, at)


@transaction.atomic
def agree_secrecy(
    *, by: Person, at: dt.datetime, pairing: Pairing, agreed_on: dt.date, file: Any = None
) -> Pairing:  # fmt: skip
    """The company keeps the secret: the detail, as it is now, is opened to it. ``file`` is the signed paper."""
    pairing = beats.locked_pairing(pairing)
    require(can_agree_secrecy(by, pairing))
    require(YES if agreed_on <= day_of(at) else no(_("合意した日が先になっています。")))
    pairing.secrecy_on, pairing.shown_detail = agreed_on, pairing.opportunity.detail
    if file:
        require(can_attach(file))
        pairing.secrecy_file, pairing.secrecy_name = file, file.name[:150]
    pairing.save(update_fields=["secrecy_on", "shown_detail", "secrecy_file", "secrecy_name"])
    after = {"agreed_on": agreed_on, "detail": audit.sealed(pairing.shown_detail), "file": pairing.secrecy_name}
    audit.record(by=by, at=at, verb="agree_secrecy", thing=pairing, after=after)
    beats.tell_company(pairing, NoticeKind.OPENED, at=at)
    return pairing


@transaction.atomic
def match(*, by: Person, at: dt.datetime, pairing: Pairing, matched_on: dt.date, agreement: str) -> Pairing:
    """Both sides agreed: one entry of the casebook. There was an interview before, or it is refused."""
    pairing = _asked(pairing, "match", by)
    noted = tidy_line(agreement)[:300]
    require(YES if noted else no(_("双方が合意した内容を書いてください。")))
    require(YES if matched_on <= day_of(at) else no(_("成立した日が先になっています。")))
    talked = pairing.contacts.standing().filter(kind="interview", on_date__lte=matched_on).exists()
    require(YES if talked else no(_("成立した日までの面談の記録がありません。"), _("先に、面談を記録してください。")))
    liaison = pairing.opportunity.liaison
    entry = beats.count(
        liaison, liaison.said.kinds.match, by=by, at=at, on_date=matched_on, organisation=pairing.organisation,
        workplace=pairing.workplace, case=pairing.opportunity.case,
    )  # fmt: skip
    return _move(pairing, "match", by=by, at=at, matched_on=matched_on, agreement=noted, match_entry=entry)


@transaction.atomic
def take_back_match(*, by: Person, at: dt.datetime, pairing: Pairing, reason: str) -> Pairing:
    """Recorded by mistake: its entry is reversed. Refused while a support stands that came of it."""
    pairing = _asked(pairing, "take_back_match", by)
    because = need_reason(reason)[:300]
    bound = pairing.supports.standing().exists()
    require(
        no(_("このマッチングの製品化支援の記録があります。"), _("先に、支援の記録を取り消してください。"))
        if bound
        else YES
    )
    assert pairing.match_entry
    reverse_entry(by=by, at=at, entry=pairing.match_entry, reason=because)
    return _move(
        pairing, "take_back_match", by=by, at=at, because=because, matched_on=None, agreement="", match_entry=None
    )


@transaction.atomic
def end_pairing(*, by: Person, at: dt.datetime, pairing: Pairing, reason: str) -> Pairing:
    """The help is over: what came of it is written down."""
    return _closed(pairing, "end_pairing", reason, by=by, at=at)


@transaction.atomic
def drop_pairing(*, by: Person, at: dt.datetime, pairing: Pairing, reason: str) -> Pairing:
    """We go no further with this company; why is ours alone."""
    return _closed(pairing, "drop_pairing", reason, by=by, at=at)


def interviewed(pairing: Pairing, *, by: Person, at: dt.datetime) -> None:
    """An interview of the locked pairing was recorded: it moves, unless it is further already."""
    if pairing.state in (PairingState.TOLD, PairingState.INTERVIEWING):
        _move(pairing, "record_contact", by=by, at=at)


def interview_taken_back(pairing: Pairing, *, by: Person, at: dt.datetime, because: str) -> None:
    """Once none stands any more, the company is again one that was told."""
    left = pairing.contacts.standing().filter(kind="interview").exists()
    if not left and pairing.state == PairingState.INTERVIEWING:
        _move(pairing, "take_back_contact", by=by, at=at, because=because)


def _asked(pairing: Pairing, verb: str, by: Person) -> Pairing:
    """The locked pairing, refused where ``verb`` is not this person's now."""
    pairing = beats.locked_pairing(pairing)
    require(can_move_pairing(by, pairing, verb))
    return pairing


def _move(
    pairing: Pairing, verb: str, *, by: Person, at: dt.datetime, because: str = "", **columns: Any
) -> Pairing:  # fmt: skip
    return audit.move_record(pairing, PAIRING, verb, by=by, at=at, because=because, **columns)


def _closed(pairing: Pairing, verb: str, reason: str, *, by: Person, at: dt.datetime) -> Pairing:
    """Lock, ask, and leave it where nothing more comes of it, with why."""
    pairing = _asked(pairing, verb, by)
    because = need_reason(reason)[:300]
    return _move(pairing, verb, by=by, at=at, because=because, reason=because)


def _answered(pairing: Pairing, by: Person, at: dt.datetime) -> Pairing:
    """The coordinators are told, unless one of them wrote it down."""
    if not can_work_on(by, pairing.opportunity.liaison):
        beats.tell_coordinators(pairing, NoticeKind.ANSWERED, at=at)
    return pairing
