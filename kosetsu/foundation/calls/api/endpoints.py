"""Published calls, for programs that pass them on."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.paging import cut
from kosetsu.foundation.calls.api.schemas import CallPage, CallsAsked, call_out
from kosetsu.foundation.calls.models import Call

READ = Scope("read:calls", _("公募を読む"))
router = Router(tags=["calls"])


@router.get("/calls", response=CallPage, **door(READ, _("公開中の公募の一覧"), public=True))
def list_calls(request: Any, asked: Query[CallsAsked]) -> CallPage:
    """Published calls, the newest first; by default those that take applications now."""
    rows = Call.objects.shown()
    rows = rows.open_at(request.at) if asked.open else rows
    page, following = cut(rows.select_related("edition").prefetch_related("windows"), ["-number"], asked)
    return CallPage(total=rows.count(), items=[call_out(one) for one in page], next_cursor=following)
