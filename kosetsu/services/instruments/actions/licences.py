"""A licence in the order of its life: course attended and charged, passed, card, renewed, suspended."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.calendars import last_day
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Refused, need_reason, no, require
from kosetsu.common.numbering import issue
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.actions import charge
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.documents import case_number
from kosetsu.foundation.catalogue.models import Offering, TariffLine
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.instruments.models import Licence, LicenceRule
from kosetsu.services.instruments.permissions import can_change, can_renew, can_teach
from kosetsu.services.instruments.states import LICENCE, LicenceState

SERIES, PREFIX = "instruments:licence", "認"


@transaction.atomic
def attend_course(
    *,
    by: Person,
    at: dt.datetime,
    person: Person,
    offering: Offering,
    attended_on: dt.date,
    workplace: Workplace | None = None,
    gathering: Gathering | None = None,
) -> Licence:
    """Note that a person took the instrument's course: one entry, and its price to the workplace that pays.

    Where it was held as a ``gathering``, that one's end wrote the entry and charged the price.
    """
    _lock(person, offering)
    require(can_teach(by))
    require(YES if attended_on <= day_of(at) else no(_("受講日が先の日付です。"), _("受講した日を入れてください。")))
    rule = _rule(offering, attended_on)
    licence = Licence.objects.create(
        person=person, offering=offering, course=rule.course, workplace=workplace, level=rule.level,
        months=rule.months, state=LicenceState.ATTENDED, attended_on=attended_on,
    )  # fmt: skip
    if gathering is None:
        _deliver(licence, rule, by, at)
    _record("attend_course", licence, by, at, course=rule.course.code, gathering=gathering.code if gathering else "")
    return licence


def _deliver(licence: Licence, rule: LicenceRule, by: Person, at: dt.datetime) -> None:
    """The course as an entry, and as a charge where it costs something."""
    workplace, attended_on = licence.workplace, licence.attended_on
    organisation = workplace.organisation if workplace else None
    entry = record_entry(
        by=by, at=at, service="instruments", kind="licence_course", on_date=attended_on, branch=rule.course.branch,
        organisation=organisation, workplace=workplace, unit="人", headcount=1, reference=rule.course.code,
        topic=rule.course.name_ja,
    )  # fmt: skip
    if organisation and TariffLine.objects.on(attended_on).filter(offering=rule.course).exists():
        charge(
            by=by, at=at, organisation=organisation, workplace=workplace, offering=rule.course, on_date=attended_on,
            entry=entry, branch=rule.course.branch, what="course",
        )  # fmt: skip


@transaction.atomic
def pass_course(*, by: Person, at: dt.datetime, licence: Licence) -> Licence:
    """The examination was passed."""
    licence = _locked(licence)
    require(can_change(by, licence, "pass_course"))
    return _move(licence, "pass_course", by, at, passed_on=day_of(at))


@transaction.atomic
def fail_course(*, by: Person, at: dt.datetime, licence: Licence, reason: str) -> Licence:
    """It was not; the course can be taken again."""
    licence = _locked(licence)
    require(can_change(by, licence, "fail_course"))
    return _move(licence, "fail_course", by, at, reason=need_reason(reason))


@transaction.atomic
def issue_card(*, by: Person, at: dt.datetime, licence: Licence, valid_from: dt.date | None = None) -> Licence:
    """Give the numbered card; it is good from ``valid_from`` (today) for as long as the rule said."""
    licence = _locked(licence)
    require(can_change(by, licence, "issue_card"))
    first = valid_from or day_of(at)
    return _move(
        licence, "issue_card", by, at, valid_from=first, valid_until=last_day(first, licence.months),
        issued_at=at, number=_number(day_of(at)),
    )  # fmt: skip


@transaction.atomic
def renew(*, by: Person, at: dt.datetime, licence: Licence) -> Licence:
    """A new card from the day after the old one ends, without the course, where the rule allows it."""
    licence = _locked(licence)
    today = day_of(at)
    require(can_renew(by, licence, today))
    rule = _rule(licence.offering, today)
    assert licence.valid_until
    first = licence.valid_until + dt.timedelta(days=1)
    renewed = Licence(
        person=licence.person, offering=licence.offering, course=licence.course, workplace=licence.workplace,
        level=rule.level, months=rule.months, state=LicenceState.LICENSED, attended_on=licence.attended_on,
        passed_on=licence.passed_on, valid_from=first, valid_until=last_day(first, rule.months), renews=licence,
        issued_at=at,
    )  # fmt: skip
    renewed.number = _number(today)
    renewed.save(force_insert=True)
    _record("renew", renewed, by, at, number=renewed.number, renews=licence.number)
    return renewed


@transaction.atomic
def suspend(*, by: Person, at: dt.datetime, licence: Licence, reason: str) -> Licence:
    """Nothing can be booked or begun with the card until it is resumed; a renewal is suspended by itself."""
    licence = _locked(licence)
    require(can_change(by, licence, "suspend"))
    return _move(licence, "suspend", by, at, reason=need_reason(reason))


@transaction.atomic
def resume(*, by: Person, at: dt.datetime, licence: Licence) -> Licence:
    """The card is good again until its end."""
    licence = _locked(licence)
    require(can_change(by, licence, "resume"))
    return _move(licence, "resume", by, at, reason="")


def _lock(person: Person, offering: Offering) -> None:
    lock_keys(f"instruments:licence:{person.pk}:{offering.pk}")


def _locked(licence: Licence) -> Licence:
    _lock(licence.person, licence.offering)
    return Licence.objects.select_related("person", "offering", "course", "workplace").get(pk=licence.pk)


def _rule(offering: Offering, day: dt.date) -> LicenceRule:
    found = LicenceRule.of([offering.pk], day).get(offering.pk)
    if found is None:
        raise Refused(no(_("「%(name)s」には、認定証の規則がありません。") % {"name": offering.name}))
    return found


def _number(day: dt.date) -> str:
    """The next number, gapless within its fiscal year; asked for as the last thing before the card is written."""
    return case_number(PREFIX, day, issue(SERIES, fiscal.fiscal_year(day)))


def _move(licence: Licence, verb: str, by: Person, at: dt.datetime, **columns: object) -> Licence:
    before = licence.state
    licence.state = LICENCE.target(verb, licence.state)
    for name, value in columns.items():
        setattr(licence, name, value)
    licence.save(update_fields=["state", *columns])
    _record(verb, licence, by, at, before=before, state=licence.state, number=licence.number)
    return licence


def _record(verb: str, licence: Licence, by: Person, at: dt.datetime, **after: object) -> None:
    audit.record(by=by, at=at, verb=verb, thing=licence, after=after, reason=licence.reason)
