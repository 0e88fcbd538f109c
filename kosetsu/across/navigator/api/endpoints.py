"""Problem → plan, or the hand-over to a person; for anyone, as on the page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router

from kosetsu.across.navigator.api.schemas import HandOverOut, PlanIn, PlanOut, answer_out
from kosetsu.across.navigator.asking import Asker, asker_of
from kosetsu.across.navigator.plan import HandOver, make_plan
from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.problems import wrong
from kosetsu.foundation.parties.models import Area
from kosetsu.foundation.search.actions import keep_unanswered
from kosetsu.foundation.search.sources import PUBLIC

READ = Scope("read:catalogue", gettext_lazy("支援メニューと料金を読む"))
router = Router(tags=["navigator"])


@router.post("/plan", response=PlanOut | HandOverOut, **door(READ, gettext_lazy("困りごとから計画を作る"), public=True))
def make_plan_for(request: Any, body: PlanIn) -> PlanOut | HandOverOut:
    """What fits the problem, in order, with the words that matched and the price; or that a person should be asked."""
    asker = _asker(request, body)
    answer = make_plan(body.problem.strip(), asker=asker, day=request.today, user=request.user)
    if isinstance(answer, HandOver):
        keep_unanswered(by=None, at=request.at, question=body.problem.strip(), scope=PUBLIC)
    return answer_out(answer, asker)


def _asker(request: Any, body: PlanIn) -> Asker:
    """A company is who it is; anyone else is who the body says."""
    known = asker_of(request)
    if known.workplace is not None:
        return known
    area = Area.objects.filter(code=body.area).first() if body.area else None
    if body.area and area is None:
        raise wrong("body", "area", _("この番号の地域はありません。"))
    return Asker(body.client_class, area, None, _("料金区分と所在地は、指定されたものです。"))
