"""Short words for the tests of consultations."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kosetsu.services.consultations import actions
from kosetsu.services.consultations.actions.receive import Heard
from kosetsu.services.consultations.models import Consultation


@pytest.fixture
def asked(company: Any, at: dt.datetime) -> Consultation:
    """A consultation that the company's engineer has just sent."""
    return actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="ボルトに赤さびが出ます")


@pytest.fixture
def taken(asked: Consultation, institute: Any, at: dt.datetime) -> Consultation:
    """The same, taken by the researcher."""
    return actions.take(by=institute.researcher, at=at, consultation=asked)


@pytest.fixture
def heard(at: dt.datetime) -> Heard:
    """A telephone call without a company."""
    return Heard(question="めっきのはがれ", channel="telephone", on_date=at.date(), caller_name="佐藤")


def queries(client: Client, url: str) -> int:
    """How many queries a page asks, once the session is known; the menus count too, so tests compare two of these."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
