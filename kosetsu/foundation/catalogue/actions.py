"""The life of an offering: drafted, proposed, offered (by somebody else), withdrawn; its tariff by editions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.catalogue import permissions
from kosetsu.foundation.catalogue.models import Offering, TariffLine
from kosetsu.foundation.catalogue.states import (
    OFFERING_MOVES,
    RATED_PARTS,
    ClientClass,
    OfferingState,
    PricePart,
    RateBase,
    TaxClass,
)
from kosetsu.foundation.governance import audit
from kosetsu.foundation.search import changes

FIELDS = (
    "name_ja", "name_en", "name_th", "summary", "detail", "branch", "group", "field",
    "standards", "keywords", "training_level", "lead_days",
)  # fmt: skip
"""What :func:`change_offering` may change; code and kind stay for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffEntry:
    """One line of a new edition of a tariff."""

    client_class: ClientClass
    part: PricePart
    unit: str = ""
    from_quantity: int = 0
    yen: int | None = None
    rate: str = ""
    rounding: str = "down"
    round_to: int = 1
    minimum_quantity: int = 0
    step: int = 0
    base: str = RateBase.SUM
    tax_class: TaxClass = TaxClass.INCLUDED_10


@transaction.atomic
def draft_offering(*, by: Person, at: dt.datetime, code: str, kind: str, **fields: Any) -> Offering:
    """Write down something new; nobody outside sees it yet."""
    require(permissions.can_write(by, fields["branch"], fields.get("group")))
    taken = Offering.objects.filter(code=code).exists()
    require(no(_("番号「%(code)s」はすでに使われています。") % {"code": code}) if taken else YES)
    offering = Offering.objects.create(code=code, kind=kind, state=OfferingState.DRAFT, edited_at=at, **fields)
    audit.record(by=by, at=at, verb="draft_offering", thing=offering, after={"code": code, "kind": kind})
    return offering


@transaction.atomic
def change_offering(*, by: Person, at: dt.datetime, offering: Offering, **fields: Any) -> Offering:
    """Correct the text; from now on the institute's folder no longer overwrites this offering."""
    locked = _locked(offering)
    require(permissions.can_change_offering(by, locked))
    require(permissions.can_write(by, fields.get("branch", locked.branch), fields.get("group", locked.group)))
    changed = [name for name in FIELDS if name in fields and fields[name] != getattr(locked, name)]
    before = {name: _plain(getattr(locked, name)) for name in changed}
    for name in changed:
        setattr(locked, name, fields[name])
    after = {name: _plain(fields[name]) for name in changed}
    return _save(by, at, "change_offering", locked, before, after, changed) if changed else locked


@transaction.atomic
def propose_offering(*, by: Person, at: dt.datetime, offering: Offering) -> Offering:
    """Ask for the review."""
    locked = _locked(offering)
    require(permissions.can_propose(by, locked))
    locked.proposed_by, locked.review_note = by, ""
    return _move(by, at, "propose", locked)


@transaction.atomic
def return_to_draft(*, by: Person, at: dt.datetime, offering: Offering, note: str) -> Offering:
    """The reviewer says what is missing."""
    locked = _locked(offering)
    require(permissions.can_review(by, locked, "return_to_draft"))
    require(YES if note.strip() else no(_("差し戻しの理由がありません。"), _("何を直すかを書いてください。")))
    locked.review_note = note.strip()
    return _move(by, at, "return_to_draft", locked, reason=note)


@transaction.atomic
def offer(*, by: Person, at: dt.datetime, offering: Offering) -> Offering:
    """The reviewer agrees: from today anyone can ask for it."""
    locked = _locked(offering)
    require(permissions.can_review(by, locked))
    locked.offered_from, locked.offered_until = locked.offered_from or day_of(at), None
    return _move(by, at, "offer", locked)


@transaction.atomic
def withdraw_offering(*, by: Person, at: dt.datetime, offering: Offering, reason: str) -> Offering:
    """Nobody can ask for it any more; what was asked for before goes on."""
    locked = _locked(offering)
    require(permissions.can_withdraw(by, locked))
    require(YES if reason.strip() else no(_("提供を終える理由がありません。"), _("理由を書いてください。")))
    locked.offered_until = day_of(at)
    return _move(by, at, "withdraw", locked, reason=reason)


@transaction.atomic
def revive_offering(*, by: Person, at: dt.datetime, offering: Offering) -> Offering:
    """Offer again what was withdrawn: it goes through the review once more."""
    locked = _locked(offering)
    require(permissions.can_revive(by, locked))
    locked.proposed_by = by
    return _move(by, at, "revive", locked)


@transaction.atomic
def revise_tariff(
    *,
    by: Person,
    at: dt.datetime,
    offering: Offering,
    valid_from: dt.date,
    entries: Sequence[TariffEntry],
    source: str,
) -> list[TariffLine]:
    """A new edition of the whole tariff from ``valid_from``; the edition before ends the day before and stays.

    Raises ``Refused`` for a day in the past, a day not after the newest edition, a line without a price, or an edition
    that prices nothing.
    """
    lock_keys(f"catalogue:tariff:{offering.pk}")
    locked = _locked(offering)
    require(permissions.can_price(by))
    require(_edition_stands(locked, valid_from, entries, source, day_of(at)))
    ended = list(locked.tariff.filter(valid_to=None) | locked.tariff.filter(valid_to__gte=valid_from))
    TariffLine.objects.filter(pk__in=[line.pk for line in ended]).update(valid_to=valid_from - dt.timedelta(days=1))
    lines = [TariffLine(offering=locked, valid_from=valid_from, source=source, **asdict(entry)) for entry in entries]
    TariffLine.objects.bulk_create(lines)
    after = {"valid_from": valid_from.isoformat(), "lines": len(lines), "source": source}
    _save(by, at, "revise_tariff", locked, {"lines": len(ended)}, after, [])
    return lines


def _edition_stands(
    offering: Offering, valid_from: dt.date, entries: Sequence[TariffEntry], source: str, today: dt.date
) -> Decision:
    newest = offering.tariff.order_by("-valid_from").values_list("valid_from", flat=True).first()
    if valid_from < today:
        return no(_("過去の日からの改定はできません。"), _("今日以後の日を入力してください。"))
    if newest and valid_from <= newest:
        return no(
            _("%(day)sからの料金がすでにあります。") % {"day": newest.isoformat()},
            _("それより後の日を入力してください。"),
        )
    if not source.strip():
        return no(_("改定の根拠がありません。"), _("決裁や規程の名前を書いてください。"))
    if not any(entry.part in (PricePart.SETUP, PricePart.UNIT) for entry in entries):
        return no(_("基本料も単価もありません。"), _("少なくとも一つの金額を入力してください。"))
    if any((entry.yen is None) == (not entry.rate) for entry in entries):
        return no(_("金額と率は、どちらか一つだけを入力してください。"))
    if any(entry.part == PricePart.ROUND and not entry.yen for entry in entries):
        return no(_("端数処理の単位は1円以上にしてください。"))
    if any(entry.part == PricePart.FACTOR and not entry.rate for entry in entries):
        return no(_("料金区分の係数は、率で入力してください。"))
    if any(entry.rate and entry.part not in RATED_PARTS for entry in entries):
        return no(_("率で書けるのは、係数・地域外の加算・至急割増だけです。"))
    return YES


def _locked(offering: Offering) -> Offering:
    return Offering.objects.select_for_update(of=("self",)).select_related("branch", "group").get(pk=offering.pk)


def _move(by: Person, at: dt.datetime, verb: str, offering: Offering, reason: str = "") -> Offering:
    before = {"state": offering.state}
    offering.state = OFFERING_MOVES.target(verb, offering.state)
    changed = ["state", "offered_from", "offered_until", "proposed_by", "review_note"]
    return _save(by, at, f"{verb}_offering", offering, before, {"state": offering.state}, changed, reason)


def _save(
    by: Person,
    at: dt.datetime,
    verb: str,
    offering: Offering,
    before: dict[str, Any],
    after: dict[str, Any],
    changed: list[str],
    reason: str = "",
) -> Offering:
    """Save, tell the search, write the audit."""
    offering.edited_at = at
    offering.save(update_fields=[*changed, "edited_at"])
    changes.touch(offering.kind, str(offering.pk), at=at)
    audit.record(by=by, at=at, verb=verb, thing=offering, before=before, after=after, reason=reason)
    return offering


def _plain(value: Any) -> Any:
    return getattr(value, "code", value)
