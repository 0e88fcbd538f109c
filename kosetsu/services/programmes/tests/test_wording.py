"""Sentences about programmes: every description of the institute's folder can be said, and what is said is exact."""

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kosetsu.services.programmes.descriptions import read_descriptions, read_vocabulary
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.documents.wording.conditions import Branch
from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.amounts import amount
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.reasons import cheapest_change, why_not
from kosetsu.services.programmes.tests.made_up import size_class

TOKYO = ZoneInfo("Asia/Tokyo")
DAY = dt.date(2024, 6, 1)
AT = dt.datetime(2024, 6, 1, 12, tzinfo=TOKYO)
FOLDER = Path(__file__).parents[4] / "institutes" / "tokyo" / "programmes"
SIZES = (size_class("製造業その他", "basic", ("*",), 300_000_000, 300, 20, "中小企業基本法第2条"),)


@pytest.fixture(scope="module")
def decider() -> Decider:
    return Decider(Book(DAY, read_vocabulary(FOLDER), read_descriptions(FOLDER), SIZES))


def described(**more: Any) -> said.Description:
    return said.Description.model_validate(
        {
            "code": "P001", "fiscal_year": 2024, "effective_from": "2024-04-01", "effective_to": "2025-03-31",
            "kind": "grant", "words": {"ja": "設備の助成"}, "sources": [{"document": "要項"}],
            "verified_until": "2025-03-31", **more,
        }
    )  # fmt: skip


def sayings(branch: Branch) -> list[str]:
    return [branch.text, *(text for part in branch.parts for text in sayings(part))]


@pytest.mark.parametrize("language", ["ja", "en", "th"])
def test_every_description_is_said_in_every_language(decider: Decider, language: str) -> None:
    book, answers = decider.book, {"employees": 400, "capital_yen": 10**9, "industry": "E09", "wage_plan": False}
    with translation.override(language):
        for n, one in enumerate(book.descriptions):
            found = amount(decider, n, answers, {"machinery": 12_000_000})
            lines = [*sayings(wording.tree(book, one.who)), wording.amount_text(found, one), wording.kind_name(one)]
            lines += [text for pair in wording.amount_lines(one, found) for text in pair]
            lines += [text for course in one.courses for pair in wording.course_terms(book, course) for text in pair]
            lines += [wording.uplift_text(book, uplift) for course in one.courses for uplift in course.uplifts]
            lines += [wording.source_text(source) for source in one.sources]
            lines += [wording.window_state(one, AT, TOKYO).sentence, *wording.windows_text(one)]
            lines += [wording.reasoned(book, why).sentence for why in why_not(decider, n, answers) or ()]
            assert all(lines)


def test_reason_says_what_is_needed_what_the_company_has_and_the_clause() -> None:
    fact = said.Fact(key="employees", kind="count", unit="人", words=said.Words(ja="従業員の数"),
                     question=said.Words(ja="何人"), source="s")  # fmt: skip
    who = said.AtMost(fact="employees", at_most=20, clause="対象者(1)")
    decider = Decider(Book(DAY, said.Vocabulary(facts=(fact,)), (described(who=who),), ()))
    [reason] = why_not(decider, 0, {"employees": 25}) or ()
    found = wording.reasoned(decider.book, reason)
    assert (found.needed, found.has, found.clause, found.sentence) == (
        "従業員の数が20人以下",
        "25人",
        "対象者(1)",
        "「従業員の数が20人以下」が条件ですが、現在の答えは「25人」です。",
    )


def test_step_says_days_fee_and_which_programme_does_it() -> None:
    change = said.Change(days=45, fee_yen=11_000, programme="P002", words=said.Words(ja="診断を受ける"))
    fact = said.Fact(key="diagnosed", kind="flag", words=said.Words(ja="診断済み"),
                     question=said.Words(ja="済みですか"), change=change, source="s")  # fmt: skip
    who = said.Is.model_validate({"fact": "diagnosed", "is": True})
    other = described(code="P002", words={"ja": "省エネ診断"})
    decider = Decider(Book(DAY, said.Vocabulary(facts=(fact,)), (described(who=who), other), ()))
    changes = cheapest_change(decider, 0, {"diagnosed": False})
    assert changes is not None
    [step] = wording.steps(decider.book, changes).steps
    assert (step.text, step.takes, step.programme, step.programme_title) == (
        "診断を受ける", "45日・費用 11,000円", "P002", "省エネ診断",
    )  # fmt: skip


def test_unanswered_value_is_said_to_be_so_and_never_zero() -> None:
    fact = said.Fact(key="capital", kind="yen", words=said.Words(ja="資本金"), question=said.Words(ja="?"), source="s")
    assert [wording.value_text(fact, value) for value in (None, 0)] == ["未回答", "0円"]


def test_window_is_open_until_its_last_second_and_closed_from_it_on() -> None:
    window = {
        "channel": "electronic",
        "opens": "2024-06-01",
        "closes": "2024-06-28",
        "closes_at": "17:00",
        "source": "s",
    }
    one = described(windows=[window])
    ends = dt.datetime(2024, 6, 28, 17, tzinfo=TOKYO)
    before, at = (wording.window_state(one, moment, TOKYO) for moment in (ends - dt.timedelta(microseconds=1), ends))
    assert (before.word, before.sentence) == ("受付中", "2024年6月28日 17:00まで（今日まで）")
    assert (at.word, at.sentence) == ("受付終了", "2024年6月28日 17:00に終了しました")


def test_unpublished_window_is_named_as_such() -> None:
    assert wording.window_state(described(), AT, TOKYO).word == "募集時期は未公表"
