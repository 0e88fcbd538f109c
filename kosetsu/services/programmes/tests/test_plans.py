"""Projects and plans: made, made again, after a refusal, as of their day whatever was published since."""

import datetime as dt
import os
from random import Random
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.common.text import canonical_json
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.services.programmes.actions import plans
from kosetsu.services.programmes.actions.editions import record_description, record_vocabulary
from kosetsu.services.programmes.actions.plans import change_project, make_plan, make_project, plan_again, refuse
from kosetsu.services.programmes.documents import plan_words
from kosetsu.services.programmes.models import Plan, Project
from kosetsu.services.programmes.rules import stored
from kosetsu.services.programmes.rules.language import Vocabulary
from kosetsu.services.programmes.tests import plan_world as world
from kosetsu.services.programmes.tests.plan_world import LEAP, codes

REPLAYS = int(os.environ.get("KOSETSU_PLAN_REPLAYS", "12"))
"""How many stored cases are made again; 1,000 for the proof."""
EDITS = 200
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _published() -> None:
    world.publish()


@pytest.fixture
def project(company: Any, at: dt.datetime) -> Project:
    return world.planned(company, at)


def made(company: Any, project: Project, at: dt.datetime) -> Plan:
    return make_plan(by=company.engineer, at=at, project=project)


def test_plan_takes_the_best_programme_and_says_the_naive_sum_beside_it(company, project, at):
    world.answered(company, at, wage_plan=True)
    found = made(company, project, at).found
    assert (codes(found), found["total_yen"], found["naive_yen"]) == ([("P053", 9_000_000)], 9_000_000, 14_000_000)
    assert [(one["code"], one["reason"], one["by"]) for one in found["left"]] == [("P062", "same_cost", ["P053"])]
    assert [(one["code"], one["verdict"], one["most_yen"]) for one in found["others"]] == [("P070", "unknown", 900_000)]
    assert found["proven"] is True


def test_amount_is_computed_line_by_line(company, project, at):
    world.answered(company, at, wage_plan=True)
    [one] = made(company, project, at).found["applications"]
    assert [(line["key"], line["yen"], line["rate"], line["term"]) for line in one["computed"]] == [
        ("uplift", None, None, "賃上げ計画を作成した場合"),
        ("spent", 12_000_000, None, ""),
        ("rate", None, "3/4", ""),
        ("share", 9_000_000, None, ""),
        ("limit", 100_000_000, None, ""),
        ("given", 9_000_000, None, ""),
    ]


def test_a_step_comes_before_its_application_with_its_latest_start(company, at):
    """Half of 9,000,000 from the one, a diagnosis and 5,000,000 from the other."""
    lines = [{"kind": "machinery", "yen": 9_000_000, "words": ""}]
    found = made(company, world.planned(company, at, lines=lines), at).found
    assert codes(found) == [("P062", 5_000_000)]
    assert [(one["kind"], one["subject"], one["latest"], one["last"]) for one in found["items"]] == [
        ("step", "diagnosed", "2026-12-26", "2027-01-15"),
        ("application", "P062", "2027-01-15", "2027-01-15"),
        ("award", "P062", "2027-03-19", "2027-03-19"),
        ("order", "", "2027-06-30", "2027-06-30"),
        ("completion", "", "2027-12-31", "2027-12-31"),
        ("report", "P062", "2028-01-31", "2028-01-31"),
    ]


def test_answer_changed_shows_what_moved(company, project, at):
    before = made(company, project, at)
    world.answered(company, at, wage_plan=True)
    after = made(company, project, at)
    moved = stored.moved((before.asked, before.found), (after.asked, after.found))
    assert (moved.yen, moved.answers, [one["code"] for one in moved.added]) == (3_000_000, ("wage_plan",), [])
    assert [(one["code"], gap) for one, gap in moved.changed] == [("P053", 3_000_000)]


def test_refused_programme_is_left_out_and_another_takes_its_place(company, project, at):
    first = made(company, project, at)
    second = refuse(by=company.engineer, at=at, plan=first, code="P053", on=at.date(), keep=[])
    assert codes(second.found) == [("P062", 5_000_000)]
    assert second.asked["refused"] == [{"code": "P053", "on": "2026-11-20"}]
    assert [(one["code"], one["reason"]) for one in second.found["left"]] == [("P053", "refused")]
    third = made(company, project, at)
    assert codes(third.found) == [("P062", 5_000_000)]


def test_what_stays_keeps_its_yen_and_its_days(company, at):
    record_description(
        world.described("P080", "専門家の助成", courses=[{**world.course("1/2", 900_000), "costs": ["advice"]}]),
        at=world.KNOWN,
    )
    lines = [*world.LINES, {"kind": "advice", "yen": 1_000_000, "words": ""}]
    first = made(company, world.planned(company, at, lines=lines), at)
    assert codes(first.found) == [("P053", 6_000_000), ("P080", 500_000)]
    second = refuse(by=company.engineer, at=at, plan=first, code="P053", on=at.date(), keep=["P080"])
    assert [one["code"] for one in second.found["kept"]] == ["P080"]
    assert (codes(second.found), second.found["total_yen"]) == ([("P062", 5_000_000)], 5_500_000)
    days = [one["last"] for one in second.found["items"] if one["kind"] == "application" and one["subject"] == "P080"]
    assert days == ["2027-01-15"]
    world.answered(company, at, exporter=True)
    third = made(company, second.project, at)
    assert ([one["code"] for one in third.found["kept"]], third.found["total_yen"]) == (["P080"], 5_500_000)


@pytest.mark.parametrize(
    ("code", "on", "word"), [("P999", "2026-11-20", "この計画にない"), ("P053", "2026-11-21", "これからの日付")]
)
def test_refusal_of_what_is_not_there_or_not_yet_is_refused(company, project, at, code, on, word):
    plan = made(company, project, at)
    with pytest.raises(Refused, match=word):
        refuse(by=company.engineer, at=at, plan=plan, code=code, on=dt.date.fromisoformat(on), keep=[])


def test_answer_of_a_colleague_while_the_plan_is_solved_is_in_the_plan(company, project, at, monkeypatch):
    """Nothing is locked while it is solved; what was solved before the answer is not what is stored."""
    solved = []

    def found_for(decider: Any, asked: stored.Asked, at: dt.datetime) -> stored.Json:
        if not solved:
            world.answered(company, at, wage_plan=True)
        solved.append(asked.answers.get("wage_plan"))
        return real(decider, asked, at)

    real = plans.found_for
    monkeypatch.setattr(plans, "found_for", found_for)
    plan = made(company, project, at)
    assert (solved, codes(plan.found)) == ([None, True], [("P053", 9_000_000)])
    assert canonical_json(plan_again(plan)) == canonical_json(plan.found)


def test_why_not_is_said_in_the_words_of_the_answer(company, project, at):
    where = {"fact": "industry", "under": ["I"], "clause": "小売業"}
    industry = world.fact("industry", "業種", "code", record="industry")
    record_vocabulary(Vocabulary.model_validate({"facts": [*world.FACTS, industry], "costs": world.COSTS}), at=at)
    record_description(world.described("P090", "店の助成", courses=[world.course("1/2", 10)], who=where), at=at)
    found = plan_words.not_taken(made(company, project, at).found)
    assert [one.reasons for one in found if one.code == "P090"] == [("小売業（業種：金属製品製造業）",)]


def test_plan_that_was_made_again_takes_no_refusal(company, project, at):
    old = made(company, project, at)
    made(company, project, at)
    with pytest.raises(Refused, match="すでに作り直されて"):
        refuse(by=company.engineer, at=at, plan=old, code="P053", on=at.date(), keep=[])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"order_by": "2026-11-30"}, "発注の期限が、発注できる最初の日より前"),
        ({"complete_by": "2027-06-29"}, "完了の期限が、発注の期限より前"),
        ({"order_from": "2026-10-01", "order_by": "2026-11-19"}, "発注の期限が過ぎて"),
    ],
)
def test_dates_in_the_wrong_order_are_refused_with_a_sentence(company, at, change, word):
    with pytest.raises(Refused, match=word):
        world.planned(company, at, **{name: dt.date.fromisoformat(day) for name, day in change.items()})
    assert not Project.objects.exists()


@pytest.mark.parametrize("lines", [[], [{"kind": "nothing", "yen": 1}], [{"kind": "advice", "yen": 0}]])
def test_costs_that_are_none_are_refused(company, at, lines):
    with pytest.raises(Refused, match="経費"):
        world.planned(company, at, lines=lines)


def test_other_company_is_hidden_from_every_verb(company, rival, project, at):
    plan = made(company, project, at)
    verbs = [
        lambda: make_plan(by=rival.engineer, at=at, project=project),
        lambda: refuse(by=rival.engineer, at=at, plan=plan, code="P053", on=at.date(), keep=[]),
        lambda: refuse(by=rival.engineer, at=at, plan=plan, code="P999", on=at.date(), keep=[]),
        lambda: refuse(by=rival.engineer, at=at, plan=plan, code="P053", on=dt.date(2099, 1, 1), keep=[]),
        lambda: change_project(by=rival.engineer, at=at, project=project, title="x", lines=world.LINES, **world.DAYS),
        lambda: make_project(
            by=rival.engineer, at=at, organisation=company.organisation, title="x", lines=world.LINES, **world.DAYS
        ),
    ]
    hidden = []
    for verb in verbs:
        with pytest.raises(Refused) as refused:
            verb()
        hidden.append(refused.value.decision.hidden)
    assert (hidden, Plan.objects.count()) == ([True] * len(verbs), 1)


def test_plan_is_written_once(company, project, at):
    plan = made(company, project, at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(digest="other")


def test_audit_says_who_made_it_and_neither_title_nor_yen(company, project, at):
    made(company, project, at)
    rows = AuditEvent.objects.filter(thing__startswith="programmes.").order_by("pk")
    assert [(row.verb, row.actor_id) for row in rows] == [
        ("make_project", company.engineer.pk), ("make_plan", company.engineer.pk),
    ]  # fmt: skip
    assert [word for word in ("充填", "12000000") if word in str([row.after for row in rows])] == []


def test_stored_plans_are_the_same_bytes_as_of_their_day_after_edits(company, at):
    """Every stored case, made again after many edits of rates, limits, windows and conditions."""
    draw = Random(20)
    plans = [_case(company, at, draw, n) for n in range(REPLAYS)]
    for n in range(EDITS):
        record_description(_edited(draw), at=at + dt.timedelta(days=1, minutes=n))
    again = [(stored.digest(one.asked, plan_again(one)), canonical_json(plan_again(one))) for one in plans]
    assert again == [(one.digest, canonical_json(one.found)) for one in plans]
    later = at + dt.timedelta(days=3)
    now = make_plan(by=company.engineer, at=later, project=plans[-1].project)
    assert now.digest != plans[-1].digest


def _case(company: Any, at: dt.datetime, draw: Random, n: int) -> Plan:
    moment = at + dt.timedelta(minutes=n)
    answers = {key: draw.choice([True, False, None]) for key in ("wage_plan", "diagnosed", "exporter")}
    world.answered(company, moment, **answers)
    lines = [{"kind": draw.choice(["machinery", "advice"]), "yen": draw.randrange(1, 20) * 333_333, "words": ""}
             for _line in range(draw.randint(1, 3))]  # fmt: skip
    return make_plan(by=company.engineer, at=moment, project=world.planned(company, moment, lines=lines))


def _edited(draw: Random) -> Any:
    one = draw.choice([LEAP, world.URGENT, world.EXPORT])
    body = one.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    body["courses"][0] |= {"rate": f"1/{draw.randint(2, 9)}", "limit_yen": draw.randrange(1, 90) * 100_000}
    body["windows"][0]["closes"] = f"2027-01-{draw.randint(10, 28)}"
    body["words"]["ja"] += "（改）"
    return type(one).model_validate(body)
