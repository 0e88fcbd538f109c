"""The night: what it finds is what the row evaluator says, and only what changed is written down."""

import datetime as dt
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from kosetsu.services.programmes.actions import nightly
from kosetsu.services.programmes.actions.drafts import withdraw_edition
from kosetsu.services.programmes.context import answers_of, decider_on, on_record
from kosetsu.services.programmes.models import Answer, Fit, FitChange, FitCount, FitRun
from kosetsu.services.programmes.tests.described import company, described

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def letters(run: FitRun) -> dict[str, str]:
    found = Fit.objects.values_list("organisation__name", "verdicts")
    return {name: verdicts[: len(run.codes)] for name, verdicts in found}


def changes() -> set[tuple[str, str, str, str]]:
    return set(FitChange.objects.values_list("organisation__name", "code", "before", "after"))


def counted(run: FitRun, code: str = "P001") -> tuple[int, int, int, int, int]:
    one = FitCount.objects.get(run=run, code=code)
    return one.yes, one.unknown, one.no, one.newly, one.no_longer


def test_small_large_and_unanswered_company_get_their_letters_and_the_first_night_no_change(at: Any) -> None:
    described()
    for name, employees in (("小", 5), ("大", 50), ("不明", None)):
        company(name, employees)
    run = nightly.evaluate_everyone(at=at)
    assert letters(run) == {"小": "y", "大": "n", "不明": "u"}
    assert (counted(run), changes(), run.companies) == ((1, 1, 1, 0, 0), set(), 3)


def test_company_that_changed_since_is_the_only_change(at: Any) -> None:
    described()
    grown, _same = company("増員", 5), company("同じ", 5)
    nightly.evaluate_everyone(at=at)
    grown.employees = 21
    grown.save()
    run = nightly.evaluate_everyone(at=at + DAY)
    assert changes() == {("増員", "P001", "y", "n")}
    assert counted(run) == (1, 0, 1, 0, 1)


def test_answer_of_the_company_counts_over_what_is_not_known(at: Any) -> None:
    described(who={"fact": "wage_plan", "is": True, "clause": "賃上げ"})
    asked = company("賃上げ", 5)
    nightly.evaluate_everyone(at=at)
    person = asked.memberships.get().person
    Answer.objects.create(organisation=asked, fact="wage_plan", value=True, at=at, by=person)
    run = nightly.evaluate_everyone(at=at + DAY)
    assert (changes(), counted(run)) == ({("賃上げ", "P001", "u", "y")}, (1, 0, 0, 1, 0))
    Answer.objects.create(organisation=asked, fact="wage_plan", value=None, at=at, by=person)
    nightly.evaluate_everyone(at=at + 2 * DAY)
    assert ("賃上げ", "P001", "y", "u") in changes()


def test_programme_that_begins_or_ends_is_counted_and_writes_no_row_for_each_company(at: Any, institute: Any) -> None:
    described()
    company("会社", 5)
    nightly.evaluate_everyone(at=at)
    edition = described("P002", at=at)
    run = nightly.evaluate_everyone(at=at + DAY)
    assert (letters(run), counted(run, "P002")[3], changes()) == ({"会社": "yy"}, 1, set())
    withdraw_edition(by=institute.planner, at=at + DAY, edition=edition, reason="中止")
    run = nightly.evaluate_everyone(at=at + 2 * DAY)
    assert (letters(run), run.codes, changes()) == ({"会社": "y-"}, ["P001", "P002"], set())
    assert not FitCount.objects.filter(run=run, code="P002").exists()


def test_new_company_that_fits_is_a_change_and_one_that_does_not_is_none(at: Any) -> None:
    described()
    nightly.evaluate_everyone(at=at)
    company("新しい", 5)
    company("大きい", 500)
    nightly.evaluate_everyone(at=at + DAY)
    assert changes() == {("新しい", "P001", "-", "y")}


def test_of_two_rounds_the_one_that_is_open_counts(at: Any) -> None:
    described(round="第1回")
    described(round="第2回", who={"fact": "employees", "at_most": 100})
    company("中", 50)
    assert letters(nightly.evaluate_everyone(at=at)) == {"中": "y"}


def test_run_that_was_broken_off_hands_its_changes_to_the_next(at: Any) -> None:
    described()
    grown = company("増員", 5)
    nightly.evaluate_everyone(at=at)
    grown.employees = 21
    grown.save()
    broken = nightly.evaluate_everyone(at=at + DAY)
    FitRun.objects.filter(pk=broken.pk).update(finished_at=None)
    FitCount.objects.filter(run=broken).delete()
    run = nightly.evaluate_everyone(at=at + 2 * DAY)
    assert counted(run) == (0, 0, 1, 0, 1)
    assert FitChange.objects.get().run == run


def test_partner_body_is_not_asked_and_a_company_that_became_one_is_forgotten(at: Any) -> None:
    described()
    body = company("協会", 5)
    nightly.evaluate_everyone(at=at)
    body.listed = True
    body.save()
    run = nightly.evaluate_everyone(at=at + DAY)
    assert (letters(run), run.companies) == ({}, 0)


def test_every_company_gets_what_the_row_evaluator_says(at: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(nightly, "CHUNK", 3)
    described()
    described("P002", who={"any": [{"fact": "area", "under": ["13"]}, {"fact": "wage_plan", "is": True}]})
    described("P003", who={"not": {"fact": "employees", "at_least": 10}})
    for n in range(11):
        asked = company(f"会社{n}", None if n % 4 == 0 else n * 3)
        if n % 3 == 0:
            person = asked.memberships.get().person
            Answer.objects.create(organisation=asked, fact="wage_plan", value=n % 2 == 0, at=at, by=person)
    run = nightly.evaluate_everyone(at=at)
    decider, found = decider_on(at.date(), at), {}
    for one in on_record():
        outcomes = decider.decide(answers_of(one, decider.book))
        found[one.name] = "".join({"yes": "y", "no": "n", "unknown": "u"}[one.verdict] for one in outcomes)
    assert (letters(run), run.companies) == (found, 11)


def test_questions_grow_with_chunks_and_not_with_companies(at: Any, monkeypatch: Any) -> None:
    from django.db import connection

    described()
    decider_on(at.date(), at)  # the first question of a process reads the book
    counts = []
    for number in (3, 9):
        for n in range(number):
            company(f"会社{number}-{n}", 5)
        with CaptureQueriesContext(connection) as asked:
            nightly.evaluate_everyone(at=at)
        counts.append(len(asked))
        FitRun.objects.all().delete()
        Fit.objects.all().delete()
    assert counts[0] == counts[1]
