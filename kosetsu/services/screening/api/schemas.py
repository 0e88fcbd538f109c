"""The screening as the API takes and shows it."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from kosetsu.common.api.paging import Asked, Page
from kosetsu.services.screening.models import ReturnPaper, ScreeningProgramme
from kosetsu.services.screening.states import ScreeningState, Way

Title = Annotated[str, StringConstraints(min_length=1, max_length=150, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
"""Something must stand in it."""
Reference = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")]
Text = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]
Year = Annotated[int, Field(ge=1990, le=2200)]


class ScreenedIn(Schema):
    """What a body asks for. ``body`` may be left out by whoever acts for one alone; ``fiscal_year`` is that of the
    deadline where none is said; ``charged`` is said by colleagues only.
    """

    model_config = ConfigDict(extra="forbid")

    body: UUID | None = None
    title: Title
    due_on: dt.date
    way: Way = Way.PAPERS
    fiscal_year: Year | None = None
    reference: Reference = ""
    secrecy: Text = ""
    charged: bool = False
    note: Text = ""


class ScreenedAsked(Asked):
    """Which programmes."""

    state: ScreeningState | Literal[""] = ""
    fiscal_year: Year | None = None


class ScreenedOut(Schema):
    """One programme in a list. ``items`` are the applications that were not withdrawn, without those with which the
    caller has a conflict of interest.
    """

    id: UUID
    number: str
    body: str
    title: str
    fiscal_year: int
    way: Way
    state: ScreeningState
    state_label: str
    reference: str
    due_on: dt.date | None
    items: int


class ScreenedPage(Page):
    """One page of programmes; ``total`` counts all pages."""

    total: int
    items: list[ScreenedOut]


class ReturnOut(Schema):
    """What went back: ``reviews`` counts each delivered review once. The file and the letter have addresses below."""

    number: str
    returned_on: dt.date
    items: int
    withdrawn: int
    reviews: int
    file_name: str
    file_size: int
    sha256: str


class ScreenedDetail(ScreenedOut):
    """One programme. ``reason`` says why it was declined; ``returned`` is empty until the results went back."""

    note: str
    reason: str
    returned: ReturnOut | None


def screened_out(one: ScreeningProgramme) -> ScreenedOut:
    return ScreenedOut(**_said(one))


def screened_detail(one: ScreeningProgramme, paper: ReturnPaper | None) -> ScreenedDetail:
    """``paper``: as far as the caller may have it."""
    reason = one.reason if one.state == ScreeningState.DECLINED else ""
    return ScreenedDetail(**_said(one), note=one.note, reason=reason, returned=return_out(paper) if paper else None)


def return_out(paper: ReturnPaper) -> ReturnOut:
    return ReturnOut(
        number=paper.number, returned_on=paper.returned_on, items=paper.items, withdrawn=paper.withdrawn,
        reviews=paper.reviews, file_name=paper.name, file_size=paper.size, sha256=paper.sha256,
    )  # fmt: skip


def _said(one: Any) -> dict[str, Any]:
    return {
        "id": one.public_id, "number": one.case.number, "body": str(one.body), "title": one.title,
        "fiscal_year": one.fiscal_year, "way": one.way, "state": one.state, "state_label": str(one.state.label),
        "reference": one.reference, "due_on": one.due_on, "items": one.items,
    }  # fmt: skip
