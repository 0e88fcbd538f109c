"""Prepared answers: added, corrected, withdrawn and brought back by those who keep them."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Group
from kosetsu.services.consultations.models import CannedAnswer
from kosetsu.services.consultations.permissions import can_keep_canned_of


@transaction.atomic
def add_canned(*, by: Person, at: dt.datetime, title: str, text: str, group: Group | None) -> CannedAnswer:
    """A prepared answer of one group, or (no group) of everyone."""
    require(can_keep_canned_of(by, group.pk if group else None))
    made = CannedAnswer.objects.create(title=tidy_line(title), text=tidy(text), group=group)
    audit.record(by=by, at=at, verb="add_canned", thing=made, after=_said(made))
    return made


@transaction.atomic
def change_canned(
    *, by: Person, at: dt.datetime, canned: CannedAnswer, title: str, text: str, group: Group | None
) -> CannedAnswer:
    """Correct it, or hand it to another group that the person keeps as well."""
    locked = _locked(by, canned)
    require(can_keep_canned_of(by, group.pk if group else None))
    before = _said(locked)
    locked.title, locked.text, locked.group = tidy_line(title), tidy(text), group
    locked.save(update_fields=["title", "text", "group"])
    audit.record(by=by, at=at, verb="change_canned", thing=locked, before=before, after=_said(locked))
    return locked


@transaction.atomic
def withdraw_canned(*, by: Person, at: dt.datetime, canned: CannedAnswer) -> CannedAnswer:
    """It is offered to nobody any more; what was sent with it stays."""
    return _use(by, at, canned, "withdraw_canned", in_use=False)


@transaction.atomic
def restore_canned(*, by: Person, at: dt.datetime, canned: CannedAnswer) -> CannedAnswer:
    """A withdrawn one is offered again."""
    return _use(by, at, canned, "restore_canned", in_use=True)


def _use(by: Person, at: dt.datetime, canned: CannedAnswer, verb: str, *, in_use: bool) -> CannedAnswer:
    locked = _locked(by, canned)
    require(YES if locked.in_use != in_use else no(_("すでにそうなっています。"), _("一覧を開き直してください。")))
    locked.in_use = in_use
    locked.save(update_fields=["in_use"])
    audit.record(by=by, at=at, verb=verb, thing=locked, before={"in_use": not in_use}, after={"in_use": in_use})
    return locked


def _locked(by: Person, canned: CannedAnswer) -> CannedAnswer:
    locked = CannedAnswer.objects.select_for_update().get(pk=canned.pk)
    require(can_keep_canned_of(by, locked.group_id))
    return locked


def _said(canned: CannedAnswer) -> dict[str, Any]:
    return {"title": canned.title, "text": canned.text, "group": canned.group_id}
