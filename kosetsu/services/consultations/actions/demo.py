"""Consultations of the demo, lived through: every row of the file becomes what the actions make of it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from kosetsu.common.clock import day_of
from kosetsu.common.text import tidy
from kosetsu.foundation.catalogue.models import Offering, TechnologyField
from kosetsu.foundation.parties.actions.demo import A_STEP, Cast, Step
from kosetsu.foundation.parties.models import Group, Workplace
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.actions.propose import Item
from kosetsu.services.consultations.actions.receive import Heard
from kosetsu.services.consultations.models import Consultation

OPENS = dt.time(9, 10)


@dataclass(frozen=True, slots=True)
class Scene:
    """One consultation of the demo: the words of every step, and the steps in order."""

    code: str
    days_ago: int
    workplace: Workplace
    question: str
    channel: str
    staff: str
    asked_by: str
    steps: Sequence[Step]
    words: Mapping[str, str] = field(default_factory=dict)
    """Texts and keys of the row by the name of their column."""


class Stage:
    """Plays scenes in the order of their moments, so that numbers and the audit log are in the order of time."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self.people = Cast(at).people
        self.groups = {group.code: group for group in Group.objects.select_related("branch")}
        self.fields = {field.code: field for field in TechnologyField.objects.all()}
        self.offerings = {one.code: one for one in Offering.objects.offered(day_of(at)).select_related("group__branch")}
        self.told: dict[str, Consultation] = {}

    def play(self, scenes: Sequence[Scene]) -> int:
        """Play those whose question is not in the records yet; returns how many they were."""
        known = set(Consultation.objects.values_list("question", flat=True))
        new = [scene for scene in scenes if tidy(scene.question) not in known]
        moments = [(at, place, scene, step) for place, scene in enumerate(new) for at, step in self._moments(scene)]
        for at, _place, scene, step in sorted(moments, key=lambda moment: moment[:2]):
            self._do(scene, step, at)
        return len(new)

    def _moments(self, scene: Scene) -> Iterator[tuple[dt.datetime, Step | None]]:
        """The beginning (None) and each step, on working hours of weekdays, never after the loading moment."""
        steps: list[Step | None] = [None, *scene.steps]
        for place, step in enumerate(steps):
            day = day_of(self.at) - dt.timedelta(days=step.days_ago if step else scene.days_ago)
            day -= dt.timedelta(days=max(day.weekday() - 4, 0))
            begins = dt.datetime.combine(day, OPENS, ZoneInfo(settings.TIME_ZONE))
            latest = self.at - (len(steps) - place) * dt.timedelta(minutes=1)
            yield min(begins + place * A_STEP, latest), step

    def _do(self, scene: Scene, step: Step | None, at: dt.datetime) -> None:
        if step is None:
            self.told[scene.code] = self._ask(scene, at) if scene.asked_by else self._enter(scene, at)
            return
        who = self.people[step.who or (scene.asked_by if step.verb in ("reply", "survey") else scene.staff)]
        getattr(self, f"_{step.verb}")(scene, {"by": who, "at": at, "consultation": self.told[scene.code]})

    def _ask(self, scene: Scene, at: dt.datetime) -> Consultation:
        return actions.ask(
            by=self.people[scene.asked_by],
            at=at,
            workplace=scene.workplace,
            question=scene.question,
            channel=scene.channel,
            confidential=scene.words.get("confidential") == "yes",
            offerings=self._chosen(scene.words.get("offerings", "")),
        )

    def _enter(self, scene: Scene, at: dt.datetime) -> Consultation:
        heard = Heard(
            question=scene.question,
            channel=scene.channel,
            on_date=day_of(at),
            workplace=scene.workplace,
            caller_name=scene.words["caller"],
            field=self._field(scene),
            group=self._group(scene, "group"),
        )
        return actions.enter(by=self.people[scene.staff], at=at, heard=heard)

    def _triage(self, scene: Scene, common: dict[str, Any]) -> None:
        group = self.groups[scene.words["group"]]
        actions.triage(**common, group=group, field=self._field(scene), understood=scene.words["understood"])

    def _take(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.take(**common)

    def _pass_on(self, scene: Scene, common: dict[str, Any]) -> None:
        group = self.groups[scene.words["pass_to"]]
        actions.pass_on(**common, group=group, reason=scene.words["pass_reason"])

    def _ask_back(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.ask_back(**common, text=scene.words["ask_back"])

    def _reply(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.reply(**common, text=scene.words["reply"])

    def _note(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.note(**common, text=scene.words["note"])

    def _answer(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.answer(**common, text=scene.words["answer"], channel=scene.channel)

    def _visit(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.visit(
            **common,
            visited_on=day_of(common["at"]),
            visitors=str(common["by"]),
            report=scene.words["answer"],
            hours=int(scene.words["hours"]),
        )

    def _propose(self, scene: Scene, common: dict[str, Any]) -> None:
        items = [Item(offering, 1) for offering in self._chosen(scene.words["proposal"])]
        actions.propose(**common, items=items, text=scene.words["proposed"])

    def _close(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.close(**common, outcome=scene.words["outcome"])

    def _survey(self, scene: Scene, common: dict[str, Any]) -> None:
        answer = int(scene.words["satisfaction"])
        actions.answer_survey(**common, satisfaction=answer, comment=scene.words.get("comment", ""))

    def _chosen(self, codes: str) -> list[Offering]:
        return [self.offerings[code] for code in codes.split(";") if code]

    def _field(self, scene: Scene) -> TechnologyField | None:
        return self.fields.get(scene.words.get("field", ""))

    def _group(self, scene: Scene, column: str) -> Group | None:
        return self.groups.get(scene.words.get(column, ""))
