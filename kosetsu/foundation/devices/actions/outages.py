"""A device cannot be used: foreseen or sudden, until a day or until further notice; and then it can again."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.devices import signals
from kosetsu.foundation.devices.actions.beats import locked
from kosetsu.foundation.devices.models import Device, Outage
from kosetsu.foundation.devices.permissions import can_close
from kosetsu.foundation.governance import audit


@transaction.atomic
def enter_outage(
    *,
    by: Person,
    at: dt.datetime,
    device: Device,
    kind: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None,
    public_reason: str,
    note: str = "",
    public: bool = True,
) -> Outage:
    """From now on nothing is booked within the span; what is already booked is listed, not silently moved."""
    device = locked(device)
    require(can_close(by))
    require(_span_fits(device, starts_at, ends_at))
    made = Outage.objects.create(
        device=device, kind=kind, starts_at=starts_at, ends_at=ends_at, public_reason=tidy_line(public_reason),
        note=tidy(note), public=public, entered_by=by, entered_at=at,
    )  # fmt: skip
    _record("enter_outage", made, by=by, at=at)
    return made


@transaction.atomic
def extend_outage(*, by: Person, at: dt.datetime, outage: Outage, ends_at: dt.datetime | None) -> Outage:
    """It lasts longer, or shorter, than was thought."""
    outage = _locked(outage)
    require(can_close(by))
    require(_open(outage, at))
    require(YES if ends_at is None or ends_at > at else no(_("再開の予定は、これからの日時にしてください。")))
    require(_span_fits(outage.device, outage.starts_at, ends_at, but=outage))
    outage.ends_at = ends_at
    outage.save(update_fields=["ends_at"])
    _record("extend_outage", outage, by=by, at=at)
    return outage


@transaction.atomic
def end_outage(*, by: Person, at: dt.datetime, outage: Outage) -> Outage:
    """The device can be used again from now on."""
    outage = _locked(outage)
    require(can_close(by))
    require(_open(outage, at))
    require(
        YES
        if outage.starts_at < at
        else no(_("まだ始まっていない休止です。"), _("取りやめる場合は「取りやめる」を押してください。"))
    )
    outage.ends_at = outage.ended_at = at
    outage.save(update_fields=["ends_at", "ended_at"])
    _record("end_outage", outage, by=by, at=at)
    return outage


@transaction.atomic
def call_off(*, by: Person, at: dt.datetime, outage: Outage) -> None:
    """The planned outage does not take place; the audit log keeps that there was one."""
    outage = _locked(outage)
    require(can_close(by))
    require(
        YES
        if outage.starts_at > at
        else no(_("すでに始まった休止は、取りやめにできません。"), _("「再開する」を押してください。"))
    )
    _record("call_off", outage, by=by, at=at)
    Outage.objects.filter(pk=outage.pk).delete()


def _locked(outage: Outage) -> Outage:
    locked(outage.device)
    return Outage.objects.select_related("device__branch").get(pk=outage.pk)


def _open(outage: Outage, at: dt.datetime) -> Decision:
    return no(_("この休止は、すでに終わっています。")) if outage.is_over(at) else YES


def _span_fits(
    device: Device, starts_at: dt.datetime, ends_at: dt.datetime | None, but: Outage | None = None
) -> Decision:
    if ends_at is not None and ends_at <= starts_at:
        return no(_("再開の予定は、休止の開始より後の日時にしてください。"))
    others = Outage.objects.filter(device=device).exclude(pk=but.pk if but else 0)
    met = others.across(starts_at, ends_at).exists()
    return no(_("この機器には、同じ期間の休止がすでに登録されています。")) if met else YES


def _record(verb: str, outage: Outage, *, by: Person, at: dt.datetime) -> None:
    ends = outage.ends_at.isoformat() if outage.ends_at else None
    after = {"device": outage.device_id, "starts_at": outage.starts_at.isoformat(), "ends_at": ends}
    audit.record(by=by, at=at, verb=verb, thing=outage, after=after, reason=outage.public_reason)
    say = partial(signals.outage_changed.send, Outage, outage=outage, verb=verb, by=by, at=at)
    transaction.on_commit(say)
