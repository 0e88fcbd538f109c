"""Lab rooms as flat tables: one row per room on a day, and one per room and month of a fiscal year."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.relations import Relation
from kosetsu.services.labs.documents.occupancy import room_months, rooms_on


def _rooms(day: dt.date) -> Iterator[tuple[Any, ...]]:
    for room in rooms_on(day):
        yield room.lab.branch.code, room.lab.room, room.occupied, room.tenant, room.theme


def _months(day: dt.date) -> Iterator[tuple[Any, ...]]:
    for one in room_months(day):
        yield one.lab.branch.code, one.lab.room, one.month, one.offered, one.held


def _page(row: Mapping[str, Any]) -> str:
    return reverse("labs-desk:room", args=[row["branch"], row["room"]])


RELATIONS = [
    Relation(
        name="lab_rooms",
        title=_("製品開発支援ラボの室"),
        columns={"branch": str, "room": str, "occupied": bool, "tenant": str, "use": str},
        rows=_rooms,
        as_of=True,
        public=("branch", "room", "occupied", "tenant", "use"),
        labels={
            "branch": _("拠点"),
            "room": _("室番号"),
            "occupied": _("入居中"),
            "tenant": _("企業名"),
            "use": _("利用の概要"),
        },
        row_link=_page,
    ),
    Relation(
        name="lab_months",
        title=_("製品開発支援ラボの室と月"),
        columns={"branch": str, "room": str, "month": dt.date, "offered_days": int, "held_days": int},
        rows=_months,
        as_of=True,
        public=("branch", "room", "month", "offered_days", "held_days"),
        labels={
            "branch": _("拠点"),
            "room": _("室番号"),
            "month": _("月"),
            "offered_days": _("貸し出せる日数"),
            "held_days": _("入居の日数"),
        },
        row_link=_page,
    ),
]
