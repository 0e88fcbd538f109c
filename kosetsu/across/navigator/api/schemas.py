"""A problem as the API takes it; the plan, or the hand-over to a person, as it answers."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, StringConstraints

from kosetsu.across.navigator.asking import Asker
from kosetsu.across.navigator.fitting import Fit
from kosetsu.across.navigator.plan import HandOver, Plan
from kosetsu.across.navigator.rows import PlanRow
from kosetsu.across.navigator.rules import Understanding
from kosetsu.foundation.billing.rules import Estimate
from kosetsu.foundation.catalogue.states import ClientClass
from kosetsu.services.programmes.rules.deciding import Verdict

Problem = Annotated[str, StringConstraints(min_length=1, max_length=2_000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


class PlanIn(Schema):
    """A problem; class and area count only for whoever acts for no company."""

    model_config = ConfigDict(extra="forbid")

    problem: Problem
    client_class: Literal[ClientClass.SME, ClientClass.LARGE, ClientClass.OUTSIDE] = ClientClass.SME
    area: Annotated[str, StringConstraints(pattern=r"^(|[0-9]{6})$")] = ""


class NotionOut(Schema):
    """One thing the problem was understood to mention."""

    kind: str
    label: str
    word: str


class UnderstandingOut(Schema):
    """What was understood of the problem."""

    notions: list[NotionOut]
    deadline: dt.date | None
    urgent: bool


class AskerOut(Schema):
    """For whom the prices are."""

    client_class: ClientClass
    area: str | None
    reason: str


class EstimateOut(Schema):
    """The price of one unit for the asker, and what the ward gives back."""

    price_yen: int
    relief_yen: int
    net_yen: int
    relief_name: str
    formula: str


class FitOut(Schema):
    """Whether the caller's company can have a support programme, and between which yen, whatever the costs."""

    verdict: Verdict
    least_yen: int
    most_yen: int | None


class PlanRowOut(Schema):
    """One thing of the plan; ``code`` can be sent along with a consultation."""

    kind: str
    code: str
    title: str
    summary: str
    url: str
    matched: list[str]
    close: bool
    """Whether it means much the same as the problem, whatever the words."""
    branch: str | None
    group: str | None
    estimate: EstimateOut | None
    urgent: EstimateOut | None
    """The same unit done urgently; only where the problem presses and there is such a price."""
    earliest: dt.date | None
    late: bool
    """Whether even the earliest date is behind the deadline that was understood."""
    fit: FitOut | None
    """Of a support programme, for whoever acts for a company."""


class SectionOut(Schema):
    """The rows of one kind, best first."""

    kind: str
    rows: list[PlanRowOut]


class DeskOut(Schema):
    """Where to ask."""

    branch: str
    group: str | None


class PlanOut(Schema):
    """What fits the problem."""

    outcome: Literal["plan"] = "plan"
    problem: str
    asker: AskerOut
    understanding: UnderstandingOut
    sections: list[SectionOut]
    desks: list[DeskOut]
    offerings: list[str]


class HandOverOut(Schema):
    """Nothing fits: the question should go to a person, as a consultation."""

    outcome: Literal["hand_over"] = "hand_over"
    problem: str
    asker: AskerOut
    understanding: UnderstandingOut
    nearest: list[PlanRowOut]


def answer_out(answer: Plan | HandOver, asker: Asker) -> PlanOut | HandOverOut:
    """Either kind of answer."""
    asked = AskerOut(
        client_class=ClientClass(asker.client_class), area=asker.area.code if asker.area else None, reason=asker.reason
    )
    read = _understanding(answer.understanding)
    if isinstance(answer, HandOver):
        nearest = [_row(row) for row in answer.nearest]
        return HandOverOut(problem=answer.problem, asker=asked, understanding=read, nearest=nearest)
    return PlanOut(
        problem=answer.problem,
        asker=asked,
        understanding=read,
        sections=[
            SectionOut(kind=section.kind, rows=[_row(row) for row in section.rows]) for section in answer.sections
        ],
        desks=[
            DeskOut(branch=desk.branch.code, group=desk.group.code if desk.group else None) for desk in answer.desks
        ],
        offerings=answer.codes,
    )


def _understanding(read: Understanding) -> UnderstandingOut:
    notions = [NotionOut(kind=one.kind, label=one.label, word=one.word) for one in read.notions]
    return UnderstandingOut(notions=notions, deadline=read.deadline, urgent=read.urgent)


def _estimate(estimate: Estimate) -> EstimateOut:
    return EstimateOut(
        price_yen=estimate.price_yen,
        relief_yen=estimate.relief_yen,
        net_yen=estimate.net_yen,
        relief_name=estimate.relief_name,
        formula=estimate.formula,
    )


def _fit(fit: Fit) -> FitOut:
    return FitOut(verdict=fit.verdict, least_yen=fit.least_yen, most_yen=fit.most_yen)


def _row(row: PlanRow) -> PlanRowOut:
    return PlanRowOut(
        kind=row.kind,
        code=row.code,
        title=row.title,
        summary=row.summary,
        url=row.url,
        matched=list(row.matched),
        close=row.close,
        branch=row.branch.code if row.branch else None,
        group=row.group.code if row.group else None,
        estimate=_estimate(row.estimate) if row.estimate else None,
        urgent=_estimate(row.urgent) if row.urgent else None,
        earliest=row.earliest,
        late=row.late,
        fit=_fit(row.fit) if row.fit else None,
    )
