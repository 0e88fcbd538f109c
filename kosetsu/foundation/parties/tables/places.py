"""areas.csv, branches.csv, branch_statuses.csv and groups.csv."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter

from django.utils.translation import gettext as _
from pydantic import model_validator

from kosetsu.common import area_codes
from kosetsu.common.tables import BadRow, Blank, TableRow, cells, lookup, upsert
from kosetsu.foundation.parties.models import Area, Branch, BranchStatus, Group
from kosetsu.foundation.parties.states import AreaKind, BranchState


class AreaRow(TableRow):
    """One line of areas.csv; a country's code is its two letters, any other a checked JIS code."""

    code: str
    name_ja: str
    name_kana: str = ""
    name_en: str = ""
    name_th: str = ""
    kind: AreaKind
    region: str = ""

    @model_validator(mode="after")
    def _code_is_right(self) -> "AreaRow":
        if self.kind == AreaKind.COUNTRY:
            if not (len(self.code) == 2 and self.code.isascii() and self.code.isupper()):
                raise ValueError(_("国の番号「%(code)s」は英大文字2字で書いてください。") % {"code": self.code})
        elif area_codes.normalise(self.code) != self.code:
            raise ValueError(_("団体コード「%(code)s」は6桁で書いてください。") % {"code": self.code})
        return self


class _Period(TableRow):
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "_Period":
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(_("終了日が開始日より前になっています。"))
        return self


class BranchRow(TableRow):
    """One line of branches.csv."""

    code: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    area: str = ""
    address: str = ""
    timezone: str = "Asia/Tokyo"
    opened_on: Blank[dt.date] = None
    features: str = ""
    focus: str = ""
    source: str


class BranchStatusRow(_Period):
    """One line of branch_statuses.csv."""

    branch: str
    status: BranchState
    note: str = ""
    source: str


class GroupRow(_Period):
    """One line of catalogue/groups.csv."""

    code: str
    branch: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    field: str = ""
    email: str = ""
    source: str


def load_areas(rows: list[tuple[int, AreaRow]]) -> None:
    upsert(Area, "code", {row.code: row.model_dump(exclude={"code"}) for row in cells(rows)})


def load_branches(rows: list[tuple[int, BranchRow]]) -> None:
    areas = {area.code: area for area in Area.objects.all()}
    wanted = {
        row.code: row.model_dump(exclude={"code", "area"})
        | {"area": lookup(areas, row.area, line, "area") if row.area else None}
        for line, row in rows
    }
    upsert(Branch, "code", wanted)


def load_statuses(rows: list[tuple[int, BranchStatusRow]]) -> None:
    """The file is the whole history: what it no longer says goes, what it says anew comes."""
    branches = {branch.code: branch for branch in Branch.objects.all()}
    fields = attrgetter("status", "valid_from", "valid_to", "note", "source")
    wanted = {(row.branch, *fields(row)): row for row in cells(rows)}
    for status in BranchStatus.objects.select_related("branch"):
        if wanted.pop((status.branch.code, *fields(status)), None) is None:
            status.delete()
    for row in wanted.values():
        BranchStatus.objects.create(branch=branches[row.branch], **row.model_dump(exclude={"branch"}))


def overlapping_statuses(rows: list[tuple[int, BranchStatusRow]]) -> Iterable[BadRow]:
    """A branch is one thing at a time."""
    ordered = sorted(rows, key=lambda one: (one[1].branch, one[1].valid_from or dt.date.min))
    return _overlaps(ordered)


def _overlaps(ordered: list[tuple[int, BranchStatusRow]]) -> Iterator[BadRow]:
    for (before, first), (line, second) in pairwise(ordered):
        begins = second.valid_from or dt.date.min
        if first.branch == second.branch and begins <= (first.valid_to or dt.date.max):
            yield BadRow(line, "valid_from", _("%(line)d 行目の期間と重なっています。") % {"line": before})


def load_groups(rows: list[tuple[int, GroupRow]]) -> None:
    branches = {branch.code: branch for branch in Branch.objects.all()}
    wanted = {
        row.code: row.model_dump(exclude={"code", "branch"}) | {"branch": lookup(branches, row.branch, line, "branch")}
        for line, row in rows
    }
    upsert(Group, "code", wanted)
