"""From talk to money: the programmes that fit a circle's joint development are introduced to its companies."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.governance import audit
from kosetsu.services.circles.models import Development
from kosetsu.services.circles.permissions import can_run
from kosetsu.services.programmes.models import Fit, FitCount, FitRun
from kosetsu.services.programmes.models.fits import UNKNOWN
from kosetsu.services.programmes.models.fits import YES as OPEN

KIND = "introduction"


@dataclass(frozen=True, slots=True)
class Fitting:
    """One programme that is open to the company, or may be; whether it has been introduced already."""

    code: str
    title: str
    certain: bool
    introduced: bool


def can_introduce(user: Any, development: Development) -> Decision:
    """Whoever looks after circles, while the case is open."""
    if not (may := can_run(user)):
        return may
    return no(_("この案件は、すでに終了しています。")) if development.case.closed_at else YES


def fitting(development: Development) -> list[Fitting]:
    """What the last night found for the company that leads: the open ones first; none before its first night."""
    run, fit = FitRun.last_finished(), Fit.objects.filter(organisation=development.case.organisation_id).first()
    if run is None or fit is None:
        return []
    letters: dict[str, str] = dict(zip(run.codes, fit.verdicts, strict=False))
    titles: dict[str, str] = {one.code: one.title for one in FitCount.objects.filter(run=run)}
    known = _introduced(development)
    found = [
        Fitting(code, titles.get(code, code), letter == OPEN, code in known)
        for code, letter in letters.items() if letter in (OPEN, UNKNOWN)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not one.certain, one.code))


@transaction.atomic
def introduce_programmes(
    *, by: Person, at: dt.datetime, development: Development, codes: Collection[str]
) -> list[Entry]:
    """Tell the companies of these programmes; one entry of the case each, once."""
    Case.objects.select_for_update().get(pk=development.case_id)
    require(can_introduce(by, development))
    new = [one for one in fitting(development) if one.code in codes and not one.introduced]
    require(
        YES if new else no(_("紹介する施策を選んでください。"), _("すでに紹介した施策は、もう一度は紹介できません。"))
    )
    case = development.case
    made = [
        record_entry(
            by=by, at=at, service="handover", kind=KIND, on_date=day_of(at), branch=case.branch, case=case,
            organisation=case.organisation, workplace=case.workplace, reference=one.code, topic=one.title[:200],
        )
        for one in new
    ]  # fmt: skip
    codes_told = [one.code for one in new]
    audit.record(by=by, at=at, verb="introduce_programmes", thing=development, after={"programmes": codes_told})
    return made


def _introduced(development: Development) -> set[str]:
    entries = Entry.objects.filter(case=development.case_id, kind=KIND, reverses=None, reversed_by=None)
    return set(entries.values_list("reference", flat=True))
