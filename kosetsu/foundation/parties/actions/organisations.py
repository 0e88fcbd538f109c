"""An organisation is registered, verified, corrected, renamed; staff decide a class of price by hand."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import corporate_number as numbers
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.text import fold_company, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Area, Membership, Organisation, OrganisationName
from kosetsu.foundation.parties.models.organisations import SELF
from kosetsu.foundation.parties.permissions import (
    can_decide_class,
    can_incorporate,
    can_keep_organisation,
    can_keep_register,
    can_register_own,
    can_verify_by_evidence,
)
from kosetsu.foundation.parties.standing import forget
from kosetsu.foundation.parties.states import Evidence, MembershipRole, OrganisationKind

REGISTER_LOCK = "parties:register"
_AUDITED = ("kind", "corporate_number", "claimed_number", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of a body besides its name and number."""

    kind: OrganisationKind = OrganisationKind.COMPANY
    name_kana: str = ""
    area: Area | None = None
    industry: str = ""
    capital_yen: int | None = None
    employees: int | None = None
    large_owned: bool = False


@transaction.atomic
def register_organisation(
    *,
    by: Person,
    at: dt.datetime,
    name: str,
    corporate_number: str = "",
    profile: Profile = Profile(),
    knowingly: bool = False,
    source: str = "",
) -> Organisation:
    """Staff register a body. The same number is refused; a body of the same name is shown, unless ``knowingly``."""
    lock_keys(REGISTER_LOCK)
    require(can_keep_register(by))
    number = numbers.normalise(corporate_number) if corporate_number.strip() else None
    require(_number_is_new(number))
    require(YES if knowingly else _name_is_new(name))
    fields = _columns(profile) | {"corporate_number": number, "verified_at": at if number else None, "source": source}
    return _create(by, at, name, fields)


@transaction.atomic
def register_own_company(
    *,
    by: Person,
    at: dt.datetime,
    name: str,
    corporate_number: str = "",
    profile: Profile = Profile(),
) -> Organisation:
    """A signed-in person registers the own company and becomes its manager.

    The number is kept as claimed until staff verify it: nobody can find out here who else is a client.
    """
    lock_keys(REGISTER_LOCK)
    require(can_register_own(by))
    number = numbers.normalise(corporate_number) if corporate_number.strip() else ""
    organisation = _create(by, at, name, _columns(profile) | {"claimed_number": number, "source": SELF})
    Membership.objects.create(person=by, organisation=organisation, role=MembershipRole.OWNER, since=day_of(at))
    forget(by)
    return organisation


@transaction.atomic
def verify_organisation(*, by: Person, at: dt.datetime, organisation: Organisation) -> Organisation:
    """Staff have looked: the claimed number becomes the number, unless another body has it."""
    lock_keys(REGISTER_LOCK)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_keep_register(by))
    require(YES if locked.claimed_number else no(_("申告された法人番号がありません。")))
    require(_number_is_new(locked.claimed_number))
    locked.corporate_number, locked.claimed_number, locked.verified_at = locked.claimed_number, "", at
    locked.save(update_fields=["corporate_number", "claimed_number", "verified_at"])
    audit.record(
        by=by, at=at, verb="verify_organisation", thing=locked, after={"corporate_number": locked.corporate_number}
    )
    return locked


@transaction.atomic
def verify_by_evidence(
    *, by: Person, at: dt.datetime, organisation: Organisation, evidence: Evidence, note: str
) -> Organisation:
    """Staff have seen a paper of a body without a corporate number. Which, stays on record; no copy is kept.

    The class of price does not change by it: that follows the profile, or the decision of staff.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_verify_by_evidence(by, locked))
    require(_told(note))
    locked.evidence, locked.evidence_note, locked.verified_at = evidence, tidy_line(note), at
    locked.save(update_fields=["evidence", "evidence_note", "verified_at"])
    after = {"evidence": evidence, "note": locked.evidence_note}
    audit.record(by=by, at=at, verb="verify_by_evidence", thing=locked, after=after)
    return locked


@transaction.atomic
def change_profile(*, by: Person, at: dt.datetime, organisation: Organisation, profile: Profile) -> Organisation:
    """Correct what is known of a body; its name and number have their own verbs."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_keep_organisation(by, locked))
    wanted = _columns(profile)
    before = {name: _plain(getattr(locked, name)) for name in wanted}
    changed = [name for name, value in wanted.items() if _plain(value) != before[name]]
    for name in changed:
        setattr(locked, name, wanted[name])
    if changed:
        locked.save(update_fields=changed)
        audit.record(
            by=by,
            at=at,
            verb="change_profile",
            thing=locked,
            before={name: before[name] for name in changed},
            after={name: _plain(wanted[name]) for name in changed},
        )
    return locked


@transaction.atomic
def rename_organisation(
    *, by: Person, at: dt.datetime, organisation: Organisation, name: str, on: dt.date, source: str = ""
) -> Organisation:
    """From ``on`` the body bears another name; what it bore before stays readable for its days."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_keep_register(by))
    new, before = tidy_line(name), locked.name
    require(YES if new and new != before else no(_("新しい名称を入力してください。")))
    _bear(locked, new, on, source)
    audit.record(by=by, at=at, verb="rename_organisation", thing=locked, before={"name": before}, after={"name": new})
    return locked


@transaction.atomic
def incorporate(
    *,
    by: Person,
    at: dt.datetime,
    organisation: Organisation,
    corporate_number: str,
    name: str,
    on: dt.date,
    source: str = "",
) -> Organisation:
    """A sole trader has become a company: from ``on`` the same row is a company with a number, maybe another name.

    Everything that hangs on the row stays: workplaces, people, cases, papers. Before ``on`` it still was a sole trader.
    """
    lock_keys(REGISTER_LOCK)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_incorporate(by, locked))
    number, new = numbers.normalise(corporate_number), tidy_line(name)
    require(_number_is_new(number))
    require(YES if new else no(_("名称がありません。"), _("名称を入力してください。")))
    require(_has_come(on, at))
    before = {"kind": locked.kind, "corporate_number": locked.corporate_number, "name": locked.name}
    if new != locked.name:
        _bear(locked, new, on, source)
    locked.kind, locked.corporate_number, locked.claimed_number = OrganisationKind.COMPANY, number, ""
    locked.incorporated_on, locked.verified_at = on, at
    locked.save(update_fields=["kind", "corporate_number", "claimed_number", "incorporated_on", "verified_at"])
    after = {"kind": locked.kind, "corporate_number": number, "name": new, "incorporated_on": on.isoformat()}
    audit.record(by=by, at=at, verb="incorporate", thing=locked, before=before, after=after, reason=source)
    return locked


def _bear(locked: Organisation, name: str, on: dt.date, source: str) -> None:
    """Another name from ``on``; the one before stays readable for its days."""
    current = locked.names.filter(valid_to=None).exclude(valid_from=None).first()
    require(_begins_later(current, on))
    if current:
        current.valid_to = on - dt.timedelta(days=1)
        current.save(update_fields=["valid_to"])
    else:
        locked.names.create(name=locked.name, valid_to=on - dt.timedelta(days=1), source=source)
    locked.names.create(name=name, valid_from=on, source=source)
    locked.name, locked.name_folded = name, fold_company(name)
    locked.save(update_fields=["name", "name_folded"])


@transaction.atomic
def decide_price_class(
    *, by: Person, at: dt.datetime, organisation: Organisation, client_class: str, reason: str
) -> Organisation:
    """Staff set the class of price by hand, with a reason; an empty class gives the decision back to the rule."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_decide_class(by))
    require(YES if reason.strip() else no(_("料金区分を決めた理由がありません。"), _("理由を書いてください。")))
    before = {"class": locked.class_decided}
    locked.class_decided, locked.class_reason = client_class, tidy_line(reason) if client_class else ""
    locked.save(update_fields=["class_decided", "class_reason"])
    audit.record(
        by=by,
        at=at,
        verb="decide_price_class",
        thing=locked,
        before=before,
        after={"class": client_class},
        reason=reason,
    )
    return locked


def _create(by: Person, at: dt.datetime, name: str, fields: dict[str, Any]) -> Organisation:
    tidy = tidy_line(name)
    require(YES if tidy else no(_("名称がありません。"), _("名称を入力してください。")))
    organisation = Organisation.objects.create(name=tidy, name_folded=fold_company(tidy), **fields)
    audit.record(
        by=by,
        at=at,
        verb="register_organisation",
        thing=organisation,
        after={field: getattr(organisation, field) for field in _AUDITED},
    )
    return organisation


def _columns(profile: Profile) -> dict[str, Any]:
    return asdict(profile) | {"area": profile.area}


def _plain(value: Any) -> Any:
    return value.code if isinstance(value, Area) else value


def _told(note: str) -> Decision:
    if note.strip():
        return YES
    return no(
        _("書類の日付・番号などがありません。"), _("あとから確かめられるように、書類の日付や番号を書いてください。")
    )


def _number_is_new(number: str | None) -> Decision:
    other = Organisation.objects.filter(corporate_number=number).first() if number else None
    if other is None:
        return YES
    return no(
        _("法人番号%(number)sは「%(name)s」として登録されています。") % {"number": number, "name": other.name},
        _("登録済みの組織を開いてください。"),
    )


def _name_is_new(name: str) -> Decision:
    found = list(Organisation.objects.similar_to(name)[:5])
    if not found:
        return YES
    return no(
        _("同じ名称の組織があります：%(names)s") % {"names": "、".join(one.name for one in found)},
        _("同じ組織ならそちらを開き、別の組織なら「別の組織として登録する」を選んでください。"),
    )


def _has_come(day: dt.date, at: dt.datetime) -> Decision:
    if day <= day_of(at):
        return YES
    return no(_("設立の日に、これからの日付は指定できません。"), _("登記の日を入力してください。"))


def _begins_later(current: OrganisationName | None, on: dt.date) -> Decision:
    if current and current.valid_from and on <= current.valid_from:
        return no(
            _("いまの名称は%(day)sからです。それより後の日を入力してください。")
            % {"day": current.valid_from.isoformat()}
        )
    return YES
