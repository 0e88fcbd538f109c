"""The completion report (完了報告書) of commissioned support: what each group did; A4, the same bytes each time."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import eras
from kosetsu.common.clock import day_of
from kosetsu.common.pdf import ACCESSIBLE, render_apart
from kosetsu.services.testing.documents import drafts
from kosetsu.services.testing.models import Order, OrderItem

TEMPLATE: Final = Path(__file__).parent.parent / "templates" / "testing" / "completion.typ"


def completion_pdf(order: Order) -> bytes:
    """The paper of a completed order; nothing it prints changes any more."""
    return render_apart(TEMPLATE, completion_data(order), at=order.case.closed_at, standards=ACCESSIBLE)


def completion_data(order: Order) -> dict[str, Any]:
    """All that the template prints, in Japanese."""
    parts = list(order.items.select_related("offering", "group__branch", "quote_line"))
    reports = list(order.reports.order_by("pk").values_list("number", flat=True))
    with override("ja"):
        client, laboratory = drafts.parties(order)
        return {
            "title": _("完了報告書"),
            "number": order.case.number,
            "day": _day(day_of(order.case.closed_at) if order.case.closed_at else None),
            "client": [client.name, client.address],
            "honorific": _("御中"),
            "laboratory": [laboratory.name, laboratory.address],
            "lead": _("ご依頼の受託技術支援を、次のとおり完了しました。"),
            "facts": [
                [_("件名"), order.case.title],
                [_("依頼の目的・内容"), order.purpose],
                [_("受理日"), _day(day_of(order.decided_at) if order.decided_at else None)],
                [_("成績書"), "\n".join(reports)],
            ],
            "heads": [_("内容"), _("種別"), _("担当"), _("数量"), _("実施日")],
            "parts": [_part(one) for one in parts],
            "end": _("以上"),
        }


def _part(item: OrderItem) -> list[str]:
    who = f"{item.group.branch.name_ja} {item.group.name_ja}" if item.group else ""
    unit = item.quote_line.unit if item.quote_line else ""
    return [str(item), item.get_kind_display(), who, f"{item.quantity} {unit}".strip(), _day(item.delivered_on)]


def _day(day: dt.date | None) -> str:
    return eras.long_text(day) if day else ""
