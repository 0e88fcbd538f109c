"""Short words for the tests of the API: a token, and a client that carries it."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kosetsu.entrances.api import actions
from kosetsu.entrances.api.service import scopes

V1 = "/api/v1"


class Program:
    """A program that calls the API with one token (or none)."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(V1 + path, headers={**self.headers, **headers})

    def post(self, path: str, body: Any, **headers: str) -> Any:
        sent = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(V1 + path, sent, content_type="application/json", headers={**self.headers, **headers})

    def send(self, path: str, text: str, *files: Any, **headers: str) -> Any:
        """A form with files, as multipart/form-data."""
        return self.client.post(V1 + path, {"text": text, "files": files}, headers={**self.headers, **headers})


@pytest.fixture
def program(at: dt.datetime) -> Callable[..., Program]:
    """``program(person)`` calls with a fresh token of that person, with every scope unless some are named."""

    def made(person: Any, *wanted: str, at: dt.datetime = at, days: int = 30) -> Program:
        keys = wanted or [scope.key for scope in scopes()]
        _token, secret = actions.issue_token(by=person, at=at, name="測定室", scopes=keys, days=days)
        return Program(secret)

    return made


@pytest.fixture
def visitor() -> Program:
    """A program without a token."""
    return Program()
