"""Agreements as of any day."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.paging import cut
from kosetsu.services.alliances.api.schemas import AgreementPage, AgreementsAsked, agreement_out
from kosetsu.services.alliances.models import Agreement

READ = Scope("read:alliances", _("連携機関と協定を読む"))
router = Router(tags=["alliances"])


@router.get("/agreements", response=AgreementPage, **door(READ, _("その日に結んでいる協定の一覧"), public=True))
def list_agreements(request: Any, asked: Query[AgreementsAsked]) -> AgreementPage:
    """The agreements in force on ``day``, by scope and number."""
    day = asked.day or request.today
    rows = Agreement.objects.on(day)
    if asked.scope:
        rows = rows.filter(scope=asked.scope)
    full = rows.select_related("organisation", "branch").prefetch_related("documents", "organisation__names")
    page, following = cut(full, ["scope", "number"], asked)
    items = [agreement_out(agreement, day) for agreement in page]
    return AgreementPage(day=day, total=rows.count(), items=items, next_cursor=following)
