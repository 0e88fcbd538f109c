"""Areas and branches as the API shows them."""

import datetime as dt
from typing import Literal

from ninja import Schema
from pydantic import Field

from kosetsu.common.api.paging import Asked, Page, Words
from kosetsu.foundation.parties.models import Area, Branch, BranchStatus
from kosetsu.foundation.parties.states import AreaKind, BranchState


class AreaOut(Schema):
    """A municipality, prefecture or country."""

    code: str
    kind: AreaKind
    name: str
    name_kana: str
    region: str


class AreaPage(Page):
    """One page of areas."""

    items: list[AreaOut]


class AreasAsked(Asked):
    """Which areas."""

    kind: AreaKind | Literal[""] = ""
    q: Words = ""
    limit: int = Field(100, ge=1, le=100)


class BranchStatusOut(Schema):
    """What a branch is in a period."""

    status: BranchState
    label: str
    note: str
    since: dt.date | None
    until: dt.date | None


class BranchOut(Schema):
    """A site of the institute, and what it is on the day asked."""

    code: str
    name: str
    area: str | None
    address: str
    focus: str
    open: bool
    status: BranchStatusOut | None


class BranchesOut(Schema):
    """All branches, as they are on one day."""

    day: dt.date
    items: list[BranchOut]


def area_out(area: Area) -> AreaOut:
    return AreaOut(
        code=area.code, kind=AreaKind(area.kind), name=area.name, name_kana=area.name_kana, region=area.region
    )


def branch_out(branch: Branch, day: dt.date) -> BranchOut:
    """The branch with its status on ``day``."""
    status = branch.status_on(day)
    return BranchOut(
        code=branch.code,
        name=branch.name,
        area=branch.area.code if branch.area else None,
        address=branch.address,
        focus=branch.focus,
        open=branch.is_open_on(day),
        status=_status(status) if status else None,
    )


def _status(status: BranchStatus) -> BranchStatusOut:
    state = BranchState(status.status)
    return BranchStatusOut(
        status=state, label=str(state.label), note=status.note, since=status.valid_from, until=status.valid_to
    )
