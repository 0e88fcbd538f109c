"""The demo's tenants: companies of the demo, none of those that lists print."""

from typing import Literal

from django.utils.translation import gettext as _

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Flag, Items, Table, TableRow, lookup
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.services.labs.actions.demo import Desk, Stay, play
from kosetsu.services.labs.models import Lab
from kosetsu.services.labs.states import TenancyState


class DemoTenancyRow(TableRow):
    """One tenancy of the demo and how far it has come."""

    organisation: str
    contact: str = ""
    branch: str
    room: str
    theme: str
    since_days: int
    until: TenancyState
    leaving_days: int = 0
    show_name: Flag = False
    passes: Items = []
    visits: Items = []
    """Each "days ago:topic:advice:what is to follow"."""
    progress: str = ""
    because: str = ""
    extension: Literal["", "asked", "granted"] = ""
    relief: str = ""
    uses: Items = []
    """Each "days ago:resource:from:until" of a shared room, hours written 09.30."""
    source: str


def load_demo(rows: list[tuple[int, DemoTenancyRow]]) -> None:
    """Live through what the file says, once."""
    cast = Cast(now())
    labs = {f"{lab.branch.code} {lab.room}": lab for lab in Lab.objects.select_related("branch", "offering")}
    stays = []
    for line, row in rows:
        visits = [one.split(":") for one in row.visits]
        uses = [[part.replace(".", ":") for part in one.split(":")] for one in row.uses]
        if any(len(one) != 4 for one in (*visits, *uses)):
            raise BadRow(line, "visits", _("「:」で4つに分けて書いてください。"))
        stays.append(
            Stay(
                workplace=lookup(cast.workplaces, row.organisation, line, "organisation"),
                contact=lookup(cast.people, row.contact, line, "contact") if row.contact else None,
                lab=lookup(labs, f"{row.branch} {row.room}", line, "room"),
                visits=visits,
                uses=uses,
                **row.model_dump(
                    include={
                        "theme", "since_days", "until", "leaving_days", "show_name", "passes", "progress", "because",
                        "extension", "relief",
                    }
                ),
            )
        )  # fmt: skip
    people = cast.people
    if rows:
        line = rows[0][0]
        desk = Desk(*(lookup(people, who, line, "contact") for who in ("labs", "accounts", "planning")))
        play(stays, cast, desk)


TABLES = [
    Table("demo/lab_tenancies.csv", DemoTenancyRow, load_demo, order=607, optional=True, demo=True,
          refers={"organisation": "demo/companies.csv"}),
]  # fmt: skip
