"""A kind of call as data: who acts, the form, rounds with criteria, ties, what who sees, notices.

A new kind is one document; nothing here knows one of them. What pydantic cannot see (a part nobody acts in, a field
shown by a field that does not exist) :mod:`.linting` names.
"""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from kosetsu.common.words import Piece, Text, Words
from kosetsu.foundation.calls.states import Channel, LetterKind, Paper, Rule, Task, Viewer
from kosetsu.foundation.parties.states import StaffRole

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
Points = Annotated[int, Field(ge=0, le=100)]
Some = Annotated[int, Field(ge=1, le=10_000)]


NOTHING = Words(ja="")


class Type(StrEnum):
    """What an answer is."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    YEN = "yen"
    DATE = "date"
    EMAIL = "email"
    CHOICE = "choice"
    CHOICES = "choices"
    YES = "yes_no"
    FILE = "file"


class Choice(Piece):
    key: Key
    label: Text


def _many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Condition(Piece):
    """Shown only while another field has one of these answers."""

    field: Key
    among: Annotated[list[str], BeforeValidator(_many)] = Field(alias="is", min_length=1)


class Question(Piece):
    """One field of the form; ``least`` and ``most`` bound a number, the length of a text, how many are chosen or files.

    ``names_applicant``: left out of what the reviewers of a blind round read.
    """

    key: Key
    label: Text
    type: Type
    help: Text = NOTHING
    section: Text = NOTHING
    required: bool = True
    least: int | None = None
    most: int | None = None
    choices: list[Choice] = []
    shown_when: Condition | None = None
    reviewed: bool = True
    names_applicant: bool = False


class Criterion(Piece):
    """What is scored, on which scale, with which weight."""

    code: Key
    label: Text
    text: str = ""
    weight: Some = 1
    lowest: Points = 0
    highest: Points
    may_be_na: bool = False
    comment_needed: bool = False
    veto_below: Points | None = None


class Round(Piece):
    """One round of review; all but the last say how many pass on."""

    title: Text
    reviews_each: Annotated[int, Field(ge=1, le=50)]
    seniors_each: Annotated[int, Field(ge=0, le=50)] = 0
    quorum: Annotated[int, Field(ge=1, le=50)]
    blind: bool = False
    scores_shared: bool = False
    scoring_days: Annotated[int, Field(ge=1, le=365)] = 14
    secrecy: str = ""
    criteria: list[Criterion]
    passes: Some | None = None


class Prize(Piece):
    """A grade of what is given, the highest first."""

    key: Key
    title: Text
    places: Some


class Way(Piece):
    """A channel applications come by; what is posted in time may arrive so many days later."""

    channel: Channel
    arrives_within_days: Annotated[int, Field(ge=0, le=60)] = 0


class Sight(Piece):
    """What somebody sees from a state of the call on."""

    viewer: Viewer
    papers: list[Paper]
    since: str


class Notice(Piece):
    """A mail's own words; names in braces are filled in."""

    kind: LetterKind
    subject: Text
    body: Text


class Applicants(StrEnum):
    WORKPLACE = "workplace"
    STAFF = "staff"


class Kind(Piece):
    """All that a call of one kind goes by. ``service``: who cares for what comes of it."""

    key: Key
    title: Text
    service: str = ""
    source: Annotated[str, StringConstraints(min_length=1)]
    valid_from: dt.date
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,6}$")]
    summary: Text = NOTHING
    eligibility: Text = NOTHING
    applicants: Applicants = Applicants.WORKPLACE
    actors: dict[Task, list[StaffRole]]
    channels: list[Way]
    counselling: bool = False
    replaceable: bool = True
    correction_days: Annotated[int, Field(ge=1, le=90)] = 7
    form: list[Question]
    rounds: list[Round]
    least_points: Points | None = None
    ties: list[str]
    reserve: Annotated[int, Field(ge=0, le=1000)] = 0
    prizes: list[Prize] = []
    appeal_days: Annotated[int, Field(ge=0, le=365)] = 0
    reasons: dict[Rule, Text] = {}
    visibility: list[Sight]
    notices: list[Notice] = []
    outcome: Text = Words(ja="手続き完了")
    """What it is called when the accepted have done what follows: contracted, awarded …"""

    def question(self, key: str) -> Question | None:
        return next((one for one in self.form if one.key == key), None)

    def posts(self, task: Task) -> Sequence[StaffRole]:
        return self.actors.get(task, [])

    def way(self, channel: str) -> Way | None:
        return next((one for one in self.channels if one.channel == channel), None)

    def notice(self, kind: LetterKind) -> Notice | None:
        return next((one for one in self.notices if one.kind == kind), None)

    @property
    def places(self) -> int | None:
        """How many prizes there are; None where each call says how many are accepted."""
        return sum(one.places for one in self.prizes) or None

    def prize_of(self, seat: int | None) -> Prize | None:
        """The grade that a seat is: the first seats are the highest."""
        last = 0
        for prize in self.prizes if seat else ():
            last += prize.places
            if seat is not None and seat <= last:
                return prize
        return None
