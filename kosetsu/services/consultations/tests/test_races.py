"""Two people at the same moment, with real transactions: one wins, the other gets a clear answer."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import carry_out
from kosetsu.common.models import SubmittedForm
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.models import Consultation

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*works: Callable[[], Any]) -> list[str]:
    """Start all works at the same moment in threads of their own; what each ended with, sorted."""
    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> str:
        try:
            start.wait(10)
            work()
        except Refused as refused:
            return str(refused)
        finally:
            connections.close_all()
        return "ok"

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(run, works))


@pytest.fixture(autouse=True)
def _real_database() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite in memory has one connection; races are tested on PostgreSQL and on a file")


def test_of_two_takers_one_wins_and_the_other_is_told_who(asked: Consultation, institute: Any, at: dt.datetime) -> None:
    def take(by: Any) -> Callable[[], Any]:
        return lambda: actions.take(by=by, at=at, consultation=asked)

    ends = _at_once(take(institute.researcher), take(institute.colleague))
    winner = Case.objects.get().assignee
    assert ends == ["ok", f"{winner}さんがすでに担当しています。 代わる場合は「担当を決める」で変更してください。"]


def test_without_the_lock_both_takers_would_win(
    asked: Consultation, institute: Any, at: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: the race above is real, and it is the lock that decides it."""
    both_have_read = Barrier(2)

    def unlocked(consultation: Consultation) -> Consultation:
        found = Consultation.objects.select_related("case").get(pk=consultation.pk)
        both_have_read.wait(10)
        return found

    monkeypatch.setattr("kosetsu.services.consultations.actions.beats.locked", unlocked)

    def take(by: Any) -> Callable[[], Any]:
        return lambda: actions.take(by=by, at=at, consultation=asked)

    if connection.vendor == "postgresql":
        assert _at_once(take(institute.researcher), take(institute.colleague)) == ["ok", "ok"]


def test_two_first_answers_make_one_entry(taken: Consultation, institute: Any, at: dt.datetime) -> None:
    def answer(by: Any) -> Callable[[], Any]:
        return lambda: actions.answer(by=by, at=at, consultation=taken, text="x", channel="mail")

    assert _at_once(answer(institute.researcher), answer(institute.colleague)) == ["ok", "ok"]
    assert (Entry.objects.count(), taken.messages.filter(kind="answer").count()) == (1, 2)


def test_join_both_ways_at_once_leaves_one_open(
    taken: Consultation, company: Any, institute: Any, at: dt.datetime
) -> None:
    other = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="同じ件")

    def join(one: Consultation, into: Consultation) -> Callable[[], Any]:
        return lambda: actions.join(by=institute.counter, at=at, consultation=one, into=into)

    ends = _at_once(join(taken, other), join(other, taken))
    assert (ends.count("ok"), Case.objects.filter(closed_at=None).count()) == (1, 1)


def test_same_form_from_many_presses_is_carried_out_once(asked: Consultation, company: Any, at: dt.datetime) -> None:
    key = uuid4()

    def work() -> str:
        return str(actions.reply(by=company.engineer, at=at, consultation=asked, text="一度だけ").pk)

    def press() -> Any:
        return carry_out(owner="person:1", key=key, form="ReplyForm", digest="d", at=at, work=work)

    assert _at_once(*[press] * 6) == ["ok"] * 6
    assert (SubmittedForm.objects.count(), asked.messages.filter(kind="reply").count()) == (1, 1)


def test_verbs_that_write_entries_in_different_order_never_wait_for_each_other(
    company: Any, institute: Any, at: dt.datetime
) -> None:
    from kosetsu.services.consultations.actions.receive import Heard

    cases = [actions.ask(by=company.engineer, at=at, workplace=company.workplace, question=f"{n}") for n in range(3)]
    for one in cases:
        actions.take(by=institute.researcher, at=at, consultation=one)
    heard = Heard(question="電話", channel="telephone", on_date=at.date(), answer="x", outcome="solved")
    works = [
        *(lambda: actions.enter(by=institute.colleague, at=at, heard=heard) for _n in range(3)),
        *(
            lambda one=one: actions.answer(by=institute.researcher, at=at, consultation=one, text="x", channel="mail")
            for one in cases
        ),
    ]
    assert _at_once(*works) == ["ok"] * 6
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"相R8-0000{n}" for n in range(1, 7)]
