"""While somebody is there: passes, visits, yearly checks, more years, less rent, shared rooms, the name shown."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.models import BookingRule, Resource
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.labs import actions
from kosetsu.services.labs.documents.occupancy import count_long_empty, long_empty, room_months, rooms_on
from kosetsu.services.labs.models import Contract, LabTerms, Pass, PrintedTenancy, RoomUse, SharedRoom, Tenancy
from kosetsu.services.labs.states import AskState
from kosetsu.services.labs.tests.conftest import APRIL, on
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = AT.date()
SOON = TODAY + 4 * DAY  # the Tuesday after a holiday


def d(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def refusal(call, **given) -> str:
    with pytest.raises(Refused) as refused:
        call(**given)
    return str(refused.value.decision)


# passes


def named(labs, tenancy, holder="夜間 太郎") -> Pass:
    return actions.name_pass(by=labs.tenant.engineer, at=AT, tenancy=tenancy, holder=holder, telephone="090")


def test_a_card_goes_out_and_comes_back(labs):
    one = actions.give_pass(by=labs.manager, at=AT, one=named(labs, labs.living()), card=" C-01 ")
    assert (one.card, one.given_on, list(Pass.objects.out())) == ("C-01", TODAY, [one])
    actions.end_pass(by=labs.manager, at=AT + DAY, one=one)
    assert not Pass.objects.out().exists()


def test_a_room_has_no_more_passes_than_the_terms_give(labs):
    tenancy = labs.living()
    first = named(labs, tenancy)
    named(labs, tenancy, "早番 花")
    assert "2枚まで" in refusal(named, labs=labs, tenancy=tenancy, holder="三人目")
    actions.end_pass(by=labs.manager, at=AT, one=first)
    assert named(labs, tenancy, "三人目").holder == "三人目"


def test_a_card_is_with_one_person_at_a_time(labs):
    tenancy = labs.living()
    first, second = named(labs, tenancy), named(labs, tenancy, "早番 花")
    actions.give_pass(by=labs.manager, at=AT, one=first, card="C-01")
    assert "別の方に交付中" in refusal(actions.give_pass, by=labs.manager, at=AT, one=second, card="C-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        Pass.objects.filter(pk=second.pk).update(card="C-01", given_on=TODAY)


def test_another_companys_pass_is_nothing_at_all(labs, rival):
    one = named(labs, labs.living())
    assert not Pass.objects.visible_to(rival.engineer).filter(pk=one.pk).exists()
    with pytest.raises(Refused) as refused:
        actions.give_pass(by=rival.engineer, at=AT, one=one, card="C-01")
    assert refused.value.decision.hidden


def test_names_go_on_their_day_and_the_pass_stays(labs):
    one = named(labs, labs.living())
    actions.end_pass(by=labs.manager, at=AT, one=one)
    assert actions.purge_names(at=AT + 365 * DAY) == 0
    assert actions.purge_names(at=AT + 366 * DAY) == 1
    one.refresh_from_db()
    assert (one.holder, one.telephone, one.ended_on) == ("", "", TODAY)


# visits and checks


def test_a_visit_is_one_entry_and_is_followed(labs):
    given = {"topic": "試作の進め方", "note": "助言", "internal": "社内の話", "follow_up": "資料を送る"}
    visit = actions.record_visit(by=labs.manager, at=AT, tenancy=labs.living(), on_date=TODAY, **given)
    entry = Entry.objects.get(kind="lab_visit")
    assert (entry.quantity, entry.unit, entry.workplace) == (1, "回", labs.tenant.workplace)
    actions.follow_visit(by=labs.manager, at=AT + DAY, visit=visit, outcome="送付済み")
    told = refusal(actions.follow_visit, by=labs.manager, at=AT + DAY, visit=visit, outcome="もう一度")
    assert "残っている対応がありません" in told


@pytest.mark.parametrize(("day", "told"), [(TODAY + DAY, "今日までの日"), (TODAY - DAY, "より前の日です")])
def test_a_visit_lies_between_moving_in_and_today(labs, day, told):
    given = {"by": labs.manager, "at": AT, "tenancy": labs.living(), "on_date": day, "topic": "相談"}
    assert told in refusal(actions.record_visit, **given)
    assert labs.counted("lab_visit") == 0


def test_a_yearly_check_is_once_for_each_year_of_the_contract(labs):
    tenancy = labs.living()
    given = {"by": labs.manager, "tenancy": tenancy, "result": "good", "progress": "順調"}
    for year in (2027, 2028):
        day = dt.date(year, 11, 20)
        assert actions.record_check(**given, at=on(day), on_date=day).due_on == day
    last = dt.date(2029, 11, 1)
    assert "残っている年次確認" in refusal(actions.record_check, **given, at=on(last), on_date=last)
    assert labs.counted("lab_check") == 2


def test_a_check_that_found_something_says_what(labs):
    given = {"by": labs.manager, "at": AT, "tenancy": labs.living(), "on_date": TODAY, "progress": "遅れ"}
    assert "指摘・助言" in refusal(actions.record_check, **given, result="mending")


# more years


def test_more_years_are_asked_for_within_the_window_and_decided_by_another(labs):
    tenancy = labs.living()  # until 2029-11-19
    early, good = on(d("2029-05-22")), on(d("2029-05-23"))
    ask = {"by": labs.tenant.engineer, "tenancy": tenancy, "reason": "量産前の評価"}
    assert "2029-05-23から2029-09-20まで" in refusal(actions.ask_extension, **ask, at=early)
    asked = actions.ask_extension(**ask, at=good)
    assert "すでに審査中" in refusal(actions.ask_extension, **ask, at=good)
    decide = {"at": good, "asked": asked, "reason": "計画が具体的"}
    assert "支所長・経営企画・役員" in refusal(actions.grant, by=labs.manager, **decide)
    actions.grant(by=labs.head, **decide)
    tenancy.refresh_from_db()
    papers = list(Contract.objects.values_list("kind", flat=True))
    assert (tenancy.until, tenancy.days.count(), papers) == (d("2030-11-19"), 1461, ["first", "extension"])


def test_whoever_asked_does_not_decide(labs):
    tenancy, at = labs.living(), on(d("2029-06-01"))
    asked = actions.ask_extension(by=labs.head, at=at, tenancy=tenancy, reason="電話で依頼")
    assert "本人は決定できません" in refusal(actions.grant, by=labs.head, at=at, asked=asked, reason="可")


def test_an_extension_into_somebody_elses_days_is_refused_whole(labs, rival):
    tenancy, at = labs.living(), on(d("2029-06-01"))
    asked = actions.ask_extension(by=labs.tenant.engineer, at=at, tenancy=tenancy, reason="継続")
    labs.offered(d("2029-11-20"), workplace=rival.workplace, at=at)
    assert "別の入居" in refusal(actions.grant, by=labs.head, at=at, asked=asked, reason="可")
    asked.refresh_from_db()
    tenancy.refresh_from_db()
    assert (asked.state, tenancy.until, Contract.objects.count()) == (AskState.ASKED, d("2029-11-19"), 1)


def test_no_more_often_than_the_terms_give(labs):
    tenancy = labs.living()
    for year in (2029, 2030):
        at = on(dt.date(year, 6, 1))
        asked = actions.ask_extension(by=labs.tenant.engineer, at=at, tenancy=tenancy, reason="継続")
        actions.grant(by=labs.head, at=at, asked=asked, reason="可")
    told = refusal(
        actions.ask_extension, by=labs.tenant.engineer, at=on(d("2031-06-01")), tenancy=tenancy, reason="継続"
    )
    assert "2回まで" in told


# less rent


def relief(labs, tenancy, rule, first, last, at=AT):
    return actions.ask_relief(
        by=labs.manager, at=at, tenancy=tenancy, rule=rule, first=d(first), last=d(last), reason="罹災"
    )


def test_rent_is_let_off_from_its_day_once_another_has_granted_it(labs, relief_rule):
    tenancy = labs.living()
    asked = relief(labs, tenancy, relief_rule, "2026-12-17", "2027-01-10")
    actions.charge_rent(at=on(d("2026-12-01")))
    actions.grant(by=labs.head, at=on(d("2026-12-01")), asked=asked, reason="証明書を確認")
    actions.charge_rent(at=on(d("2027-02-01")))
    # 66,000 × 11/30; 66,000 − half of 66,000 × 15/31; 69,300 − half of 69,300 × 10/31
    assert labs.charged(tenancy) == [24_200, 66_000 - 15_967, 69_300 - 11_177]


def test_a_relief_nobody_granted_lets_nothing_off(labs, relief_rule):
    tenancy = labs.living()
    asked = relief(labs, tenancy, relief_rule, "2026-12-01", "2026-12-31")
    actions.refuse(by=labs.head, at=AT, asked=asked, reason="証明書がない")
    actions.charge_rent(at=on(d("2027-01-01")))
    assert labs.charged(tenancy) == [24_200, 66_000]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-12-01", "2027-12-01", "12か月まで"),
        ("2026-12-31", "2026-12-01", "開始日より後"),
        ("2026-11-01", "2026-12-31", "入居の期間"),
    ],
)
def test_a_relief_outside_its_rule_says_why(labs, relief_rule, first, last, told):
    given = {"labs": labs, "tenancy": labs.living(), "rule": relief_rule, "first": first, "last": last}
    assert told in refusal(relief, **given)


def test_what_is_charged_already_is_not_let_off(labs, relief_rule):
    tenancy, at = labs.living(), on(d("2027-01-01"))
    actions.charge_rent(at=at)
    given = {"labs": labs, "tenancy": tenancy, "rule": relief_rule, "at": at}
    assert "2026-12-31までの使用料" in refusal(relief, **given, first="2026-12-01", last="2027-01-31")


def test_a_relief_waits_for_nothing_that_was_charged_meanwhile(labs, relief_rule):
    tenancy = labs.living()
    asked = relief(labs, tenancy, relief_rule, "2026-12-01", "2026-12-31")
    at = on(d("2027-01-01"))
    actions.charge_rent(at=at)
    assert "すでに計上" in refusal(actions.grant, by=labs.head, at=at, asked=asked, reason="可")


def test_two_reliefs_never_meet(labs, relief_rule):
    tenancy = labs.living()
    actions.grant(
        by=labs.head, at=AT, asked=relief(labs, tenancy, relief_rule, "2026-12-01", "2026-12-31"), reason="可"
    )
    given = {"labs": labs, "tenancy": tenancy, "rule": relief_rule}
    assert "すでに減免" in refusal(relief, **given, first="2026-12-31", last="2027-01-31")


# shared rooms


@pytest.fixture
def workshop(labs, institute) -> Resource:
    room = Resource.objects.create(
        code="R-WORK", kind="room", name_ja="試作加工室", branch=institute.head_office, capacity=1, cell_minutes=60,
        offering=labs.rooms[0].offering, source="試験",
    )  # fmt: skip
    BookingRule.objects.create(
        resource=room, opening="0-6 09:00-17:00", horizon="months+3", longest_minutes=480, source="試験"
    )
    SharedRoom.objects.create(resource=room, source="試験")
    return room


def book(room, who, workplace, day=SOON):
    wish = bookings.Wish(resources=(room,), span=Span(on(day, 10), on(day, 12)), person=who, workplace=workplace)
    return bookings.request(by=who, at=AT, wish=wish)


def test_a_shared_room_is_for_tenants_only(labs, workshop, rival):
    labs.living()
    assert "入居中の事業所だけ" in refusal(book, room=workshop, who=rival.engineer, workplace=rival.workplace)
    assert book(workshop, labs.tenant.engineer, labs.tenant.workplace).resource == workshop


def test_a_tenant_books_it_through_the_leaving_day_and_no_longer(labs, workshop):
    labs.leaving(labs.living(), SOON, AT)
    given = {"room": workshop, "who": labs.tenant.engineer, "workplace": labs.tenant.workplace}
    assert book(**given).resource == workshop
    assert "入居中の事業所だけ" in refusal(book, **given, day=SOON + DAY)


def test_its_use_is_logged_counted_and_charged_once(labs, workshop, django_capture_on_commit_callbacks):
    tenancy, day = labs.living(), SOON
    booking = book(workshop, labs.tenant.engineer, labs.tenant.workplace)
    bookings.start(by=labs.tenant.engineer, at=on(day, 10), booking=booking)
    with django_capture_on_commit_callbacks(execute=True):
        booking = bookings.stop(by=labs.tenant.engineer, at=on(day, 11) + dt.timedelta(minutes=5), booking=booking)
    use = RoomUse.objects.get()
    assert (use.tenancy, use.entry.quantity, use.entry.unit) == (tenancy, 2, "時間")
    assert (actions.log_room_use(by=None, at=AT, booking=booking), actions.log_missed(at=on(day, 12))) == (use, 0)
    assert Charge.objects.filter(what="shared_room").count() == 1


def test_a_use_that_was_missed_is_written_by_the_job(labs, workshop):
    labs.living()
    day = SOON
    booking = book(workshop, labs.tenant.engineer, labs.tenant.workplace)
    bookings.start(by=labs.tenant.engineer, at=on(day, 10), booking=booking)
    bookings.stop(by=labs.tenant.engineer, at=on(day, 12), booking=booking)
    assert (actions.log_missed(at=on(day, 13)), RoomUse.objects.count()) == (1, 1)


# who is where


def test_one_given_back_is_one_fewer(labs, rival):
    tenancy = labs.living()
    labs.living(lab=labs.rooms[1], workplace=rival.workplace)
    labs.leaving(tenancy, TODAY, AT)
    assert [sum(room.occupied for room in rooms_on(day)) for day in (TODAY, TODAY + DAY)] == [2, 1]


def test_companies_are_named_only_where_they_agreed(labs, rival):
    tenancy = labs.living(theme="見せてよいテーマ")
    labs.living(lab=labs.rooms[1], workplace=rival.workplace, theme="秘密の素材")
    actions.show_name(by=labs.tenant.engineer, at=AT, tenancy=tenancy, show=True)
    shown = [(room.tenant, room.theme) for room in rooms_on(TODAY)]
    assert shown == [(labs.tenant.organisation.name, "見せてよいテーマ"), ("", "")]


def test_lists_speak_until_the_first_terms_hold(labs):
    PrintedTenancy.objects.create(
        lab=labs.rooms[0], tenant_name="印刷された会社", use_summary="開発", printed_on=d("2026-03-31"), source="年報"
    )
    found = [[(room.tenant, room.occupied) for room in rooms_on(day)] for day in (APRIL - DAY, APRIL)]
    assert found == [[("印刷された会社", True), ("", False)], [("", False), ("", False)]]


def test_a_room_is_free_from_the_day_after_all_that_is_promised(labs, rival):
    labs.leaving(labs.living(), d("2026-12-14"), AT)
    second = labs.offered(d("2026-12-15"), workplace=rival.workplace)
    room = rooms_on(TODAY)[0]
    assert (room.occupied, room.free_from) == (True, second.until + DAY)


def test_a_room_that_is_empty_for_long_is_told_of_from_its_day(labs):
    def told(day):
        return long_empty(rooms_on(day), LabTerms.of(day))

    labs.leaving(labs.living(), TODAY, AT)
    first = [room.lab.room for room in told(TODAY + 59 * DAY)]
    then = [(room.lab.room, room.empty_days) for room in told(TODAY + 60 * DAY)]
    # 302 has been empty since the terms began on 1 April 2026
    assert (first, then) == (["302"], [("302", 294), ("301", 60)])


@pytest.mark.parametrize("ahead", [0, 59, 60, 61, 400])
def test_the_count_on_the_menu_is_that_of_the_rooms_told_of(labs, ahead):
    labs.leaving(labs.living(), TODAY, AT)
    day = TODAY + ahead * DAY
    assert count_long_empty(day) == len(long_empty(rooms_on(day), LabTerms.of(day)))


def test_months_count_the_days_somebody_had_the_room(labs):
    labs.leaving(labs.living(), d("2026-12-10"), AT)
    months = [one for one in room_months(d("2026-12-20")) if one.lab.room == "301"]
    assert [(str(one.month), one.offered, one.held) for one in months[-3:]] == [
        ("2026-10-01", 31, 0), ("2026-11-01", 30, 11), ("2026-12-01", 20, 10),
    ]  # fmt: skip


def test_an_offer_alone_fills_no_room(labs):
    labs.offered()
    room = rooms_on(TODAY)[0]
    assert (room.occupied, Tenancy.objects.get().days.count()) == (False, 1096)
