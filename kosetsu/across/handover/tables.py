"""The demo's hand-overs: what a consultation proposed, ordered by its client some days before the loading."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from kosetsu.across.handover.actions import order_proposed
from kosetsu.common.clock import now
from kosetsu.common.tables import Table, TableRow, lookup
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.testing import actions as testing
from kosetsu.services.testing.models import Order

ASKED, QUOTED = dt.time(13, 20), dt.time(15, 40)


class DemoHandoverRow(TableRow):
    """One line of demo/handovers.csv: the newest proposal of this test to this company, ordered and quoted."""

    organisation: str
    offering: str
    days_ago: Annotated[int, Field(ge=1, le=300)]
    person: str
    staff: str
    source: str


def load_demo(rows: list[tuple[int, DemoHandoverRow]]) -> None:
    """Order what was proposed and is not ordered yet; the quote follows on the same day."""
    cast = Cast(now())
    proposed = Consultation.objects.exclude(
        case__in=Order.objects.values("case__led_from").exclude(case__led_from=None)
    )
    for line, row in rows:
        by, staff = (lookup(cast.people, getattr(row, name), line, name) for name in ("person", "staff"))
        asked = {"case__organisation__code": row.organisation, "proposals__offering__code": row.offering}
        found = proposed.filter(**asked).order_by("-pk").first()
        if found is None:
            continue
        made = order_proposed(by=by, at=cast.moment(-row.days_ago, ASKED), consultation=found)
        testing.quote_order(by=staff, at=cast.moment(-row.days_ago, QUOTED), order=made)


TABLES = [
    Table(
        "demo/handovers.csv",
        DemoHandoverRow,
        load_demo,
        order=625,
        optional=True,
        demo=True,
        refers={"organisation": "demo/companies.csv", "offering": "catalogue/offerings.csv"},
    )
]
