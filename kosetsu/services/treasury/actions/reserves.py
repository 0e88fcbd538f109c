"""Surpluses and reserves: recognised with their approval, used to the yen."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.treasury import permissions
from kosetsu.services.treasury.actions.years import hold_year
from kosetsu.services.treasury.models import Reserve, ReservePurpose, ReserveUse
from kosetsu.services.treasury.states import RESERVE_MOVES, ReserveKind


@transaction.atomic
def recognise(
    *,
    by: Person,
    at: dt.datetime,
    kind: str,
    yen: int,
    recognised_on: dt.date,
    approval: str,
    purpose: ReservePurpose | None = None,
) -> Reserve:
    """Write down what was approved as surplus or reserve."""
    hold_year(fiscal.fiscal_year(recognised_on))
    lock_keys(f"treasury:approval:{approval}")
    require(permissions.can_keep(by))
    require(permissions.day_is_open(recognised_on, day_of(at)))
    wants = kind == ReserveKind.PURPOSE
    require(permissions.can_recognise(purposed=purpose is not None, wants_purpose=wants, approval=approval))
    require(YES if yen > 0 else no(_("金額が0円です。"), _("金額を確かめてください。")))
    made = Reserve.objects.create(
        kind=kind, purpose=purpose, recognised_on=recognised_on, approval=approval, yen=yen, at=at, by=by
    )
    audit.record(by=by, at=at, verb="recognise", thing=made, after={"kind": str(kind), "yen": yen})
    return made


@transaction.atomic
def use_reserve(*, by: Person, at: dt.datetime, reserve: Reserve, yen: int, on_date: dt.date, words: str) -> ReserveUse:
    """Write down what a reserve was used for; never more than it holds."""
    hold_year(fiscal.fiscal_year(on_date))
    lock_keys(f"treasury:reserve:{reserve.pk}")
    require(permissions.can_keep(by))
    locked = Reserve.objects.get(pk=reserve.pk)
    target = RESERVE_MOVES.target("use_reserve", locked.state)
    require(permissions.day_is_open(on_date, day_of(at)))
    require(permissions.can_use(locked, yen, on_date))
    made = ReserveUse.objects.create(reserve=locked, on_date=on_date, yen=yen, words=words, at=at, by=by)
    state = target if yen == locked.left_yen else locked.state
    Reserve.objects.filter(pk=locked.pk).update(used_yen=F("used_yen") + yen, state=state)
    audit.record(by=by, at=at, verb="use_reserve", thing=made, after={"reserve": locked.approval, "yen": yen})
    return made
