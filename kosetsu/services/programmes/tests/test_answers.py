"""Saving answers: by whom, of what, and that nothing is half-saved."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.services.programmes.actions.answers import answer_facts
from kosetsu.services.programmes.context import answers_as_of, answers_of, decider_on
from kosetsu.services.programmes.models import Answer
from kosetsu.services.programmes.tests import editions

pytestmark = pytest.mark.django_db


def answer(company: Any, at: dt.datetime, by: Any = None, **answers: Any) -> list[Answer]:
    return answer_facts(
        by=by or company.engineer,
        at=at,
        organisation=company.organisation,
        vocabulary=editions.VOCABULARY,
        answers=answers,
    )


def test_person_of_another_company_and_staff_cannot_answer(company: Any, rival: Any, institute: Any, at: Any) -> None:
    for stranger in (rival.engineer, institute.researcher, institute.planner):
        with pytest.raises(Refused):
            answer(company, at, by=stranger, loss=True)
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"nothing": True}, {"employees": -1}, {"employees": "18"}, {"loss": 1}, {"confirmed_t005_panel": True}]
)
def test_one_answer_that_does_not_fit_keeps_all_of_them_out(company: Any, at: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        answer(company, at, capital_yen=10, **wrong)
    assert (Answer.objects.count(), AuditEvent.objects.filter(verb="answer_facts").count()) == (0, 0)


def test_no_answer_writes_no_row_and_no_audit(company: Any, at: Any) -> None:
    assert answer(company, at) == []
    assert AuditEvent.objects.filter(verb="answer_facts").count() == 0


def test_answers_as_of_an_earlier_one_are_what_they_were(company: Any, at: Any) -> None:
    editions.publish()
    book = decider_on(at.date(), at).book
    [first] = answer(company, at, loss=True)
    answer(company, at, loss=False, wage_plan=True)
    now, then = answers_of(company.organisation, book), answers_as_of(company.organisation, book, first.pk)
    assert [(one.get("loss"), one.get("wage_plan")) for one in (now, then)] == [(False, True), (True, None)]
    assert Answer.objects.visible_to(company.engineer).count() == 3


def test_answers_are_visible_to_nobody_else(company: Any, rival: Any, institute: Any, at: Any) -> None:
    answer(company, at, loss=True)
    assert [Answer.objects.visible_to(one).count() for one in (rival.engineer, institute.planner)] == [0, 0]
