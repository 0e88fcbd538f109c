"""Who read it: the access log, by person, by thing, by day."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance.models import AccessRecord
from kosetsu.foundation.governance.permissions import can_read_access_log

COLUMNS = (
    Column(key="at", label=gettext_lazy("日時"), sort="at", kind=Kind.MOMENT),
    Column(key="person", label=gettext_lazy("閲覧した人"), value=lambda row: str(row.person), sort="person__name_kana"),
    Column(key="thing", label=gettext_lazy("対象の種類")),
    Column(key="thing_id", label=gettext_lazy("対象の番号")),
    Column(key="page", label=gettext_lazy("画面")),
)
FILTERS = (
    Filter(
        key="thing",
        label=gettext_lazy("対象の種類"),
        choices=lambda: [
            (kind, kind) for kind in AccessRecord.objects.order_by("thing").values_list("thing", flat=True).distinct()
        ],
    ),
    Filter(key="at", label=gettext_lazy("日付"), kind="dates", field="at__date"),
)


@open_door(can_read_access_log)
def access(request: SignedIn) -> HttpResponse:
    """Confidential readings, newest first; ``?thing=…&q=…`` narrows to one thing."""
    page = ListPage(
        request,
        AccessRecord.objects.select_related("person"),
        COLUMNS,
        FILTERS,
        lambda rows, words: rows.filter(thing_id=words) | rows.filter(person__name__icontains=words),
        title=_("閲覧の記録"),
        order=["-at"],
        search_label=_("氏名、または対象の番号でさがす"),
        empty_title=_("閲覧の記録はありません"),
        empty_help=_("秘密の情報を職員や連携機関が開くと、ここに残ります。"),
    )
    return page.response(layout="layouts/desk.html")
