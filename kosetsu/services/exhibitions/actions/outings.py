"""Exhibiting at another body's trade fair: applied, exhibited, leads noted and followed up, closed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.services.exhibitions.models import Lead, Outing
from kosetsu.services.exhibitions.permissions import can_follow, can_move_outing, can_run
from kosetsu.services.exhibitions.states import OUTING


@transaction.atomic
def apply_outing(
    *, by: Person, at: dt.datetime, title: str, branch: Branch, starts_on: dt.date, ends_on: dt.date, host: str = "",
    venue: str = "", shows: str = "", partner: Organisation | None = None,
) -> Outing:  # fmt: skip
    """Note that the institute will exhibit."""
    require(can_run(by))
    require(YES if starts_on <= ends_on else no(_("終了日は、開始日以後の日にしてください。")))
    made = Outing.objects.create(
        title=tidy_line(title), host=tidy_line(host), venue=tidy_line(venue), branch=branch, starts_on=starts_on,
        ends_on=ends_on, shows=tidy(shows), applied_by=by, partner=partner,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="apply_outing", thing=made, after={"title": made.title})
    return made


@transaction.atomic
def exhibit_outing(*, by: Person, at: dt.datetime, outing: Outing) -> Outing:
    """It was held: one entry on its first day, of its own kind where a partner body held it."""
    outing = _locked(outing)
    require(can_move_outing(by, outing, "exhibit_outing"))
    early = no(_("会期が始まってから記録してください。"))
    require(YES if outing.starts_on <= day_of(at, outing.branch.timezone) else early)
    record_entry(
        by=by, at=at, service="exhibitions", on_date=outing.starts_on, branch=outing.branch, unit="回",
        kind="partner_event_exhibit" if outing.partner_id else "external_exhibit", partner_id=outing.partner_id,
        format=Format.ON_SITE, topic=outing.title, reference=f"OUT-{outing.pk}",
    )  # fmt: skip
    return audit.move_record(outing, OUTING, "exhibit_outing", by=by, at=at)


@transaction.atomic
def add_lead(*, by: Person, at: dt.datetime, outing: Outing, company: str, interest: str, contact: str = "") -> Outing:
    """Somebody showed an interest."""
    outing = _locked(outing)
    require(can_follow(by, outing))
    made = Lead.objects.create(
        outing=outing, company=tidy_line(company), contact=tidy_line(contact), interest=tidy(interest), noted_at=at
    )
    audit.record(by=by, at=at, verb="add_lead", thing=made, after={"outing": outing.pk})
    return outing


@transaction.atomic
def follow_lead(*, by: Person, at: dt.datetime, lead: Lead, result: str) -> Lead:
    """What came of it, once."""
    outing = _locked(lead.outing)
    lead = Lead.objects.get(pk=lead.pk)
    require(can_follow(by, outing))
    require(no(_("この引き合いは、すでに対応済みです。")) if lead.followed_at else YES)
    require(YES if tidy(result) else no(_("対応の結果を書いてください。")))
    lead.result, lead.followed_at, lead.followed_by = tidy(result), at, by
    lead.save(update_fields=["result", "followed_at", "followed_by"])
    audit.record(by=by, at=at, verb="follow_lead", thing=lead)
    return lead


@transaction.atomic
def close_outing(*, by: Person, at: dt.datetime, outing: Outing) -> Outing:
    """Every lead was followed up; refused while one waits."""
    outing = _locked(outing)
    require(can_move_outing(by, outing, "close_outing"))
    waiting = outing.leads.filter(followed_at=None).count()
    left = no(_("対応していない引き合いが%(count)s件あります。") % {"count": waiting})
    require(left if waiting else YES)
    return audit.move_record(outing, OUTING, "close_outing", by=by, at=at)


@transaction.atomic
def call_off_outing(*, by: Person, at: dt.datetime, outing: Outing, reason: str) -> Outing:
    """The institute does not exhibit after all."""
    outing = _locked(outing)
    require(can_move_outing(by, outing, "call_off_outing"))
    return audit.move_record(outing, OUTING, "call_off_outing", by=by, at=at, because=need_reason(reason))


def _locked(outing: Outing) -> Outing:
    lock_keys(f"exhibitions:outing:{outing.pk}")
    return Outing.objects.select_related("branch").get(pk=outing.pk)
