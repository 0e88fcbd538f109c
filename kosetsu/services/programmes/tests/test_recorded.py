"""What a company's record answers: what is there is said, what may be missing is left to be asked."""

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from kosetsu.services.programmes.context import answers_of, decider_on, everyone
from kosetsu.services.programmes.rules.language import Fact
from kosetsu.services.programmes.rules.recorded import Recorded, from_record
from kosetsu.services.programmes.tests import editions
from kosetsu.services.programmes.tests.editions import VOCABULARY
from tests import build

NOTHING = Recorded(1, "", None, None, large_owned=False, kind="company", area=None)
IN_TOKYO = {"record": "workplace", "within": ["13"]}


def asked(**records: Any) -> dict[str, Fact]:
    words = {"ja": "…"}
    kinds = {"employees": "count", "capital_yen": "yen", "industry": "code", "area": "code"}
    found = {}
    for key, record in records.items():
        more = record if isinstance(record, dict) else {"record": record}
        body = {"key": key, "kind": kinds.get(key, "flag"), "words": words, "question": words, "source": "…"}
        found[key] = Fact.model_validate({**body, **more})
    return found


FACTS = asked(
    industry="industry", employees="employees", area="area", large_owned="large_owned",
    sole_trader="sole_trader", cooperative="cooperative", in_tokyo=IN_TOKYO, loss="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("record", "answers"),
    [
        ({}, {"sole_trader": False}),
        ({"employees": 0}, {"sole_trader": False, "employees": 0}),
        ({"kind": "sole_trader"}, {"sole_trader": True}),
        ({"kind": "cooperative", "large_owned": True},
         {"sole_trader": False, "cooperative": True, "large_owned": True}),
        ({"area": "131229"}, {"sole_trader": False, "area": "131229", "in_tokyo": True}),
        ({"places": frozenset({"131229"})}, {"sole_trader": False, "area": "131229", "in_tokyo": True}),
        ({"places": frozenset({"131229", "112038"})}, {"sole_trader": False, "in_tokyo": True}),
        ({"area": "112038", "places": frozenset({"131229"})},
         {"sole_trader": False, "area": "112038", "in_tokyo": True}),
        ({"area": "112038"}, {"sole_trader": False, "area": "112038"}),
    ],
    ids=["nothing", "nobody employed", "sole trader", "cooperative", "in Tokyo", "one workplace", "two workplaces",
         "head office elsewhere", "no workplace known in Tokyo"],
)  # fmt: skip
def test_record_says_what_is_there_and_nothing_of_what_is_not(record: dict[str, Any], answers: dict[str, Any]) -> None:
    assert from_record(NOTHING._replace(**record), FACTS) == answers


@pytest.mark.parametrize(
    "wrong",
    [{"record": "workplace"}, {"within": ["13"]}, {"record": "employee"},
     {"kind": "code", "record": "workplace", "within": ["13"]}],
)  # fmt: skip
def test_fact_that_the_record_cannot_answer_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        asked(here=wrong)


@pytest.mark.django_db
def test_closed_workplace_no_longer_counts_and_the_batch_reads_the_same(company: Any, rival: Any, at: Any) -> None:
    facts = [*VOCABULARY.facts, *asked(in_tokyo=IN_TOKYO).values()]
    editions.record_vocabulary(VOCABULARY.model_copy(update={"facts": tuple(facts)}), at=editions.RECORDED)
    book = decider_on(at.date(), at).book
    moved = build.workplace(company.organisation, "川口工場")
    moved.area = build.area("112038")
    moved.save()
    type(moved).objects.filter(pk=company.workplace.pk).update(closed_on=at.date() - dt.timedelta(days=1))

    found = [answers_of(one.organisation, book) for one in (company, rival)]

    assert [(one["area"], one.get("in_tokyo")) for one in found] == [("112038", None), ("131091", True)]
    assert [part.of(0) for part in everyone(book, book.facts, 1)] == found
    [together] = everyone(book, book.facts, 9)
    assert ([together.of(n) for n in (0, 1)], len(together.pks)) == (found, 2)
