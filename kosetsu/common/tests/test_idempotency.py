"""A form is carried out once, however often it is sent."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest

from kosetsu.common.decisions import Refused, no
from kosetsu.common.idempotency import AlreadySubmitted, carry_out
from kosetsu.common.models import NumberSeries, SubmittedForm
from kosetsu.common.numbering import issue

KEY = UUID("01900000-0000-7000-8000-000000000001")
pytestmark = pytest.mark.django_db


def _send(at: dt.datetime, **changes: Any) -> tuple[str, bool]:
    given = {
        "owner": "person:1",
        "key": KEY,
        "form": "Ask",
        "digest": "d",
        "work": lambda: f"/case/{issue('x', 2026)}/",
    }
    return carry_out(at=at, **{**given, **changes})


def test_second_sending_gets_the_first_answer_and_does_nothing(at: dt.datetime) -> None:
    assert [_send(at) for _press in range(3)] == [("/case/1/", True), ("/case/1/", False), ("/case/1/", False)]


def test_other_key_and_other_owner_are_other_forms(at: dt.datetime) -> None:
    assert [_send(at)[0], _send(at, key=uuid4())[0], _send(at, owner="person:2")[0]] == [
        "/case/1/", "/case/2/", "/case/3/",
    ]  # fmt: skip


@pytest.mark.parametrize("changed", [{"digest": "other"}, {"form": "Other"}])
def test_old_key_with_other_contents_is_refused(at: dt.datetime, changed: dict[str, str]) -> None:
    _send(at)
    with pytest.raises(AlreadySubmitted, match="すでに別の内容で送信"):
        _send(at, **changed)
    assert NumberSeries.objects.get().last == 1


def test_refused_work_gives_its_key_back(at: dt.datetime) -> None:
    def refuse() -> str:
        issue("x", 2026)
        raise Refused(no("いけません"))

    with pytest.raises(Refused, match="いけません"):
        _send(at, work=refuse)
    assert (SubmittedForm.objects.count(), NumberSeries.objects.count()) == (0, 0)
    assert _send(at) == ("/case/1/", True)
