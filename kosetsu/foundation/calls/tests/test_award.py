"""A new kind of call by data alone: an award of four prizes for fifteen winners, from the editor to the letters."""

from typing import Any

import pytest
from django.urls import reverse

from kosetsu.foundation.calls.models import Call, KindEdition, Letter
from kosetsu.foundation.calls.pages.shown import results
from kosetsu.foundation.calls.tests.conftest import AFTER, KINDS, apply, states
from tests import build
from tests.build import browser, once
from tests.fixtures import AT

YAML = (KINDS / "venture_award.yaml").read_text()
SCORES = [
    (10, 10), (9, 10), (10, 8), (9, 9), (9, 8), (8, 9), (8, 8), (8, 7), (7, 8), (7, 7), (7, 6), (6, 7), (6, 6), (6, 5),
    (5, 5), (5, 5), (1, 10),
]  # fmt: skip
"""Novelty, which counts twice, and growth: the second and third are equal in points, the fifteenth and sixteenth in
all, and the last one lacks novelty.
"""
RANKED = [1, 3, 2, *range(4, 16)]
NO_NOVELTY = "AWD2026-0017"


def added_in_the_editor(institute: build.Institute, text: str) -> Any:
    return browser(institute.administrator).post(reverse("admin:calls_kindedition_add"), {"document": text})


def planned_at_the_desk(office: Any) -> Call:
    """By the kind's own form, approved by another one, published."""
    planner = browser(office.planner)
    given = {"title": "第20回 技術大賞", "web_opens": "2026-11-20T09:00", "web_until": "2026-11-30T10:00"}
    answer = planner.post(reverse("calls-desk:plan_call", args=["venture_award"]), once(**given))
    call = Call.objects.get()
    assert answer["Location"] == reverse("calls-desk:call", args=[call.public_id])
    browser(office.executive).post(reverse("calls-desk:approve_call", args=[call.public_id]), once())
    planner.post(reverse("calls-desk:publish_call", args=[call.public_id]), once())
    return Call.objects.select_related("edition").get()


@pytest.fixture
def judged(institute: Any, office: Any, hear: Any) -> tuple[Call, list[build.Company], Any]:
    """Seventeen companies were heard; the panel's results stand."""
    assert added_in_the_editor(institute, YAML).status_code == 302
    call = planned_at_the_desk(office)
    firms = [build.company(f"候補{n:02d}工業", "131083") for n in range(1, 18)]
    numbers = [apply(call, firm).number or "" for firm in firms]
    board = hear(call)
    board.score(dict(zip(numbers, SCORES, strict=True)))
    board.close()
    return call, firms, board


def decided(office: Any, call: Call, settings: Any, **reasons: str) -> Any:
    settings.KOSETSU_FIXED_NOW = AFTER
    said = {f"reason_{number}": text for number, text in reasons.items()}
    address = reverse("calls-desk:board", args=[call.public_id, 1])
    return browser(office.executive).post(address, once(note="審査会の結果による", **said))


def test_award_from_the_editor_to_prizes_winners_and_letters(judged: Any, office: Any, settings: Any) -> None:
    call, firms, _board = judged
    assert call.capacity == 15
    refused = decided(office, call, settings)
    assert f"「{NO_NOVELTY}」の決定に理由がありません。" in refused.content.decode()
    assert set(states(call)) == {"reviewing"}
    decided(office, call, settings, **{NO_NOVELTY: "新規性が届きませんでした。"})

    seats = call.applications.filter(seat__isnull=False).order_by("seat").values_list("number", flat=True)
    assert [*seats] == [f"AWD2026-{n:04d}" for n in RANKED]
    prizes = [str(prize.title) for prize, _winner in results(office.executive, Call.objects.get())]
    assert prizes == ["大賞"] + ["優秀賞"] * 3 + ["奨励賞"] * 4 + ["特別賞"] * 7
    public = browser().get(call.get_absolute_url()).content.decode()
    assert [firm.organisation.name in public for firm in firms] == [True] * 15 + [False] * 2

    letters = {one.address: one for one in Letter.objects.filter(kind__in=("accepted", "refused"))}
    told = [letters[firm.engineer.email or ""] for firm in firms]
    assert [one.kind for one in told] == ["accepted"] * 15 + ["refused"] * 2
    wanted = {0: ("大賞", "受賞の範囲に入りました。"), 2: ("優秀賞", "受賞の範囲に入りました。"),
              14: ("特別賞", "受賞の範囲に入りました。"), 15: ("", "受賞の範囲に入りませんでした。"),
              16: ("", "新規性が届きませんでした。")}  # fmt: skip
    assert [(prize in told[n].body, reason in told[n].body) for n, (prize, reason) in wanted.items()] == [
        (True, True)
    ] * 5
    assert [other.organisation.name for other in firms[1:] if other.organisation.name in told[0].body] == []


def test_ties_say_by_which_rule_they_came_apart(judged: Any, office: Any, settings: Any) -> None:
    call, _firms, board = judged
    decided(office, call, settings, **{NO_NOVELTY: "新規性が届きませんでした。"})
    ties = dict(board.round.entrants.exclude(tie="").values_list("application__number", "tie"))
    assert ties == {
        "AWD2026-0002": "criterion:novelty", "AWD2026-0003": "criterion:novelty", "AWD2026-0015": "number",
        "AWD2026-0016": "number",
    }  # fmt: skip
    rules = dict(board.round.entrants.filter(rank=None).values_list("application__number", "rule"))
    assert rules == {NO_NOVELTY: "veto"}


def test_next_edition_in_the_editor_leaves_the_running_call_as_it_was(judged: Any, institute: Any, office: Any) -> None:
    call, _firms, _board = judged
    shown = browser(institute.administrator).get(f"{reverse('admin:calls_kindedition_add')}?kind=venture_award")
    document = shown.context["adminform"].form["document"].initial
    assert "title: 大賞" in document or "大賞" in document
    assert added_in_the_editor(institute, document.replace("大賞", "最優秀賞")).status_code == 302
    titles = [str(one.said.prizes[0].title) for one in KindEdition.objects.order_by("number")]
    assert titles == ["大賞", "最優秀賞"]
    assert str(Call.objects.get(pk=call.pk).kind.prizes[0].title) == "大賞"


def test_award_with_one_prize_too_many_for_its_reserve_is_named_in_the_editor(institute: Any) -> None:
    page = added_in_the_editor(institute, YAML.replace("places: 7", "places: 0"))
    assert page.status_code == 200
    assert "prizes.3.places" in page.content.decode()
    assert (KindEdition.objects.count(), AT.year) == (0, 2026)
