"""A call from its publication to its end, with everybody who looks at it; in everything stand words to be met again.

Two companies apply; one is accepted. Three people review as roles, a fourth writes what the others must not read.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from kosetsu.common.tests.files import PDF, upload
from kosetsu.foundation.calls import actions as calls
from kosetsu.foundation.calls.models import Application, Call, Entrant, Round
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.calls.tests.conftest import KINDS
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.parties.states import MembershipRole, OrganisationKind, StaffRole
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Review, Reviewer
from kosetsu.foundation.reviews.states import Ground
from tests import build

DAY = dt.timedelta(days=1)
WINNER, LOSER = "winner", "loser"
CANARIES = {
    "W": "甲勝工業", "w": "かちねじ文", "a": "勝添付紙", "r": "勝因理由", "c": "勝評価文", "p": "86.67",
    "L": "乙負工業", "l": "まけばね文", "b": "負添付紙", "s": "敗因理由", "d": "負評価文", "q": "46.67",
    "V": "評者四郎", "M": "合議録文",
}  # fmt: skip
"""Name, answers, file, reason, a reviewer's comment and points of the winner, and of the loser; a reviewer; minutes."""
OF = {WINNER: "Wwarcp", LOSER: "Llbsdq"}
SCORES = {WINNER: (9, 8), LOSER: (5, 4)}
SIGHTS = [
    {"viewer": "public", "papers": ["results"], "since": "decided"},
    {"viewer": "applicant", "papers": ["reason", "points", "comments"], "since": "decided"},
    {"viewer": "reviewer", "papers": ["applicant", "form", "files"], "since": "reviewing"},
    {"viewer": "staff", "papers": ["count"], "since": "published"},
    {"viewer": "office", "papers": ["count", "applicant", "form", "files"], "since": "published"},
    {"viewer": "office", "papers": ["points", "rank", "scores", "comments", "reason", "results"], "since": "reviewing"},
]


@dataclass
class World:
    """People by role, addresses by the name of their door and whose record they lead to; the moment."""

    people: dict[str, Any]
    at: dt.datetime
    targets: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def lead(self, whose: str, *names: str, **parameters: Any) -> None:
        for name in names:
            self.targets.setdefault(name, {})[whose] = parameters


def kind() -> Kind:
    said = yaml.safe_load((KINDS / "venture_award.yaml").read_text())
    return Kind.model_validate(said | {"prizes": [], "visibility": SIGHTS})


def make(institute: build.Institute, at: dt.datetime) -> World:
    """Everybody, before anything was published."""
    firms = {name: build.company(CANARIES[name[0].upper()], "131083") for name in (WINNER, LOSER)}
    ward = Organisation.objects.create(kind=OrganisationKind.WARD, name="試験区", name_folded="試験区")
    officer = build.person("区 係")
    Membership.objects.create(person=officer, organisation=ward, role=MembershipRole.OFFICER)

    def post(name: str, role: StaffRole, branch: Any = institute.head_office) -> Any:
        return build.post(build.person(name), role, branch)

    people = {
        "anonymous": None, WINNER: firms[WINNER].engineer, LOSER: firms[LOSER].engineer,
        "stranger": build.company("他社工業", "131083").engineer, "partner": officer,
        "reviewer": build.person("審査 一"), "conflicted": build.person("審査 二"), "chair": build.person("審査 三"),
        "checker": institute.counter, "panel_office": post("審査 係", StaffRole.REVIEW),
        "executive": post("役員 一", StaffRole.EXECUTIVE), "other_branch": institute.colleague,
    }  # fmt: skip
    return World(people, at)


def stages(world: World, institute: build.Institute) -> Iterator[str]:
    """Go on by one stage each time; the moment of the world goes along."""
    people, at = world.people, world.at
    office, run = institute.planner, people["panel_office"]
    shuts = at + 10 * DAY
    calls.learn_kind(by=None, at=at, kind=kind())
    plan = calls.Plan(
        kind="venture_award", title="技術大賞", windows={"web": (at, shuts), "counter": (at, shuts)}, capacity=1,
        seed="seed",
    )  # fmt: skip
    call = calls.plan_call(by=office, at=at, plan=plan)
    calls.approve_call(by=people["executive"], at=at, call=call)
    call = calls.publish_call(by=office, at=at, call=call)
    _lead_to_call(world, call)
    made = {whose: _apply(world, call, whose, people[whose], at) for whose in (WINNER, LOSER)}
    yield "published"

    world.at = after = shuts + DAY
    for one in made.values():
        calls.find_complete(by=people["checker"], at=after, application=one)
    round_ = calls.begin_round(by=run, at=after, call=call)
    reviewers = _reviewers(world, round_, run, after)
    world.lead("-", "calls-desk:board", public_id=call.public_id, number=1)
    yield "preparing"

    reviews.open_scoring(by=run, at=after, panel=round_.panel)
    _hand_in(world, round_, reviewers, run, after)
    yield "scoring"

    reviews.begin_calibration(by=run, at=after, panel=round_.panel)
    reviews.hold_calibration(
        by=run, at=after, panel=round_.panel, held_on=after.date(), present=[reviewers[0]], minutes=CANARIES["M"]
    )
    yield "calibrating"

    reviews.close_panel(by=run, at=after, panel=round_.panel)
    yield "closed"

    reasons = {str(made[WINNER].number): CANARIES["r"], str(made[LOSER].number): CANARIES["s"]}
    calls.decide_round(
        by=people["executive"], at=after, round_=round_, word=calls.Word("審査会の結果による", reasons)
    )  # fmt: skip
    yield "decided"

    world.at = end = after + 20 * DAY
    calls.conclude(by=people["checker"], at=end, application=Application.objects.get(pk=made[WINNER].pk))
    calls.finish_call(by=people["checker"], at=end, call=call)
    yield "finished"


def _lead_to_call(world: World, call: Call) -> None:
    world.lead("-", "calls:call", "calls:event", "calls:begin_application", public_id=call.public_id)
    desk = ("call", "change_call", "record_counselling", "applications", "enter_application")
    world.lead("-", *(f"calls-desk:{name}" for name in desk), public_id=call.public_id)
    world.lead("-", "calls-desk:plan_call", kind="venture_award")


def _apply(world: World, call: Call, whose: str, engineer: Any, at: dt.datetime) -> Application:
    _name, text, paper, *_rest = OF[whose]
    file = upload(f"{CANARIES[paper]}.pdf", PDF + CANARIES[paper].encode())
    place = engineer.memberships.get().workplace
    made = calls.begin_application(by=engineer, at=at, call=call, workplace=place)
    answers = {"product": CANARIES[text], "stage": "trial"}
    made = calls.submit(by=engineer, at=at, application=made, title="題", answers=answers, files={"photo": [file]})
    own = ("application", "write", "fill_in")
    world.lead(whose, *(f"calls:{name}" for name in own), public_id=made.public_id)
    world.lead(whose, "calls:sheet", public_id=made.public_id, kind="xlsx")
    world.lead(whose, "calls:file", public_id=made.public_id, file_id=made.files.get().public_id)
    world.lead(whose, "calls-desk:application", "handover-desk:offer_room", public_id=made.public_id)
    return made


def _reviewers(world: World, round_: Round, run: Any, at: dt.datetime) -> list[Reviewer]:
    """The fourth reviews both, the one in conflict the loser alone."""
    people = [*(world.people[name] for name in ("reviewer", "conflicted", "chair")), build.person(CANARIES["V"])]
    panel = round_.panel
    found = [
        reviews.add_reviewer(by=run, at=at, panel=panel, person=one, senior=one is world.people["chair"])
        for one in people
    ]
    item = round_.entrants.get(application__made_by=world.people[WINNER]).item
    conflict = reviews.enter_conflict(
        by=run, at=at, item=item, person=world.people["conflicted"], ground=Ground.OTHER, detail="兄"
    )
    world.lead(WINNER, "reviews-desk:lift_conflict", public_id=item.public_id, conflict=conflict.pk)
    own = ("panel", "ranking", "add_reviewer", "set_times", "hold_calibration")
    world.lead("-", *(f"reviews-desk:{name}" for name in own), public_id=panel.public_id)
    for name, one in zip(("reviewer", "conflicted", "chair", "fourth"), found, strict=True):
        world.lead(f"of {name}", "reviews:promise", "reviews:sheet", "reviews:sheet_file", public_id=one.public_id)
        desk = ("grant_leave", "remove_reviewer", "sheet", "sheet_file")
        world.lead(f"of {name}", *(f"reviews-desk:{page}" for page in desk), public_id=one.public_id)
    return found


def _hand_in(world: World, round_: Round, reviewers: list[Reviewer], run: Any, at: dt.datetime) -> None:
    for entrant in round_.entrants.select_related("item__panel", "application").order_by("pk"):
        whose = WINNER if entrant.application.made_by == world.people[WINNER] else LOSER
        _lead_to_item(world, whose, entrant)
        for reviewer in reviewers:
            if whose == WINNER and reviewer == reviewers[1]:
                continue
            pair = reviews.Pair(entrant.item, reviewer)
            [review] = reviews.assign(by=run, at=at, panel=round_.panel, pairs=[pair])
            _lead_to_review(world, f"{whose} by {'abcd'[reviewers.index(reviewer)]}", review)
            if reviewer == reviewers[2]:
                continue  # the chair's are still open
            marks = {
                code: reviews.Mark(value, "見た")
                for code, value in zip(("novelty", "growth"), SCORES[whose], strict=True)
            }
            comment = CANARIES[OF[whose][4]] if reviewer == reviewers[3] else ""
            reviews.hand_in(by=reviewer.person, at=at, review=review, marks=marks, comment=comment)


def _lead_to_item(world: World, whose: str, entrant: Entrant) -> None:
    item = entrant.item
    world.lead(whose, "reviews:download", public_id=item.files.get().public_id)
    world.lead(
        whose, *(f"reviews-desk:{name}" for name in ("item", "assign", "enter_conflict")), public_id=item.public_id
    )


def _lead_to_review(world: World, whose: str, review: Review) -> None:
    world.lead(whose, "reviews:review", "reviews:declare", public_id=review.public_id)
    world.lead(whose, "reviews-desk:paper", public_id=review.public_id)
