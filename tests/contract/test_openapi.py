"""The published description of the API: the snapshot, and what must be true of every operation."""

import json
from typing import Any

import pytest
from django.test import Client

from kosetsu.entrances.api.service import door_of, operations, scopes
from tests.contract import document


def test_api_is_what_its_snapshot_promises() -> None:
    assert document.current() == document.SNAPSHOT.read_text(), (
        "The API changed. If that is wanted: python -m tests.contract.update, and tell its callers in CHANGELOG.md."
    )


def test_document_is_served_as_the_snapshot_says() -> None:
    served = Client().get("/api/v1/openapi.json", headers={"Accept-Language": "ja"})
    assert served.json() == json.loads(document.SNAPSHOT.read_text())


def test_operations_have_names_of_their_own() -> None:
    names = [operation.view_func.__name__ for operation in operations()]
    assert sorted(names) == sorted(set(names))


def test_a_scope_says_the_same_wherever_it_is_asked_for() -> None:
    labels = {(door_of(one).scope.key, str(door_of(one).scope.label)) for one in operations()}
    assert sorted(labels) == [(scope.key, str(scope.label)) for scope in scopes()]


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation.view_func.__name__)
def test_writing_needs_a_scope_that_says_so_and_a_caller(operation: Any) -> None:
    """A POST that any visitor may send changes nothing: the plan of a problem, and what programmes answer."""
    door = door_of(operation)
    answers_only = {"make_plan_for", "evaluate_programmes", "explain_programme", "plan_programmes"}
    if operation.methods != ["GET"] and operation.view_func.__name__ not in answers_only:
        assert door.scope.key.startswith("write:")
        assert not door.public
    else:
        assert door.scope.key.startswith("read:")
