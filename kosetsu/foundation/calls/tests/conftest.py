"""An award as data, its people, and a call to it that runs until a known second."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.models import Application, Call, Round
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Reviewer
from tests import build
from tests.fixtures import AT

DAY = dt.timedelta(days=1)
SHUTS = AT + 10 * DAY
ANSWERS = {"product": "さびにくいねじ", "stage": "trial"}
KINDS = Path(__file__).parent / "kinds"


def read_kind(name: str = "venture_award", **changed: Any) -> Kind:
    """A kind of the folder beside, some of it said otherwise."""
    return Kind.model_validate(yaml.safe_load((KINDS / f"{name}.yaml").read_text()) | changed)


def plan(kind: str = "venture_award", **changed: Any) -> actions.Plan:
    """A call on the web, by post and over the counter, open from the hour before until ten days on."""
    opens = AT - dt.timedelta(hours=1)
    given = {
        "title": "第20回 技術大賞", "windows": dict.fromkeys(("web", "paper", "counter"), (opens, SHUTS)),
        "seed": "seed",
    }  # fmt: skip
    return actions.Plan(kind=kind, **(given | changed))


@pytest.fixture
def office(institute: build.Institute) -> SimpleNamespace:
    """Who does what for the award."""

    def post(name: str, role: StaffRole) -> Any:
        return build.post(build.person(name), role, institute.head_office)

    return SimpleNamespace(
        planner=institute.planner, executive=post("役員 一", StaffRole.EXECUTIVE), checker=institute.counter,
        reviewing=post("審査 係", StaffRole.REVIEW), other=institute.researcher,
        second=post("役員 二", StaffRole.EXECUTIVE),
    )  # fmt: skip


@pytest.fixture
def publish(office: SimpleNamespace) -> Callable[..., Call]:
    """A kind as data, and a call of it as everyone sees it."""

    def published(kind: Kind | None = None, **changed: Any) -> Call:
        kind = kind or read_kind()
        actions.learn_kind(by=None, at=AT, kind=kind)
        call = actions.plan_call(by=office.planner, at=AT, plan=plan(kind.key, **changed))
        actions.approve_call(by=office.executive, at=AT, call=call)
        return actions.publish_call(by=office.planner, at=AT, call=call)

    return published


@pytest.fixture
def call(publish: Callable[..., Call]) -> Call:
    return publish()


@pytest.fixture
def firms(institute: build.Institute) -> list[build.Company]:
    return [build.company(f"{name}工業", "131083") for name in "甲乙丙丁戊"]


def begin(call: Call, firm: build.Company, at: dt.datetime = AT) -> Application:
    return actions.begin_application(by=firm.engineer, at=at, call=call, workplace=firm.workplace)


def apply(call: Call, firm: build.Company, at: dt.datetime = AT, **answers: Any) -> Application:
    """A draft, handed in at once."""
    made = begin(call, firm, min(at, SHUTS))
    title = f"{firm.organisation.name}のねじ"
    return actions.submit(by=firm.engineer, at=at, application=made, title=title, answers=ANSWERS | answers)


@dataclass
class Board:
    """A round of a call with its reviewers; ``score`` hands in what each gives to each application."""

    round: Round
    office: Any
    reviewers: list[Reviewer]

    def score(self, points: Mapping[str, Sequence[int | None]], by: Sequence[int] = (0, 1)) -> None:
        """Application's number → its score by every criterion, alike from these reviewers; then the panel is closed."""
        panel = self.round.panel
        reviews.open_scoring(by=self.office.reviewing, at=AFTER, panel=panel)
        codes = [one.code for one in panel.criteria.all()]
        for entrant in self.round.entrants.select_related("item", "application").order_by("pk"):
            marks = {code: reviews.Mark(value, "見た") for code, value in
                     zip(codes, points[entrant.application.number or ""], strict=True)}  # fmt: skip
            for reviewer in (self.reviewers[place] for place in by):
                pair = reviews.Pair(entrant.item, reviewer)
                [one] = reviews.assign(by=self.office.reviewing, at=AFTER, panel=panel, pairs=[pair])
                reviews.hand_in(by=reviewer.person, at=AFTER, review=one, marks=marks, comment="よく考えてある")

    def close(self) -> None:
        reviews.close_panel(by=self.office.reviewing, at=AFTER, panel=self.round.panel)

    def decide(self, by: Any = None, **word: Any) -> Round:
        said = actions.Word(**{"note": "審査会の結果による", "reasons": {}, **word})
        return actions.decide_round(by=by or self.office.executive, at=AFTER, round_=self.round, word=said)


AFTER = SHUTS + 5 * DAY
REASONS = {"beyond": "順位が届きませんでした。", "capacity": "順位によります。", "reserve": "次点です。",
           "veto": "足切りです。", "least": "点が足りません。"}  # fmt: skip


@pytest.fixture
def hear(office: SimpleNamespace) -> Callable[[Call], Board]:
    """Find everything complete, and begin the next round with two reviewers."""

    def heard(call: Call) -> Board:
        for one in call.applications.filter(state="submitted").order_by("pk"):
            actions.find_complete(by=office.checker, at=AFTER, application=one)
        made = actions.begin_round(by=office.reviewing, at=AFTER, call=call)
        reviewers = [
            reviews.add_reviewer(by=office.reviewing, at=AFTER, panel=made.panel, person=build.person(f"審査員{name}"))
            for name in "東西"
        ]
        return Board(made, office, reviewers)

    return heard


@pytest.fixture
def stand(publish: Callable[..., Call], firms: list[build.Company], hear: Callable[[Call], Board]) -> Any:
    """A call with so many seats, five applications, and what the two reviewers give them: (novelty, growth)."""

    def stood(*scores: Sequence[int | None], capacity: int = 2, **changed: Any) -> tuple[Call, Board]:
        kind = {"prizes": [], "reserve": 1, "reasons": REASONS} | changed
        call = publish(read_kind(**kind), capacity=capacity)
        made = [apply(call, firm) for firm in firms[: len(scores)]]
        board = hear(call)
        board.score({one.number or "": given for one, given in zip(made, scores, strict=True)})
        board.close()
        return call, board

    return stood


def states(call: Call) -> list[str]:
    """The state of each application, in the order they came."""
    return [str(one) for one in call.applications.order_by("number").values_list("state", flat=True)]
