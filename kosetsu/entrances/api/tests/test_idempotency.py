"""A POST under a key is carried out once."""

import threading
from typing import Any

import pytest
from django.db import connection, connections

from kosetsu.entrances.api.models import KeptAnswer
from kosetsu.services.consultations.models import Consultation

CASE = {"question": "めっきがはがれます"}


def test_same_key_and_body_get_the_same_answer_and_one_case(program: Any, company: Any) -> None:
    mine = program(company.engineer)
    first, again = (mine.post("/consultations", CASE, **{"Idempotency-Key": "order-1"}) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Consultation.objects.count() == 1


def test_same_key_with_another_body_is_refused(program: Any, company: Any) -> None:
    mine = program(company.engineer)
    mine.post("/consultations", CASE, **{"Idempotency-Key": "order-1"})
    other = mine.post("/consultations", {"question": "別の相談"}, **{"Idempotency-Key": "order-1"})
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert Consultation.objects.count() == 1


def test_same_key_of_two_people_are_two_keys(program: Any, company: Any, rival: Any) -> None:
    for who in (company, rival):
        assert program(who.engineer).post("/consultations", CASE, **{"Idempotency-Key": "1"}).status_code == 201
    assert Consultation.objects.count() == 2


def test_refused_request_gives_its_key_back(program: Any, company: Any) -> None:
    mine = program(company.engineer)
    late = {**CASE, "wished_on": "2020-01-01"}
    assert mine.post("/consultations", late, **{"Idempotency-Key": "k"}).status_code == 422
    assert mine.post("/consultations", CASE, **{"Idempotency-Key": "k"}).status_code == 201
    assert KeptAnswer.objects.count() == 1


def test_without_a_key_every_post_counts(program: Any, company: Any) -> None:
    mine = program(company.engineer)
    for _time in range(2):
        mine.post("/consultations", CASE)
    assert Consultation.objects.count() == 2


def test_key_that_is_too_long_is_refused(program: Any, company: Any) -> None:
    response = program(company.engineer).post("/consultations", CASE, **{"Idempotency-Key": "k" * 256})
    assert (response.status_code, response.json()["errors"][0]["where"]) == (422, "header")


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_under_one_key_are_one_case(program: Any, company: Any) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("one connection in memory cannot race; runs on PostgreSQL and on a SQLite file")
    mine = program(company.engineer)
    answers: list[Any] = []

    def call() -> None:
        try:
            answers.append(_copy(mine).post("/consultations", CASE, **{"Idempotency-Key": "race"}))
        finally:
            connections.close_all()

    callers = [threading.Thread(target=call) for _number in range(10)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Consultation.objects.count() == 1


def _copy(program: Any) -> Any:
    """The same program in another process: its own connection to the server."""
    other = type(program)()
    other.headers = program.headers
    return other
