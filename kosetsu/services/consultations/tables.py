"""Files of the institute's folder: the demo's prepared answers, and consultations of the days before the loading."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Flag, Table, TableRow, lookup
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.parties.actions.demo import Step
from kosetsu.foundation.parties.models import Group, Workplace
from kosetsu.services.consultations.actions.demo import Scene, Stage
from kosetsu.services.consultations.models import CannedAnswer
from kosetsu.services.consultations.states import Outcome


class CannedRow(TableRow):
    """One line of demo/canned_answers.csv: a prepared answer of one group, or (no group) of everyone."""

    title: str = Field(min_length=1, max_length=100)
    group: Blank[str] = None
    text: str = Field(min_length=1)
    source: str


def load_canned(rows: list[tuple[int, CannedRow]]) -> None:
    """Write the answers that are not there yet; one that staff changed or withdrew stays as they left it."""
    known = set(CannedAnswer.objects.values_list("title", "group__code"))
    groups = {group.code: group for group in Group.objects.all()}
    CannedAnswer.objects.bulk_create(
        CannedAnswer(
            title=row.title, text=row.text, group=lookup(groups, row.group, line, "group") if row.group else None
        )
        for line, row in rows
        if (row.title, row.group) not in known
    )


VERBS = ("triage", "take", "pass_on", "ask_back", "reply", "note", "answer", "visit", "propose", "close", "survey")
NEEDS = {
    "triage": ("group", "understood"), "pass_on": ("pass_to", "pass_reason"), "ask_back": ("ask_back",),
    "reply": ("reply",), "note": ("note",), "answer": ("answer",), "visit": ("answer", "hours"),
    "propose": ("proposal", "proposed"), "close": ("outcome",), "survey": ("satisfaction",),
}  # fmt: skip
"""The columns that a step takes its words from."""


def _steps(value: Any) -> Any:
    """ "take:8;answer:5:surface" → verb, days ago, who."""
    if not isinstance(value, str):
        return value
    parts = [part.split(":") for part in value.split(";") if part.strip()]
    return tuple(Step(verb, int(days), *who) for verb, days, *who in parts)


class DemoConsultationRow(TableRow):
    """One line of demo/consultations.csv: a consultation, told by its steps with the days before the loading day."""

    code: str
    days_ago: int = Field(ge=0, le=300)
    organisation: str
    asked_by: str = ""
    channel: Channel
    caller: str = ""
    staff: str = ""
    group: str = ""
    field: str = ""
    confidential: Flag = False
    offerings: str = ""
    question: str = Field(min_length=1)
    understood: str = ""
    ask_back: str = ""
    reply: str = ""
    answer: str = ""
    hours: Blank[int] = None
    note: str = ""
    proposal: str = ""
    proposed: str = ""
    pass_to: str = ""
    pass_reason: str = ""
    outcome: Outcome | Literal[""] = ""
    satisfaction: Blank[int] = Field(default=None, ge=1, le=5)
    comment: str = ""
    steps: Annotated[tuple[Step, ...], BeforeValidator(_steps)] = ()
    source: str


def check_steps(rows: list[tuple[int, DemoConsultationRow]]) -> Iterator[BadRow]:
    """Steps are known verbs in the order of time, with the words they need."""
    for line, row in rows:
        days = [row.days_ago, *(step.days_ago for step in row.steps)]
        if days != sorted(days, reverse=True):
            yield BadRow(line, "steps", _("日数は、古いものから順に書いてください。"))
        for step in row.steps:
            if step.verb not in VERBS:
                yield BadRow(line, "steps", _("「%(verb)s」という操作はありません。") % {"verb": step.verb})
            for column in NEEDS.get(step.verb, ()):
                if not getattr(row, column):
                    yield BadRow(line, column, _("「%(verb)s」には、この列が必要です。") % {"verb": step.verb})


def load_demo(rows: list[tuple[int, DemoConsultationRow]]) -> None:
    """Play the consultations that are not in the records yet, as if the last weeks had passed."""
    wanted = {row.organisation for _line, row in rows}
    found = Workplace.objects.filter(organisation__code__in=wanted).select_related("organisation").order_by("-pk")
    workplaces = {str(workplace.organisation.code): workplace for workplace in found}
    Stage(now()).play([_scene(row, lookup(workplaces, row.organisation, line, "organisation")) for line, row in rows])


def _scene(row: DemoConsultationRow, workplace: Workplace) -> Scene:
    given = row.model_dump(exclude={"steps", "code", "days_ago", "question", "channel", "staff", "asked_by"})
    words = {name: str(value) for name, value in given.items() if value not in (None, "")}
    words["confidential"] = "yes" if row.confidential else ""
    return Scene(
        code=row.code, days_ago=row.days_ago, workplace=workplace, question=row.question, channel=row.channel,
        staff=row.staff, asked_by=row.asked_by, steps=row.steps, words=words,
    )  # fmt: skip


TABLES = [
    Table(
        "demo/canned_answers.csv",
        CannedRow,
        load_canned,
        order=64,
        optional=True,
        demo=True,
        key=("title", "group"),
        refers={"group": "catalogue/groups.csv"},
    ),
    Table(
        "demo/consultations.csv",
        DemoConsultationRow,
        load_demo,
        order=600,
        optional=True,
        demo=True,
        key=("code",),
        refers={
            "organisation": "demo/companies.csv",
            "group": "catalogue/groups.csv",
            "pass_to": "catalogue/groups.csv",
            "field": "catalogue/fields.csv",
        },
        check=check_steps,
    ),
]
