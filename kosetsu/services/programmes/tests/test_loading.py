"""The institute's folder: a description with an error is refused with path and reason, a warning is not."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.common.tables import BadRow
from kosetsu.services.programmes.models import DescriptionEdition
from kosetsu.services.programmes.rules.language import Description, Vocabulary, WorkedCase
from kosetsu.services.programmes.tables import (
    InnovationTermsRow,
    load_case,
    load_description,
    load_vocabulary,
    without_overlap,
)
from kosetsu.services.programmes.tests.described import VOCABULARY, body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vocabulary(db: None) -> None:
    load_vocabulary(Vocabulary.model_validate(VOCABULARY))


def test_error_of_the_linter_refuses_the_description_with_path_and_reason() -> None:
    with pytest.raises(BadRow) as refused:
        load_description(Description.model_validate(body(who={"fact": "unknown_fact", "at_least": 1})))
    assert (refused.value.field, refused.value.reason) == ("P001 who", "「unknown_fact」という項目はありません。")
    assert DescriptionEdition.objects.count() == 0


def test_rate_above_one_is_refused_and_a_source_without_its_page_is_not() -> None:
    with pytest.raises(BadRow) as refused:
        load_description(Description.model_validate(body(courses=[{"key": "main", "rate": "3/2"}])))
    load_description(Description.model_validate(body("P002", sources=[{"document": "募集要項"}])))
    assert (refused.value.field, DescriptionEdition.objects.get().code) == ("P001 courses.0.rate", "P002")


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"verdict": "no", "fails": "20人以下"}, "P001 small",
         "答えが合いません。例では「使えない、満たさない：20人以下」、記述からは「使える」です。"),
        ({"programme": "P009"}, "P009 small", "この番号の施策の記述がありません。"),
        ({"answers": {"employes": 3}}, "P001 small",
         "答えが合いません。例では「使える」、記述からは「「employes」は語彙にありません。」です。"),
        ({"costs": {"machine": 3}}, "P001 small",
         "答えが合いません。例では「使える」、記述からは「「machine」は語彙にありません。」です。"),
    ],
    ids=["another verdict", "no such programme", "no such fact", "no such cost"],
)  # fmt: skip
def test_worked_case_that_does_not_come_out_is_refused(wrong: dict[str, Any], field: str, reason: str) -> None:
    load_description(Description.model_validate(body(who={"fact": "employees", "at_most": 20, "clause": "20人以下"})))
    good = {"programme": "P001", "key": "small", "why": "3人", "answers": {"employees": 3}, "verdict": "yes"}
    load_case(WorkedCase.model_validate(good))
    with pytest.raises(BadRow) as refused:
        load_case(WorkedCase.model_validate({**good, **wrong}))
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_terms_of_innovation_plans_do_not_overlap() -> None:
    row = {"least_years": 3, "most_years": 8, "value_added": "3/100", "payroll": "15/1000", "source": "規則"}
    first, second = (
        InnovationTermsRow(effective_from=day, **row) for day in (dt.date(2020, 10, 1), dt.date(2024, 4, 1))
    )
    assert [error.row for error in without_overlap([(2, first), (3, second)])] == [3]
