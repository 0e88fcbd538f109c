"""Applying: a draft nobody else sees, handed in by the deadline's second, once for every workplace."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.models import Application, ApplicationFile, Call, Letter
from kosetsu.foundation.calls.tests.conftest import ANSWERS, DAY, SHUTS, apply, begin, plan, read_kind
from kosetsu.foundation.governance.models import AuditEvent
from tests.fixtures import AT

SECOND = dt.timedelta(seconds=1)
ALMOST = dt.timedelta(microseconds=999_999)


def test_call_is_approved_by_another_than_its_planner(office: Any, db: None) -> None:
    actions.learn_kind(by=None, at=AT, kind=read_kind(actors={**read_kind().actors, "approve": ["planning"]}))
    call = actions.plan_call(by=office.planner, at=AT, plan=plan())
    with pytest.raises(Refused, match="自分が計画した公募は承認できません"):
        actions.approve_call(by=office.planner, at=AT, call=call)


def test_award_has_as_many_places_as_prizes_whatever_the_plan_says(publish: Callable[..., Call]) -> None:
    assert publish(capacity=3).capacity == 15


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"title": " "}, "名称を入れてください"),
        ({"windows": {}}, "受付の期間"),
        ({"windows": {"web": (SHUTS, SHUTS)}}, "締切は、受付開始より後"),
        ({"windows": {"fax": (AT, SHUTS)}}, "使えない応募方法"),
        ({"kind": "tea_party"}, "という公募の種類はありません"),
    ],
)
def test_call_that_cannot_be_is_refused(office: Any, changed: dict[str, Any], why: str) -> None:
    actions.learn_kind(by=None, at=AT, kind=read_kind())
    with pytest.raises(Refused, match=why):
        actions.plan_call(by=office.planner, at=AT, plan=plan(**changed))
    assert Call.objects.count() == 0


def test_call_without_prizes_needs_a_capacity(office: Any) -> None:
    actions.learn_kind(by=None, at=AT, kind=read_kind(prizes=[]))
    with pytest.raises(Refused, match="採択数の上限"):
        actions.plan_call(by=office.planner, at=AT, plan=plan())


@pytest.mark.parametrize("late", [dt.timedelta(0), ALMOST])
def test_application_in_the_second_of_the_deadline_is_in_time(call: Call, firms: Any, late: dt.timedelta) -> None:
    assert apply(call, firms[0], SHUTS + late).state == "submitted"


def test_application_a_second_after_the_deadline_is_refused_and_stays_a_draft(call: Call, firms: Any) -> None:
    with pytest.raises(Refused, match="ウェブの受付は2026/11/30 10:00に締め切りました"):
        apply(call, firms[0], SHUTS + SECOND)
    assert [(one.state, one.number, one.answers) for one in Application.objects.all()] == [("draft", None, {})]


def test_application_before_the_call_opens_is_refused(publish: Callable[..., Call], firms: Any) -> None:
    call = publish(windows={"web": (AT + DAY, SHUTS)})
    with pytest.raises(Refused, match="受付は2026/11/21 10:00からです"):
        begin(call, firms[0])


def test_numbers_have_no_gap_though_drafts_and_refusals_lie_between(call: Call, firms: Any) -> None:
    begin(call, firms[0])
    with pytest.raises(actions.Incomplete):
        apply(call, firms[1], product="")
    assert [apply(call, firm).number for firm in firms[2:4]] == ["AWD2026-0001", "AWD2026-0002"]


def test_second_application_of_a_workplace_is_refused_by_name_and_state(call: Call, firms: Any) -> None:
    apply(call, firms[0])
    with pytest.raises(Refused, match=r"甲工業.*（書類確認中）が、すでにあります"):
        begin(call, firms[0])


def test_second_application_of_a_workplace_is_impossible_in_the_database(call: Call, firms: Any) -> None:
    made = apply(call, firms[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(call=call, workplace=made.workplace, made_by=made.made_by, made_at=AT)


def test_application_is_replaced_before_the_deadline_under_its_number(call: Call, firms: Any) -> None:
    first = apply(call, firms[0])
    again = actions.submit(
        by=firms[0].engineer, at=SHUTS, application=first, title="別の題", answers=ANSWERS | {"product": "もっとよい"}
    )
    assert (again.number, again.answers["product"], again.title) == (first.number, "もっとよい", "別の題")
    with pytest.raises(Refused, match="締め切りました"):
        actions.submit(by=firms[0].engineer, at=SHUTS + SECOND, application=first, answers=ANSWERS)


def test_application_of_a_kind_without_replacing_stays(publish: Callable[..., Call], firms: Any) -> None:
    made = apply(publish(read_kind(replaceable=False)), firms[0])
    with pytest.raises(Refused, match="差し替えられません"):
        actions.submit(by=firms[0].engineer, at=AT, application=made, answers=ANSWERS)


def test_withdrawn_application_makes_room_for_another(call: Call, firms: Any) -> None:
    made = apply(call, firms[0])
    actions.withdraw_application(by=firms[0].engineer, at=AT, application=made)
    assert [one.state for one in (made, apply(call, firms[0]))] == ["submitted", "submitted"]
    assert sorted(Application.objects.values_list("state", "number")) == [
        ("submitted", "AWD2026-0002"), ("withdrawn", "AWD2026-0001"),
    ]  # fmt: skip


def test_nobody_applies_for_or_reads_another_company(call: Call, firms: Any) -> None:
    with pytest.raises(Refused) as refused:
        actions.begin_application(by=firms[1].engineer, at=AT, call=call, workplace=firms[0].workplace)
    apply(call, firms[0])
    assert refused.value.decision.hidden
    assert [Application.objects.visible_to(one.engineer).count() for one in firms[:2]] == [1, 0]


def test_draft_is_seen_by_its_applicant_alone(call: Call, firms: Any, office: Any) -> None:
    begin(call, firms[0])
    assert [Application.objects.visible_to(one).count() for one in (firms[0].engineer, office.checker)] == [1, 0]


def test_answers_to_a_part_that_is_not_shown_are_neither_asked_nor_kept(call: Call, firms: Any) -> None:
    made = apply(call, firms[0], sold_since="2020-01-01")
    assert made.answers == ANSWERS


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"product": " "}, "「製品・技術」を入れてください"),
        ({"product": "あ" * 2001}, "2000文字までです（いま2001文字）"),
        ({"stage": ""}, "「段階」を入れてください"),
        ({"stage": "dream"}, "「dream」は選べません。選べる答え: 販売中、試作"),
        ({"stage": "sold"}, "「販売開始日」を入れてください"),
        ({"stage": "sold", "sold_since": "昨日"}, "「昨日」は日付として読めません"),
        ({"stage": "sold", "sold_since": "2020/1/1", "sales": "たくさん"}, "「たくさん」は整数ではありません"),
        ({"stage": "sold", "sold_since": "2020-01-01", "sales": "1,000,000,001"}, "1,000,000,000以下の数"),
    ],
)
def test_answer_that_does_not_do_is_named_with_what_to_do(
    call: Call, firms: Any, answers: dict[str, str], why: str
) -> None:
    with pytest.raises(actions.Incomplete, match=why):
        apply(call, firms[0], **answers)


def test_answers_are_kept_in_their_plain_form(call: Call, firms: Any) -> None:
    made = apply(call, firms[0], stage="販売中", sold_since="２０２０/01/31", sales="１,２００円")
    assert made.answers == {"product": "さびにくいねじ", "stage": "sold", "sold_since": "2020-01-31", "sales": "1200"}


def test_files_are_checked_by_content_and_number(call: Call, firms: Any) -> None:
    made, png = begin(call, firms[0]), b"\x89PNG\r\n\x1a\n" + b"0" * 20
    given = {"by": firms[0].engineer, "at": AT, "application": made, "title": "写真", "answers": ANSWERS}
    with pytest.raises(Refused, match="中身は、名前の形式と合いません"):
        actions.save_draft(**given, files={"photo": [SimpleUploadedFile("a.pdf", png)]})
    three = [SimpleUploadedFile(f"{name}.png", png) for name in "abc"]
    actions.save_draft(**given, files={"photo": three})
    with pytest.raises(actions.Incomplete, match="「写真」のファイルは2個までです（いま3個）"):
        actions.submit(by=firms[0].engineer, at=AT, application=made)
    actions.submit(**given, drop=[ApplicationFile.objects.get(name="a.png")])
    assert [one.name for one in made.files.all()] == ["b.png", "c.png"]


@pytest.mark.parametrize(
    ("posted", "arrived", "why"),
    [
        (SHUTS, SHUTS + 2 * DAY, ""),
        (SHUTS + DAY, SHUTS + DAY, "消印で"),
        (SHUTS, SHUTS + 3 * DAY, "消印で"),
        (AT + 2 * DAY, AT + DAY, "消印で"),
        (None, SHUTS, "消印の日を入れてください"),
    ],
)
def test_paper_is_in_time_by_its_postmark_and_by_when_it_arrives(
    call: Call, firms: Any, office: Any, posted: Any, arrived: dt.datetime, why: str
) -> None:
    given: dict[str, Any] = {
        "by": office.checker, "at": SHUTS + 5 * DAY, "call": call, "workplace": firms[0].workplace, "channel": "paper",
        "title": "紙の応募", "answers": {}, "contact_name": "係", "contact_email": "a@example.jp",
        "posted_on": posted and posted.date(), "received_at": arrived,
    }  # fmt: skip
    if not why:
        made = actions.enter_application(**given)
        assert (made.state, made.number, made.submitted_at) == ("submitted", "AWD2026-0001", arrived)
        return
    with pytest.raises(Refused, match=why):
        actions.enter_application(**given)
    assert Application.objects.count() == 0


def test_counter_keeps_the_deadline_by_the_moment_of_handing_over(call: Call, firms: Any, office: Any) -> None:
    given = {
        "by": office.checker, "at": SHUTS + DAY, "call": call, "channel": "counter", "title": "窓口の応募",
        "answers": {}, "contact_name": "係", "contact_email": "a@example.jp",
    }  # fmt: skip
    made = actions.enter_application(**given, workplace=firms[0].workplace, received_at=SHUTS)
    with pytest.raises(Refused, match="窓口の受付は"):
        actions.enter_application(**given, workplace=firms[1].workplace, received_at=SHUTS + SECOND)
    assert [*Application.objects.values_list("number", flat=True)] == [made.number]


def test_asked_back_application_comes_again_in_time_or_lapses(call: Call, firms: Any, office: Any) -> None:
    first, second = (apply(call, firm) for firm in firms[:2])
    until = SHUTS + 3 * DAY
    for one in (first, second):
        actions.ask_back(by=office.checker, at=SHUTS, application=one, missing="写真", until=until)
    again = actions.submit(by=firms[0].engineer, at=until + ALMOST, application=first)
    lapsed = [actions.lapse_applications(at=at) for at in (until + ALMOST, until + SECOND)]
    second.refresh_from_db()
    assert (again.state, lapsed, second.state) == ("submitted", [0, 1], "lapsed")
    with pytest.raises(Refused):
        actions.submit(by=firms[1].engineer, at=until + SECOND, application=second)
    told = Letter.objects.filter(application=second).order_by("pk").values_list("kind", flat=True)
    assert [*told] == ["received", "asked_back", "lapsed"]


def test_asking_back_says_what_is_missing(call: Call, firms: Any, office: Any) -> None:
    with pytest.raises(Refused, match="足りないものを書いてください"):
        actions.ask_back(by=office.checker, at=AT, application=apply(call, firms[0]), missing="  ")


def test_only_the_post_of_the_kind_checks_papers(call: Call, firms: Any, office: Any) -> None:
    with pytest.raises(Refused, match="「書類の確認」は、総合支援窓口が行います"):
        actions.find_complete(by=office.other, at=AT, application=apply(call, firms[0]))


def test_kind_with_counselling_takes_nobody_who_has_not_talked(publish: Callable[..., Call], firms: Any) -> None:
    kind = read_kind()
    call = publish(read_kind(counselling=True, actors={**kind.actors, "counsel": ["researcher"]}))
    with pytest.raises(Refused, match="応募の前に相談が必要です"):
        begin(call, firms[0])


def test_talk_opens_the_way_for_its_own_workplace(publish: Callable[..., Call], firms: Any, office: Any) -> None:
    call = publish(read_kind(counselling=True, actors={**read_kind().actors, "counsel": ["researcher"]}))
    given = {"at": AT, "call": call, "workplace": firms[0].workplace, "held_on": AT.date(), "note": "相談した"}
    with pytest.raises(Refused, match="「応募前の相談」は、研究員が行います"):
        actions.record_counselling(by=office.checker, **given)
    actions.record_counselling(by=office.other, **given)
    assert apply(call, firms[0]).state == "submitted"
    with pytest.raises(Refused, match="相談が必要"):
        begin(call, firms[1])


def test_called_off_call_tells_everyone_who_had_handed_in(call: Call, firms: Any, office: Any) -> None:
    apply(call, firms[0])
    begin(call, firms[1])
    actions.call_off_call(by=office.planner, at=AT, call=call, reason="部屋の改修のため")
    assert [*Letter.objects.filter(kind="called_off").values_list("address", flat=True)] == [firms[0].engineer.email]
    assert {*Application.objects.values_list("state", flat=True)} == {"withdrawn"}


def test_mail_is_in_the_words_of_the_kind_and_names_nobody_else(call: Call, firms: Any) -> None:
    apply(call, firms[1])
    apply(call, firms[0])
    letter = Letter.objects.get(address=firms[0].engineer.email)
    assert (letter.subject, "乙" in letter.body) == ("応募の受付 AWD2026-0002", False)
    assert letter.body.startswith("甲工業 本社工場 様 「第20回 技術大賞」に応募いただきました。")


def test_log_has_a_row_for_every_verb_and_answers_only_sealed(call: Call, firms: Any, office: Any) -> None:
    made = apply(call, firms[0])
    actions.find_complete(by=office.checker, at=AT, application=made)
    rows = AuditEvent.objects.filter(thing="calls.Application").order_by("sequence")
    assert [one.verb for one in rows] == ["begin_application", "submit", "find_complete"]
    assert not any("さびにくい" in f"{one.before}{one.after}{one.reason}" for one in rows)
