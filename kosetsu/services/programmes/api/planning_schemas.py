"""What the planner's operations take and answer."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from kosetsu.services.programmes.actions.plans import MOST_LINES, MOST_YEN
from kosetsu.services.programmes.rules.stored import Json

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,119}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,20}$")]
Short = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
Answer = StrictBool | StrictInt | Short | None
Yen = Annotated[StrictInt, Field(ge=1, le=MOST_YEN)]
Day = Annotated[dt.date, Field(ge=dt.date(2000, 1, 1), le=dt.date(2100, 1, 1))]


class CostIn(Schema):
    """One cost, of a kind of the vocabulary."""

    model_config = ConfigDict(extra="forbid")

    kind: Key
    yen: Yen
    words: Short = ""


class CompanyIn(Schema):
    """Who is asked about: one of the caller's own companies with its saved answers, and answers over them.

    A null is unanswered, whatever was saved.
    """

    model_config = ConfigDict(extra="forbid")

    organisation: UUID | None = None
    answers: dict[Key, Answer] = Field(default_factory=dict, max_length=300)


class EvaluateIn(CompanyIn):
    """Without costs nothing is known of them: amounts are intervals."""

    costs: list[CostIn] = Field(default_factory=list, max_length=40)
    day: Day | None = None


class PlanIn(CompanyIn):
    """A purchase or project: its costs and days, and programmes that are not wanted or were refused."""

    costs: list[CostIn] = Field(min_length=1, max_length=MOST_LINES)
    order_from: Day
    order_by: Day
    complete_by: Day
    refused: list[Code] = Field(default_factory=list, max_length=100)


class ReasonOut(Schema):
    """One condition that is not met; ``sentence`` is in the caller's language, ``clause`` as printed."""

    fact: str
    clause: str
    value: Any
    threshold: int | None
    sentence: str


class VerdictOut(Schema):
    """One programme for one company; ``most_yen`` null is without an upper end."""

    code: str
    fiscal_year: int
    round: str
    title: str
    verdict: Literal["yes", "no", "unknown"]
    least_yen: int
    most_yen: int | None
    reasons: list[ReasonOut]
    open: list[str]
    """Unanswered facts on which an unknown rests."""


class EvaluateOut(Schema):
    """Every programme that holds on the day."""

    day: dt.date
    items: list[VerdictOut]


class LineOut(Schema):
    """One step of a computation, in words and as data."""

    key: str
    label: str
    value: str
    yen: int | None
    rate: str | None


class MoveOut(Schema):
    """One fact to change."""

    fact: str
    before: Any
    after: Any
    days: int
    fee_yen: int
    sentence: str


class ChangeOut(Schema):
    """The cheapest change, in its order, and the verdict it leads to."""

    moves: list[MoveOut]
    days: int
    fee_yen: int
    verdict: Literal["yes", "unknown"]


class ExplainOut(VerdictOut):
    """Why, how much and what would change it."""

    course: str
    computation: list[LineOut]
    open_terms: list[str]
    change: ChangeOut | None


class WindowOut(Schema):
    """One round by one channel."""

    channel: str
    opens: dt.date
    closes: dt.date
    closes_at: dt.time | None
    decided: dt.date | None
    round: str


class ApplicationOut(Schema):
    """One programme of the plan; without a window applications are taken all year."""

    code: str
    title: str
    course: str
    window: WindowOut | None
    yen: int
    paid: list[tuple[str, int]]
    """Cost line (line1, line2 …) and yen."""
    fee_yen: int
    steps: list[str]
    last_day: dt.date
    award: dt.date
    remarks: list[str]
    computation: list[LineOut]


class ItemOut(Schema):
    """One line of the timeline: when it can begin, when it must, its last day."""

    kind: Literal["step", "application", "award", "order", "completion", "report"]
    subject: str
    title: str
    earliest: dt.date
    latest: dt.date
    last: dt.date
    serves: list[str]
    fee_yen: int


class LeftOut(Schema):
    """A programme the company can have that is not in the plan, and why."""

    code: str
    title: str
    yen: int
    reason: str
    by: list[str]
    sentence: str


class PlanOut(Schema):
    """The best that can be had; ``proven``: nothing better exists."""

    day: dt.date
    total_yen: int
    naive_yen: int
    fees_yen: int
    proven: bool
    applications: list[ApplicationOut]
    items: list[ItemOut]
    left: list[LeftOut]


class ChoiceOut(Schema):
    """One answer of a choice."""

    key: str
    title: str


class FactOut(Schema):
    """One thing a company can answer."""

    key: str
    kind: Literal["flag", "choice", "code", "count", "yen", "day"]
    title: str
    question: str
    choices: list[ChoiceOut]
    unit: str
    least: int | None
    most: int | None
    changeable: Literal["", "step", "decision"]


class VocabularyOut(Schema):
    """The facts, kinds of cost and purposes that hold now."""

    facts: list[FactOut]
    costs: list[ChoiceOut]
    purposes: list[str]


def plan_out(found: Json, day: dt.date, words: Any) -> PlanOut:
    """A computed plan; ``words`` says its texts in the caller's language."""
    return PlanOut(
        day=day,
        applications=[
            ApplicationOut(
                title=words.named(one["words"]), computation=[line_out(each, words) for each in one["computed"]],
                **{name: one[name] for name in APPLICATION},
            )
            for one in found["applications"]
        ],
        items=[
            ItemOut(title=words.named(one["words"]), **{name: one[name] for name in ITEM}) for one in found["items"]
        ],
        left=[
            LeftOut(title=words.named(one["words"]), sentence=told.reasons[0], **{name: one[name] for name in LEFT})
            for one, told in zip(found["left"], words.not_taken(found), strict=False)
        ],
        **{name: found[name] for name in ("total_yen", "naive_yen", "fees_yen", "proven")},
    )  # fmt: skip


def line_out(one: Json, words: Any) -> LineOut:
    label, value = words.line_text(one)
    return LineOut(key=one["key"], label=label, value=value, yen=one["yen"], rate=one["rate"])


APPLICATION = ("code", "course", "window", "yen", "paid", "fee_yen", "steps", "last_day", "award", "remarks")
ITEM = ("kind", "subject", "earliest", "latest", "last", "serves", "fee_yen")
LEFT = ("code", "yen", "reason", "by")
