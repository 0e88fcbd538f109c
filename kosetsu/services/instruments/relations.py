"""Uses and licences as flat tables for measures and figures."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.relations import Relation
from kosetsu.services.instruments.models import Licence, Use

_USE = (
    "id", "started_at", "booking__resource__branch__code", "booking__resource__branch__timezone", "offering__code",
    "workplace", "used_minutes", "guidance_minutes", "units",
)  # fmt: skip


def uses() -> Iterable[tuple[Any, ...]]:
    """One row per finished use; who it was stays with the booking."""
    rows = Use.objects.exclude(stopped_at=None).order_by("id").values_list(*_USE)
    for number, started_at, branch, zone, instrument, workplace, used, guided, units in rows.iterator():
        day = day_of(started_at, zone)
        yield number, day, fiscal.fiscal_year(day), branch, instrument, workplace or 0, used, guided, units


def licences(day: dt.date) -> Iterable[tuple[Any, ...]]:
    """One row per card that is good on the day, without its owner."""
    rows = Licence.objects.good_on(day).order_by("id")
    return rows.values_list("id", "offering__code", "offering__branch__code", "level", "valid_from", "valid_until")


RELATIONS = [
    Relation(
        name="instrument_uses",
        title=_("機器利用"),
        columns={
            "use_id": int, "on_date": dt.date, "fiscal_year": int, "branch": str, "instrument": str,
            "workplace_id": int, "used_minutes": int, "guidance_minutes": int, "units": int,
        },
        rows=uses,
        dated_by="on_date",
        public=("on_date", "fiscal_year", "branch", "instrument", "used_minutes"),
        labels={
            "on_date": _("利用日"), "fiscal_year": _("年度"), "branch": _("拠点"), "instrument": _("機器"),
            "used_minutes": _("利用時間（分）"), "guidance_minutes": _("操作指導（分）"), "units": _("計上した数量"),
        },
    ),
    Relation(
        name="instrument_licences",
        title=_("有効な認定証"),
        columns={
            "licence_id": int, "instrument": str, "branch": str, "level": int, "valid_from": dt.date,
            "valid_until": dt.date,
        },
        rows=licences,
        as_of=True,
        public=("instrument", "branch", "level"),
        labels={"instrument": _("機器"), "branch": _("拠点"), "level": _("研修レベル")},
    ),
]  # fmt: skip
