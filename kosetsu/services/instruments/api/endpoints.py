"""Licences by program: what an instrument asks for, my cards, and the trainers' decisions. The doors are the pages'."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy
from ninja import Query, Router

from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.paging import cut
from kosetsu.common.api.problems import Stop, not_found
from kosetsu.common.decisions import require
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.api.schemas import (
    LicenceOut,
    LicencePage,
    LicencesAsked,
    LicenceVerb,
    NeededOut,
    ReasonIn,
    licence_out,
    needed_out,
)
from kosetsu.services.instruments.models import CourseDate, Licence, LicenceRule
from kosetsu.services.instruments.permissions import can_change, can_renew, can_teach

READ = Scope("read:licences", gettext_lazy("認定証を読む"))
WRITE = Scope("write:licences", gettext_lazy("認定証を扱う（研究部門）"))
SHOWN = 5
VERBS: dict[LicenceVerb, Callable[..., Licence]] = {
    LicenceVerb.PASS: actions.pass_course,
    LicenceVerb.FAIL: actions.fail_course,
    LicenceVerb.ISSUE: actions.issue_card,
    LicenceVerb.RENEW: actions.renew,
    LicenceVerb.SUSPEND: actions.suspend,
    LicenceVerb.RESUME: actions.resume,
}
WITH_REASON = (LicenceVerb.FAIL, LicenceVerb.SUSPEND)
router = Router(tags=["instruments"])


@router.get(
    "/instruments/{code}/licence",
    response=NeededOut,
    **door(READ, gettext_lazy("機器の利用に必要な認定証と次の講習会"), public=True),
)
def get_needed(request: Any, code: str) -> NeededOut:
    """What the instrument asks for today, and whether the caller has it."""
    rows = Offering.objects.visible_to(request.user).filter(kind=OfferingKind.INSTRUMENT, code=code)
    offering = rows.first()
    if offering is None:
        raise not_found()
    rule = LicenceRule.of([offering.pk], request.today).get(offering.pk)
    dates = list(CourseDate.coming([rule.course_id], request.today)[:SHOWN]) if rule else []
    mine = Licence.objects.visible_to(request.user).good_on(request.today).filter(offering=offering)
    signed_in = request.user.is_authenticated
    return needed_out(code, rule, dates, rule is None or (signed_in and mine.filter(person=request.user).exists()))


@router.get("/licences", response=LicencePage, **door(READ, gettext_lazy("自分が見られる認定証の一覧")))
def list_licences(request: Any, asked: Query[LicencesAsked]) -> LicencePage:
    """The licences the caller may see, the latest course first."""
    wanted = {"state": asked.state, "offering__code": asked.instrument}
    rows = _rows(request).filter(**{name: value for name, value in wanted.items() if value})
    page, following = cut(rows, ["-attended_on", "-public_id"], asked)
    return LicencePage(items=[licence_out(one, request.today) for one in page], next_cursor=following)


@router.get("/licences/{uuid:id}", response=LicenceOut, **door(READ, gettext_lazy("認定証の1件")))
def get_licence(request: Any, id: UUID) -> LicenceOut:
    """One licence."""
    return licence_out(_load(request, id), request.today)


@router.post("/licences/{uuid:id}/{verb}", response=LicenceOut, **door(WRITE, gettext_lazy("認定証について決める")))
def decide_licence(request: Any, id: UUID, verb: LicenceVerb, body: ReasonIn) -> LicenceOut:
    """Pass, fail, issue, renew, suspend, resume; in another state it is a conflict. A renewal is a new licence."""
    require(can_teach(request.user))
    found, action = _load(request, id), VERBS[verb]
    if verb == LicenceVerb.RENEW:
        decision = can_renew(request.user, found, request.today)
    else:
        decision = can_change(request.user, found, action.__name__)
    if not decision:
        raise Stop(409, decision.reason, decision.next_step)
    said = {"reason": body.reason} if verb in WITH_REASON else {}
    changed = action(by=request.user, at=request.at, licence=found, **said)
    return licence_out(_load(request, changed.public_id), request.today)


def _rows(request: Any) -> Any:
    return Licence.objects.visible_to(request.user).for_lists()


def _load(request: Any, public_id: UUID) -> Licence:
    """The licence, or the same answer as for nothing."""
    found: Licence | None = _rows(request).filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found
