"""Whether the backups live: every drill in which one was restored for practice, and how long ago the last one was."""

import datetime as dt

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance.models import RestoreDrill
from kosetsu.foundation.governance.permissions import can_read_audit

OFTEN_ENOUGH = dt.timedelta(days=7)
OUTCOMES = ((True, gettext_lazy("復元できた")), (False, gettext_lazy("復元できなかった")))
COLUMNS = (
    Column(key="archive", label=gettext_lazy("バックアップ")),
    Column(key="at", label=gettext_lazy("訓練した日時"), sort="at", kind=Kind.MOMENT),
    Column(key="made_at", label=gettext_lazy("バックアップの日時"), sort="made_at", kind=Kind.MOMENT),
    Column(
        key="passed", label=gettext_lazy("結果"), value=lambda row: dict(OUTCOMES)[row.passed],
        state=lambda row: "done" if row.passed else "stopped",
    ),
    Column(key="rows", label=gettext_lazy("復元した行数"), kind=Kind.NUMBER),
    Column(key="seconds", label=gettext_lazy("かかった秒数"), kind=Kind.NUMBER),
    Column(key="ended", label=gettext_lazy("最後の記録"), value=lambda row: row.said.rpartition("\n")[2]),
    Column(key="said", label=gettext_lazy("手順ごとの記録"), shown=False),
)  # fmt: skip


@require_safe
@open_door(can_read_audit)
def drills(request: SignedIn) -> HttpResponse:
    """Every drill, the newest first, under the age of the last backup that is known to live."""
    page = ListPage(
        request,
        RestoreDrill.objects.all(),
        COLUMNS,
        [Filter(key="passed", label=_("結果"), choices=[(str(key), word) for key, word in OUTCOMES], field="passed")],
        lambda rows, words: rows.filter(archive__icontains=words),
        title=_("バックアップの復元訓練"),
        order=["-at"],
        empty_title=_("復元訓練の記録はありません"),
        empty_help=_("運用の担当者がコマンド「drill」を実行すると、結果がここに残ります。"),
    )
    last = RestoreDrill.objects.filter(passed=True).last()
    return page.response("governance/drills.html", last=last, late=not last or request.at - last.at > OFTEN_ENOUGH)
