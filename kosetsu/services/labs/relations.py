"""Lab rooms as a flat table: one row per room on a day, occupied or free."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.relations import Relation
from kosetsu.services.labs.models import Lab, Tenancy


def _rooms(day: dt.date) -> Iterator[tuple[Any, ...]]:
    tenants = {tenancy.lab_id: tenancy for tenancy in Tenancy.objects.on(day).order_by("id")}
    for lab in Lab.objects.on(day).select_related("branch"):
        tenancy = tenants.get(lab.pk)
        yield (
            lab.branch.code,
            lab.room,
            tenancy is not None,
            tenancy.tenant_name if tenancy else "",
            tenancy.use_summary if tenancy else "",
        )


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
    )
]
