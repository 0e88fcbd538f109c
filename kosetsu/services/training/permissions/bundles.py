"""Bundles: who plans them, who takes one, who gives it back."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.gatherings.permissions import can_plan, can_register
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training.models import Bundle, BundlePlace
from kosetsu.services.training.states import BUNDLE, BundlePlaceState, BundleState


def can_plan_bundles(user: Any) -> Decision:
    """Whoever plans gatherings."""
    return can_plan(user)


def can_move_bundle(user: Any, bundle: Bundle, verb: str) -> Decision:
    """Whether this planner may use ``verb`` on the bundle in its state."""
    if not (plans := can_plan(user)) or BUNDLE.allows(verb, bundle.state):
        return plans
    return no(
        _("「%(state)s」のセットでは、この操作はできません。") % {"state": bundle.get_state_display()},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )


def can_take_bundle(user: Any, bundle: Bundle, at: dt.datetime) -> Decision:
    """Whether places are given now: it is open, and so is every one of its courses."""
    if bundle.state == BundleState.PLANNED and not standing(user).is_staff:
        return HIDDEN
    if bundle.state != BundleState.OPEN:
        return no(
            _("このセットの申し込みは、受け付けていません。"),
            _("講習会ごとの申し込みを、催しの一覧からお探しください。"),
        )
    answers = (can_register(user, one, at) for one in bundle.gatherings.order_by("starts_on", "pk"))
    return next((answer for answer in answers if not answer), YES)


def can_pay_for(user: Any, workplace: Workplace) -> Decision:
    """Clients for the workplaces they act for, planners for any."""
    if standing(user).is_staff:
        return can_plan(user)
    return YES if Workplace.objects.acted_for_by(user).filter(pk=workplace.pk).exists() else HIDDEN


def can_cancel_place(user: Any, place: BundlePlace) -> Decision:
    """One's own place, or the desk; until one of its courses was charged."""
    if not BundlePlace.objects.visible_to(user).filter(pk=place.pk).exists():
        return HIDDEN
    if standing(user).is_staff and not (plans := can_plan(user)):
        return plans
    if place.state != BundlePlaceState.REGISTERED or place.charge_id:
        return no(_("この申し込みは、もう取り消せません。"), _("窓口へご連絡ください。"))
    began = place.registrations.filter(arrivals__isnull=False).exists()
    return no(_("受講が始まった申し込みは取り消せません。"), _("窓口へご連絡ください。")) if began else YES
