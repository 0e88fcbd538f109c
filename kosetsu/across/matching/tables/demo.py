"""The demo's panel: who reviews in it, and what came in."""

import datetime as dt
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from kosetsu.across.matching.actions.demo import Came, Reads, Shown, fill, show
from kosetsu.across.matching.models import Word
from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Items, Table, TableRow, lookup
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.reviews.actions import Asked
from kosetsu.foundation.reviews.models import Panel

MADE, CAME = dt.time(9, 0), dt.time(13, 0)
DAYS_AGO = 10
LOWEST, HIGHEST = 1, 5
"""The scale of every criterion."""
SENIOR, PLAIN = "senior", "reviewer"


class DemoPanelRow(TableRow):
    """One line of demo/panels.csv: a panel, its reviewers as "address:senior or reviewer:least:most", and its criteria
    as "code:weight:name in Japanese:in English:in Thai".
    """

    title: str
    runner: str
    reviews_each: Annotated[int, Field(ge=1)]
    seniors_each: Annotated[int, Field(ge=0)]
    reviewers: Items
    criteria: Items
    source: str


def load_panels(rows: list[tuple[int, DemoPanelRow]]) -> None:
    """Make the demo's panels, once."""
    cast = Cast(now())
    known = set(Panel.objects.values_list("title", flat=True))
    for line, row in rows:
        if row.title not in known:
            runner = lookup(cast.people, row.runner.partition("@")[0], line, "runner")
            plain = row.model_dump(include={"title", "reviews_each", "seniors_each"})
            reviewers = [_reads(one, cast, line) for one in row.reviewers]
            criteria = [_asked(one, line) for one in row.criteria]
            show(Shown(**plain, runner=runner, reviewers=reviewers, criteria=criteria), cast.moment(-DAYS_AGO, MADE))


def _reads(text: str, cast: Cast, line: int) -> Reads:
    address, *said = text.split(":")
    if len(said) != 3 or said[0] not in (SENIOR, PLAIN) or not (said[1] + said[2]).isdigit():
        raise BadRow(line, "reviewers", _("「メールアドレス:senior または reviewer:最少:最多」と書いてください。"))
    person = lookup(cast.people, address.partition("@")[0], line, "reviewers")
    return Reads(person=person, senior=said[0] == SENIOR, least=int(said[1]), most=int(said[2]))


def _asked(text: str, line: int) -> Asked:
    said = text.split(":")
    if len(said) != 5 or not said[1].isdigit():
        raise BadRow(line, "criteria", _("「記号:重み:日本語の名前:英語の名前:タイ語の名前」と書いてください。"))
    code, weight, japanese, english, thai = said
    return Asked(code, japanese, HIGHEST, LOWEST, int(weight), english, thai)


class DemoPanelItemRow(TableRow):
    """One line of demo/panel_items.csv; ``wishes`` are "who:want, may or decline"."""

    panel: str
    number: str
    title: str
    organisation: str
    text: str
    fields: Items
    days_ago: Annotated[int, Field(ge=0, lt=DAYS_AGO)]
    wishes: Items = []
    source: str


def load_panel_items(rows: list[tuple[int, DemoPanelItemRow]]) -> None:
    """Fill panels that have no item yet, and propose who reviews what."""
    cast = Cast(now())
    empty = {one.title: one for one in Panel.objects.filter(items=None)}
    came: dict[str, list[Came]] = {}
    for line, row in rows:
        if row.panel in empty:
            came.setdefault(row.panel, []).append(_came(row, cast, line))
    for title, some in came.items():
        panel = empty[title]
        made = panel.steps.select_related("by").get(verb="make_panel")
        if made.by:
            fill(panel, made.by, some, cast.at)


def _came(row: DemoPanelItemRow, cast: Cast, line: int) -> Came:
    wishes = {}
    for one in row.wishes:
        who, _colon, word = one.partition(":")
        if word not in Word.values:
            raise BadRow(line, "wishes", _("「人:want・may・decline」と書いてください。"))
        wishes[lookup(cast.people, who, line, "wishes")] = Word(word)
    place = lookup(cast.workplaces, row.organisation, line, "organisation")
    plain = row.model_dump(include={"number", "title", "text", "fields"})
    return Came(**plain, organisation=place.organisation, at=cast.moment(-row.days_ago, CAME), wishes=wishes)


TABLES = [
    Table("demo/panels.csv", DemoPanelRow, load_panels, order=670, optional=True, demo=True, key=("title",)),
    Table(
        "demo/panel_items.csv", DemoPanelItemRow, load_panel_items, order=671, optional=True, demo=True,
        refers={"panel": "demo/panels.csv", "organisation": "demo/companies.csv"},
    ),
]  # fmt: skip
