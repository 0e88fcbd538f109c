"""Bundles of courses: planned, opened; taken as a whole or not at all; charged once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, Refused, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.actions.beats import hold
from kosetsu.foundation.gatherings.models import Gathering, Quota, Registration
from kosetsu.foundation.gatherings.states import OPEN, GatheringState, RegistrationState, Selection
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.training.actions import beats
from kosetsu.services.training.models import Bundle, BundlePlace
from kosetsu.services.training.permissions import (
    can_cancel_place,
    can_move_bundle,
    can_pay_for,
    can_plan_bundles,
    can_take_bundle,
)
from kosetsu.services.training.states import BUNDLE, BundlePlaceState

LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """What is sold together."""

    title: str
    offering: Offering
    gatherings: Sequence[Gathering]
    summary: str = ""


@transaction.atomic
def plan_bundle(*, by: Person, at: dt.datetime, chosen: Set) -> Bundle:
    """Write down which courses are sold together; nobody sees it before it is opened."""
    require(can_plan_bundles(by))
    bundle = Bundle(planned_by=by)
    _write(bundle, chosen)
    audit.record(by=by, at=at, verb="plan_bundle", thing=bundle, after={"gatherings": len(chosen.gatherings)})
    return bundle


@transaction.atomic
def change_bundle(*, by: Person, at: dt.datetime, bundle: Bundle, chosen: Set) -> Bundle:
    """Plan it otherwise, while it is not open."""
    bundle = _asked(by, bundle, "change_bundle")
    _write(bundle, chosen)
    return beats.step(bundle, BUNDLE, "change_bundle", by=by, at=at)


@transaction.atomic
def open_bundle(*, by: Person, at: dt.datetime, bundle: Bundle) -> Bundle:
    """Everyone may take it now."""
    bundle = _asked(by, bundle, "open_bundle")
    require(_can_be_sold(list(bundle.gatherings.all())))
    return beats.step(bundle, BUNDLE, "open_bundle", by=by, at=at)


@transaction.atomic
def close_bundle(*, by: Person, at: dt.datetime, bundle: Bundle) -> Bundle:
    """Nobody takes it any more; who has taken it keeps it."""
    return beats.step(_asked(by, bundle, "close_bundle"), BUNDLE, "close_bundle", by=by, at=at)


@transaction.atomic
def take_bundle(
    *,
    by: Person,
    at: dt.datetime,
    bundle: Bundle,
    workplace: Workplace,
    guest: gatherings.Guest,
    quotas: Mapping[int, Quota],
    agreed: bool,
    language: str = "ja",
) -> BundlePlace:
    """A seat in every one of its courses (``quotas`` by the gathering's key), or none at all.

    Raises ``Refused`` where one of them is full: nobody waits in one course for the sake of another.
    """
    courses = list(bundle.gatherings.order_by("starts_on", "pk"))
    hold(*courses)
    bundle = beats.alone(bundle)
    require(can_take_bundle(by, bundle, at))
    require(can_pay_for(by, workplace))
    guest = gatherings.Guest(tidy_line(guest.name), guest.email.strip().lower(), str(workplace.organisation))
    require(_once(bundle, guest.email))
    common: dict[str, Any] = {
        "by": by,
        "at": at,
        "guests": [guest],
        "agreed": agreed,
        "language": language,
        "charged_apart": True,
    }
    made = [_seat(one, gatherings.register(gathering=one, quota=quotas[one.pk], **common)[0]) for one in courses]
    mine = by if (by.email or "").lower() == guest.email else None
    place = BundlePlace.objects.create(
        bundle=bundle, person=mine, workplace=workplace, name=guest.name, email=guest.email, made_at=at
    )
    place.registrations.set(made)
    audit.record(by=by, at=at, verb="take_bundle", thing=place, after={"bundle": str(bundle.public_id)})
    return place


@transaction.atomic
def cancel_place(*, by: Person, at: dt.datetime, place: BundlePlace) -> BundlePlace:
    """Give every seat back; each goes to whoever waits for it."""
    hold(*place.bundle.gatherings.all())
    place = beats.alone(place)
    require(can_cancel_place(by, place))
    for one in place.registrations.filter(state__in=OPEN).select_related("gathering").order_by("pk"):
        gatherings.cancel_registration(by=by, at=at, registration=one)
    place.state = BundlePlaceState.CANCELLED
    place.save(update_fields=["state"])
    audit.record(by=by, at=at, verb="cancel_place", thing=place, after={"state": str(place.state)})
    return place


def charge_bundles(*, at: dt.datetime) -> int:
    """Charge everybody who came to a course of theirs that is over; how many were. What is refused waits for people."""
    return sum(_quietly(place, at) for place in BundlePlace.objects.owing().order_by("pk")[:500])


@transaction.atomic
def charge_place(*, by: Person | None, at: dt.datetime, place: BundlePlace) -> BundlePlace:
    """The price of the whole, once, on the first day that the person came."""
    place = beats.alone(place)
    require(YES if BundlePlace.objects.owing().filter(pk=place.pk).exists() else no(_("計上する料金はありません。")))
    first = place.registrations.filter(arrivals__isnull=False, gathering__state=GatheringState.CLOSED)
    days = first.select_related("gathering__branch").order_by("arrivals__on_date", "pk")
    came, bundle = days[0], place.bundle
    day = came.arrivals.order_by("on_date")[0].on_date
    assert day
    place.charge = billing.charge(
        by=by, at=at, organisation=place.workplace.organisation, workplace=place.workplace, offering=bundle.offering,
        on_date=day, branch=came.gathering.branch, label=f"{bundle.title} {place.name}"[:200],
    )  # fmt: skip
    place.save(update_fields=["charge"])
    audit.record(by=by, at=at, verb="charge_place", thing=place, after={"yen": place.charge.yen})
    return place


def _quietly(place: BundlePlace, at: dt.datetime) -> int:
    """1 where it was charged; where money refuses it, the desk sees it in the list of what is owing."""
    try:
        charge_place(by=None, at=at, place=place)
    except Refused:
        return 0
    return 1


def _write(bundle: Bundle, chosen: Set) -> None:
    bundle.title, bundle.summary = tidy_line(chosen.title)[:200], tidy(chosen.summary)
    require(YES if bundle.title else no(_("名称を入れてください。")))
    require(_can_be_sold(chosen.gatherings))
    bundle.offering = chosen.offering
    bundle.save()
    bundle.gatherings.set(chosen.gatherings)


def _can_be_sold(courses: Sequence[Gathering]) -> Decision:
    """Two or more, each public, with seats that are given at once."""
    if len(courses) < LEAST:
        return no(_("セットには、2つ以上の講習会を選んでください。"))
    for one in courses:
        if not one.public or one.state != GatheringState.PUBLISHED or one.selection != Selection.FIRST_COME:
            return no(_("「%(title)s」は、先着順で公開中の催しではありません。") % {"title": one})
    return YES


def _once(bundle: Bundle, email: str) -> Decision:
    taken = bundle.places.filter(email=email, state=BundlePlaceState.REGISTERED).exists()
    return no(_("このセットには、すでに申し込みがあります。")) if taken else YES


def _seat(gathering: Gathering, made: Registration) -> Registration:
    full = no(_("「%(title)s」は満席です。") % {"title": gathering}, _("講習会ごとのキャンセル待ちをご利用ください。"))
    require(YES if made.state == RegistrationState.CONFIRMED else full)
    return made


def _asked(by: Person, bundle: Bundle, verb: str) -> Bundle:
    found = beats.alone(bundle)
    require(can_move_bundle(by, found, verb))
    return found
