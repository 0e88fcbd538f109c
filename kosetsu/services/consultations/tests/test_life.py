"""The whole life of a consultation through its actions."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import ClosedYear, Entry
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.services.consultations import actions, signals
from kosetsu.services.consultations.models import Consultation, Message
from kosetsu.services.consultations.states import State


def _entries() -> list[tuple[Any, ...]]:
    return list(Entry.objects.order_by("id").values_list("kind", "channel", "branch__code", "on_date", "workplace_id"))


def test_question_asked_receives_number_deadline_and_message(asked: Consultation, company: Any) -> None:
    case = asked.case
    assert (case.number, case.state, case.title) == ("相R8-00001", State.RECEIVED, "ボルトに赤さびが出ます")
    # Five working days after Friday 2026-11-20; Monday the 23rd is 勤労感謝の日.
    assert case.due_on == dt.date(2026, 11, 30)
    assert [(m.side, m.kind, m.text) for m in asked.messages.all()] == [
        ("client", "question", "ボルトに赤さびが出ます")
    ]
    assert case.workplace == company.workplace


def test_earlier_wish_shortens_the_deadline(company: Any, at: dt.datetime) -> None:
    wished = dt.date(2026, 11, 25)
    found = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="至急", wished_on=wished)
    assert found.case.due_on == wished


def test_whole_life_from_question_to_close(taken: Consultation, company: Any, institute: Any, at: dt.datetime) -> None:
    by = institute.researcher
    assert (taken.case.state, taken.case.assignee, taken.case.group) == (State.ASSIGNED, by, institute.surface)
    actions.ask_back(by=by, at=at, consultation=taken, text="材質は何ですか")
    actions.reply(by=company.engineer, at=at, consultation=taken, text="SUS304です")
    actions.answer(by=by, at=at, consultation=taken, text="もらいさびです", channel="mail")
    actions.answer(by=by, at=at, consultation=taken, text="補足です", channel="telephone")
    actions.close(by=by, at=at, consultation=taken, outcome="solved")
    actions.answer_survey(by=company.engineer, at=at, consultation=taken, satisfaction=5)
    taken.refresh_from_db()
    assert (taken.case.state, taken.outcome, taken.case.closed_at) == (State.CLOSED, "solved", at)
    assert [m.kind for m in taken.messages.all()] == ["question", "ask_back", "reply", "answer", "answer"]
    assert _entries() == [("consultation", "mail", "B01", at.date(), company.workplace.pk)]
    verbs = AuditEvent.objects.filter(thing="consultations.Consultation").order_by("sequence")
    assert list(verbs.values_list("verb", flat=True)) == [
        "receive", "take", "ask_back", "reply", "answer", "answer", "close", "answer_survey",
    ]  # fmt: skip


def test_visits_are_on_site_support_each_and_one_consultation(
    taken: Consultation, company: Any, institute: Any, at: dt.datetime
) -> None:
    for day in (18, 19):
        actions.visit(
            by=institute.researcher, at=at, consultation=taken, visited_on=dt.date(2026, 11, day),
            visitors="表面 研究員", report="塗装ラインを確認", hours=2,
        )  # fmt: skip
    place = company.workplace.pk
    assert _entries() == [
        ("consultation", "onsite", "B01", dt.date(2026, 11, 18), place),
        ("onsite_support", "onsite", "B01", dt.date(2026, 11, 18), place),
        ("onsite_support", "onsite", "B01", dt.date(2026, 11, 19), place),
    ]


def test_answer_in_a_frozen_year_is_refused_and_leaves_nothing(
    taken: Consultation, institute: Any, at: dt.datetime
) -> None:
    ClosedYear.objects.create(fiscal_year=2025, closed_at=at, closed_by=institute.planner)
    audited = AuditEvent.objects.count()
    with pytest.raises(Refused, match="令和7年度の実績は確定済み"):
        actions.answer(
            by=institute.researcher, at=at, consultation=taken, text="遅れた記録", channel="mail",
            on_date=dt.date(2026, 3, 31),
        )  # fmt: skip
    taken.refresh_from_db()
    assert (taken.case.state, taken.delivered, Entry.objects.count()) == (State.ASSIGNED, None, 0)
    assert (taken.messages.count(), AuditEvent.objects.count()) == (1, audited)


def test_answer_on_a_day_to_come_is_refused(taken: Consultation, institute: Any, at: dt.datetime) -> None:
    with pytest.raises(Refused, match="これからの日付"):
        actions.answer(
            by=institute.researcher, at=at, consultation=taken, text="予定", channel="mail",
            on_date=dt.date(2026, 11, 21),
        )  # fmt: skip


def test_solved_without_an_answer_is_refused_and_withdrawn_is_not(
    taken: Consultation, institute: Any, at: dt.datetime
) -> None:
    with pytest.raises(Refused, match="回答も訪問も記録されていない"):
        actions.close(by=institute.researcher, at=at, consultation=taken, outcome="solved")
    closed = actions.close(by=institute.researcher, at=at, consultation=taken, outcome="withdrawn")
    assert (closed.case.state, Entry.objects.count()) == (State.CLOSED, 0)


def test_reopened_case_waits_for_its_assignee_again(taken: Consultation, institute: Any, at: dt.datetime) -> None:
    actions.close(by=institute.researcher, at=at, consultation=taken, outcome="withdrawn")
    again = actions.reopen(by=institute.counter, at=at, consultation=taken, reason="再発")
    assert (again.case.state, again.case.closed_at, again.case.assignee, again.outcome) == (
        State.ASSIGNED, None, institute.researcher, "",
    )  # fmt: skip


def test_second_taker_is_told_who_has_it(taken: Consultation, institute: Any, at: dt.datetime) -> None:
    with pytest.raises(Refused, match="表面 研究員さんがすでに担当しています"):
        actions.take(by=institute.colleague, at=at, consultation=taken)


def test_planner_reads_but_does_not_work(asked: Consultation, institute: Any, at: dt.datetime) -> None:
    with pytest.raises(Refused, match="窓口と研究部門"):
        actions.take(by=institute.planner, at=at, consultation=asked)


def test_triage_names_group_field_and_deadline(asked: Consultation, institute: Any, at: dt.datetime) -> None:
    due = dt.date(2026, 12, 4)
    found = actions.triage(
        by=institute.counter, at=at, consultation=asked, group=institute.emc, field=None, understood="腐食", due_on=due
    )
    assert (found.case.state, found.case.branch, found.case.due_on, found.understood) == (
        State.TRIAGED, institute.tama, due, "腐食",
    )  # fmt: skip


def test_passed_on_case_waits_in_the_other_branch(taken: Consultation, institute: Any, at: dt.datetime) -> None:
    passed = actions.pass_on(
        by=institute.researcher, at=at, consultation=taken, group=institute.emc, reason="ノイズの件"
    )
    assert (passed.case.state, passed.case.branch, passed.case.assignee) == (State.PASSED_ON, institute.tama, None)
    assert Message.objects.filter(side="note", text__contains="ノイズの件").count() == 1
    again = actions.take(by=institute.colleague, at=at, consultation=passed)
    assert (again.case.assignee, again.case.group) == (institute.colleague, institute.emc)


def test_split_part_is_a_case_of_its_own_and_counts_once_each(
    taken: Consultation, company: Any, institute: Any, at: dt.datetime
) -> None:
    part = actions.split(
        by=institute.researcher, at=at, consultation=taken, group=institute.emc, title="ノイズ", question="誤動作"
    )
    assert (part.case.number, part.case.state, part.split_from) == ("相R8-00002", State.TRIAGED, taken)
    assert (part.case.workplace, part.case.contact) == (company.workplace, company.engineer)
    actions.take(by=institute.colleague, at=at, consultation=part)
    actions.answer(by=institute.colleague, at=at, consultation=part, text="遮へい", channel="online")
    actions.answer(by=institute.researcher, at=at, consultation=taken, text="さび", channel="mail")
    assert [(kind, channel, branch) for kind, channel, branch, *_ in _entries()] == [
        ("consultation", "online", "B02"),
        ("consultation", "mail", "B01"),
    ]


def test_joined_case_ends_in_the_other(taken: Consultation, company: Any, institute: Any, at: dt.datetime) -> None:
    other = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="同じ件です")
    actions.join(by=institute.researcher, at=at, consultation=other, into=taken)
    other.refresh_from_db()
    assert (other.case.state, other.case.joined_into, other.case.closed_at) == (State.JOINED, taken.case, at)
    with pytest.raises(Refused, match="統合"):
        actions.answer(by=institute.researcher, at=at, consultation=other, text="x", channel="mail")


def test_join_with_another_companys_case_is_refused(
    taken: Consultation, rival: Any, institute: Any, at: dt.datetime
) -> None:
    stranger = actions.ask(by=rival.engineer, at=at, workplace=rival.workplace, question="競合の秘密")
    with pytest.raises(Refused, match="別の会社"):
        actions.join(by=institute.researcher, at=at, consultation=stranger, into=taken)


def test_telephone_call_entered_with_answer_and_outcome_is_done_at_once(
    heard: Any, company: Any, institute: Any, at: dt.datetime
) -> None:
    call = replace(heard, workplace=company.workplace, answer="前処理を確認", outcome="solved")
    done = actions.enter(by=institute.researcher, at=at, heard=call)
    assert (done.case.state, done.case.assignee, done.outcome) == (State.CLOSED, institute.researcher, "solved")
    assert _entries() == [("consultation", "telephone", "B01", at.date(), company.workplace.pk)]


def test_on_site_call_entered_is_consultation_and_on_site_support(
    heard: Any, company: Any, institute: Any, at: dt.datetime
) -> None:
    call = replace(heard, workplace=company.workplace, channel="onsite", answer="現場を確認")
    done = actions.enter(by=institute.researcher, at=at, heard=call)
    assert [kind for kind, *_ in _entries()] == ["consultation", "onsite_support"]
    assert done.visits.get().visitors == "表面 研究員"


def test_call_entered_without_answer_stays_with_who_entered_it(heard: Any, institute: Any, at: dt.datetime) -> None:
    open_one = actions.enter(by=institute.researcher, at=at, heard=heard)
    assert (open_one.case.state, open_one.case.organisation, open_one.caller_name) == (State.ASSIGNED, None, "佐藤")
    assert Entry.objects.count() == 0


def test_closing_is_announced_after_commit(
    taken: Consultation, institute: Any, at: dt.datetime, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[Any] = []

    def listen(consultation: Any, **_: Any) -> None:
        told.append(consultation.case.number)

    signals.consultation_closed.connect(listen)
    with django_capture_on_commit_callbacks() as later:
        actions.close(by=institute.researcher, at=at, consultation=taken, outcome="withdrawn")
        assert told == []
    for tell in later:
        tell()
    signals.consultation_closed.disconnect(listen)
    assert told == ["相R8-00001"]
