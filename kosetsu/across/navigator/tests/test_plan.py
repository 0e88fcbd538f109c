"""Problem → plan over a small index: what comes first, what it costs whom, by when; and what nobody may see."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kosetsu.across.navigator.asking import Asker
from kosetsu.across.navigator.models import Facet, Intent
from kosetsu.across.navigator.plan import HandOver, Plan, make_plan
from kosetsu.foundation.catalogue.models import Offering, TechnologyField
from kosetsu.foundation.search.models import UnansweredQuestion
from kosetsu.services.programmes.models import FeeSubsidy
from tests import build

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
RUST = "ボルトのめっきの耐食性を塩水噴霧試験で調べたい"


@pytest.fixture
def shelf(institute: Any) -> Any:
    """One test with all its prices, one instrument, one course; a draft that would fit best."""
    field = TechnologyField.objects.create(code="COR", name_ja="腐食・防食")

    def put(code: str, kind: str, name: str, **more: Any) -> Offering:
        fields = {"state": "offered", "summary": f"{name}のご案内", "branch": institute.head_office} | more
        return Offering.objects.create(code=code, kind=kind, name_ja=name, field=field, **fields)

    words = {"keywords": ["めっき", "耐食性", "ボルト", "さび"], "group": institute.surface}
    salt = put("T1", "test", "塩水噴霧試験", lead_days=12, **words)
    for client_class, yen in (("sme", 2_000), ("large", 4_000), ("outside", 6_000)):
        price(salt, client_class, "unit", yen=yen, unit="時間")
    price(salt, "any", "urgent", rate="1/2")
    scope = put("I1", "instrument", "塩水噴霧試験機", lead_days=3, keywords=words["keywords"])
    price(scope, "any", "unit", yen=1_000, unit="時間")
    put("C1", "course", "めっきと耐食性の基礎講習", keywords=["めっき", "塩水噴霧試験"], branch=institute.tama)
    put("X1", "test", "ボルトのめっきの耐食性の塩水噴霧試験（準備中）", state="draft", **words)
    return {one.code: one for one in Offering.objects.all()}


def price(offering: Offering, client_class: str, part: str, **more: Any) -> None:
    offering.tariff.create(client_class=client_class, part=part, source="test", **more)


def plan(problem: str, *, client_class: str = "sme", area: Any = None, user: Any = None, **more: Any) -> Any:
    asker = Asker(client_class, area, None, "")
    return make_plan(problem, asker=asker, day=TODAY, user=user or AnonymousUser(), **more)


def rows(answer: Plan) -> dict[str, Any]:
    return {row.code: row for section in answer.sections for row in section.rows}


def test_kind_that_answers_most_comes_first_and_the_group_behind_it_is_asked(shelf: Any, institute: Any) -> None:
    answer = plan(RUST)
    assert answer.sections[0].kind == "test"
    assert [section.best for section in answer.sections] == sorted((s.best for s in answer.sections), reverse=True)
    assert (answer.codes[0], answer.desks[0].group) == ("T1", institute.surface)


def test_who_wants_to_learn_gets_courses_first(shelf: Any) -> None:
    problem = f"{RUST}。手順も習いたい"
    assert plan(problem).sections[0].kind == "test"
    Intent.objects.create(kind="course", words=["習いたい"], weight=8.0)
    assert plan(problem).sections[0].kind == "course"


def test_what_is_called_exactly_as_typed_comes_first_and_nothing_else_moves(shelf: Any) -> None:
    Intent.objects.create(kind="course", words=[], weight=4.0)
    first, *others = plan("塩水噴霧試験").sections
    assert [(first.kind, first.rows[0].title, first.rows[0].named), others[0].kind] == [
        ("test", "塩水噴霧試験", True),
        "course",
    ]
    assert first.best < others[0].best
    assert [section.best for section in others] == sorted((one.best for one in others), reverse=True)
    assert [row.named for row in rows(plan(RUST)).values() if row.named] == []


def test_price_is_the_one_of_the_asker_s_class(shelf: Any) -> None:
    found = {key: rows(plan(RUST, client_class=key))["T1"].estimate.net_yen for key in ("sme", "large", "outside")}
    assert found == {"sme": 2_000, "large": 4_000, "outside": 6_000}


def test_ward_s_relief_is_taken_off_and_stands_as_a_section_of_its_own(shelf: Any) -> None:
    ward, other = build.area("131083"), build.area("131091")
    subsidy = FeeSubsidy.objects.create(
        code="FS1", area=ward, body="江東区", operator="江東区", listed_fiscal_year=2026, source="test"
    )
    subsidy.terms.create(rate="1/2", limit_yen=100_000, as_of="2026年4月", source="test")
    own = plan(RUST, area=ward)
    estimate = rows(own)["T1"].estimate
    assert (estimate.price_yen, estimate.relief_yen, estimate.net_yen) == (2_000, 1_000, 1_000)
    assert own.sections[-1].kind == "fee_subsidy"
    foreign = plan(RUST, area=other)
    assert rows(foreign)["T1"].estimate.relief_yen == 0
    assert "fee_subsidy" not in {section.kind for section in foreign.sections}


def test_question_that_nothing_answers_goes_to_a_person_and_is_kept(shelf: Any, client: Any) -> None:
    question = "相続税の申告を税理士に頼みたい"
    answer = plan(question)
    assert isinstance(answer, HandOver)
    assert answer.problem == question
    page = client.get(reverse("navigator:plan"), {"q": question})
    assert "担当者におつなぎします" in page.content.decode()
    assert UnansweredQuestion.objects.filter(question=question).exists()


def test_notion_taken_off_no_longer_counts_and_its_chip_is_gone(shelf: Any, client: Any) -> None:
    Facet.objects.create(kind="material", label="めっき", terms=["めっき"])
    page = client.get(reverse("navigator:plan"), {"q": RUST})
    assert [chip[:2] for chip in page.context["chips"]] == [("材料・製品", "めっき")]
    less = client.get(reverse("navigator:plan") + page.context["chips"][0][2])
    assert less.context["chips"] == []
    marked = {word for row in rows(less.context["answer"]).values() for word in row.matched}
    assert "めっき" not in marked
    assert '<input type="hidden" name="without" value="めっき">' in less.content.decode()


def test_nothing_hidden_is_shown_to_anyone_even_to_staff_or_from_an_old_index(shelf: Any, institute: Any) -> None:
    assert "X1" not in rows(plan(RUST))
    assert "X1" not in rows(plan(RUST, user=institute.counter))
    Offering.objects.filter(code="T1").update(state="withdrawn")  # the index still holds it
    assert "T1" not in rows(plan(RUST))


@pytest.mark.parametrize(
    ("words", "late"),
    [("2026年12月1日まで", True), ("2026年12月25日まで", False), ("", False)],
)
def test_row_that_starts_after_the_deadline_says_so(shelf: Any, client: Any, words: str, late: bool) -> None:
    problem = f"{words}に{RUST}" if words else RUST
    found = rows(plan(problem))
    assert found["T1"].earliest == dt.date(2026, 12, 9)
    assert (found["T1"].late, found["I1"].late) == (late, False)
    page = client.get(reverse("navigator:plan"), {"q": problem}).content.decode()
    assert page.count("期限に間に合わない見込み") == int(late)


@pytest.mark.parametrize(
    ("words", "offered"),
    [("至急、", True), ("2026年12月7日までに", True), ("2026年12月8日までに", False), ("", False)],
)
def test_urgent_price_is_an_option_where_it_presses_and_the_offering_has_one(
    shelf: Any, client: Any, words: str, offered: bool
) -> None:
    found = rows(plan(words + RUST))
    assert found["I1"].urgent is None
    assert (found["T1"].urgent.net_yen if found["T1"].urgent else None) == (3_000 if offered else None)
    assert found["T1"].estimate.net_yen == 2_000
    page = client.get(reverse("navigator:plan"), {"q": words + RUST}).content.decode()
    assert page.count("至急のときは") == int(offered)


def test_program_is_told_what_the_page_says_of_deadline_and_haste(shelf: Any, client: Any) -> None:
    asked = {"problem": "至急、2026年12月1日までに" + RUST}
    answer = client.post("/api/v1/plan", asked, content_type="application/json").json()
    told = {row["code"]: row for section in answer["sections"] for row in section["rows"]}
    assert [(told[code]["earliest"], told[code]["late"]) for code in ("T1", "I1")] == [
        ("2026-12-09", True),
        ("2026-11-26", False),
    ]
    assert (told["T1"]["estimate"]["net_yen"], told["T1"]["urgent"]["net_yen"]) == (2_000, 3_000)
    assert told["I1"]["urgent"] is None


def test_deadline_and_haste_can_be_taken_off(shelf: Any, client: Any) -> None:
    page = client.get(reverse("navigator:plan"), {"q": "至急、2026年12月1日までに" + RUST})
    calmer = client.get(reverse("navigator:plan") + page.context["off"]["deadline"])
    assert rows(calmer.context["answer"])["T1"].late is False
    assert rows(calmer.context["answer"])["T1"].urgent is not None
    calm = client.get(reverse("navigator:plan") + calmer.context["off"]["urgent"])
    assert rows(calm.context["answer"])["T1"].urgent is None


def test_plan_asks_no_more_of_the_database_for_more_rows(shelf: Any) -> None:
    def queries() -> int:
        plan(RUST)
        with CaptureQueriesContext(connection) as asked:
            plan(RUST)
        return len(asked)

    Offering.objects.exclude(code="T1").update(state="draft")
    few = queries()
    Offering.objects.exclude(code="X1").update(state="offered")
    assert queries() == few
