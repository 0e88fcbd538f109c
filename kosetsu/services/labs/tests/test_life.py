"""A tenancy from the offer to the settled deposit, and every refusal on its way."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge, Refund
from kosetsu.services.labs import actions
from kosetsu.services.labs.actions import Finding
from kosetsu.services.labs.documents.contracts import contract_pdf
from kosetsu.services.labs.models import Contract, HeldDay, LabNotice, Tenancy
from kosetsu.services.labs.states import ItemState, TenancyState
from kosetsu.services.labs.tests.conftest import on
from tests import build
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = AT.date()  # 2026-11-20


def d(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def refusal(call, **given) -> str:
    with pytest.raises(Refused) as refused:
        call(**given)
    return str(refused.value.decision)


def test_a_life_from_the_offer_to_the_deposit_back(labs):
    tenancy = labs.offered(d("2026-12-10"), origin="calls:application:7")
    assert (tenancy.case.number, tenancy.until, tenancy.origin) == (
        "室R8-00001",
        d("2029-12-09"),
        "calls:application:7",
    )
    tenancy = actions.contract(by=labs.manager, at=AT, tenancy=tenancy)
    assert (tenancy.monthly_yen, tenancy.deposit_yen) == (66_000, 132_000)
    tenancy = labs.paid(tenancy)
    tenancy = actions.move_in(by=labs.manager, at=on(d("2026-12-10")), tenancy=tenancy)
    assert actions.charge_rent(at=on(d("2027-02-01"))) == 2
    tenancy = labs.leaving(tenancy, d("2027-02-14"), on(d("2027-02-01")))
    labs.checked(tenancy, on(d("2027-02-14")), state=ItemState.CHARGED, note="穴の補修", cost_yen=11_000)
    tenancy = actions.leave(by=labs.manager, at=on(d("2027-02-14")), tenancy=tenancy)
    # December 66,000 × 22/31, January at the new price, February 69,300 × 14/28, then the wall
    assert labs.charged(tenancy) == [46_838, 69_300, 34_650, 11_000]
    assert (tenancy.state, tenancy.left_on) == (TenancyState.LEFT, d("2027-02-14"))
    charges = Charge.objects.filter(case=tenancy.case)
    accountant = labs.institute.accountant
    paper = billing.issue_invoice(by=accountant, at=on(d("2027-02-15")), charges=list(charges))
    billing.take_cash(by=accountant, at=on(d("2027-02-16")), invoice=paper, amount_yen=100_000, reference="R-1")
    tenancy = actions.settle_deposit(by=accountant, at=on(d("2027-03-01")), tenancy=tenancy)
    paper.refresh_from_db()
    # 161,788 − 100,000 = 61,788 of the deposit; 132,000 − 61,788 goes back
    assert (paper.open_yen, Refund.objects.get().yen) == (0, 70_212)
    kinds = ("lab_move_in", "lab_move_out")
    assert [labs.counted(kind) for kind in kinds] == [1, 1]


def test_rent_stops_on_the_leaving_day_however_often_the_job_runs(labs):
    tenancy = labs.living(d("2026-11-20"))
    labs.leaving(tenancy, d("2027-01-10"), on(d("2026-12-01")))
    for day in ("2026-12-01", "2026-12-01", "2027-01-01", "2027-01-11", "2027-02-01", "2027-06-01"):
        actions.charge_rent(at=on(d(day)))
    # 66,000 × 11/30, December whole, 69,300 × 10/31
    assert labs.charged(tenancy) == [24_200, 66_000, 22_354]


def test_nothing_is_charged_before_its_month_is_over(labs):
    labs.living(d("2026-11-20"))
    assert actions.charge_rent(at=on(d("2026-11-30"))) == 0
    assert actions.charge_rent(at=on(d("2026-12-01"))) == 1


def test_an_offer_alone_costs_nothing(labs):
    labs.offered()
    assert actions.charge_rent(at=on(d("2027-03-01"))) == 0


def test_a_month_whose_books_are_closed_waits_and_stops_nobody_else(labs, rival):
    first, second = labs.living(), labs.living(lab=labs.rooms[1], workplace=rival.workplace)
    billing.close_month(by=labs.institute.accountant, at=on(d("2026-12-01")), month=d("2026-11-01"))
    assert actions.charge_rent(at=on(d("2027-01-01"))) == 0
    assert (labs.charged(first), labs.charged(second)) == ([], [])


def test_the_deposit_is_no_charge(labs):
    labs.paid(labs.contracted())
    assert not Charge.objects.exists()


def test_moving_in_waits_for_the_deposit(labs):
    tenancy = labs.contracted()
    assert "保証金がまだ入金されていません" in refusal(actions.move_in, by=labs.manager, at=AT, tenancy=tenancy)


def test_moving_in_before_the_contract_begins_is_refused_with_the_day(labs):
    tenancy = labs.paid(labs.contracted(TODAY + DAY))
    assert "2026-11-21" in refusal(actions.move_in, by=labs.manager, at=AT, tenancy=tenancy)


def test_a_room_that_is_taken_is_refused_with_whose_it_is_and_when_it_is_free(labs, rival):
    first = labs.offered()
    told = refusal(labs.offered, since=TODAY + 30 * DAY, workplace=rival.workplace)
    assert (first.case.number in told, "2029-11-20以降" in told) == (True, True)


def test_the_day_after_the_leaving_day_is_the_next_tenants(labs, rival):
    tenancy = labs.living()
    labs.leaving(tenancy, d("2026-12-14"), AT)
    told = refusal(labs.offered, since=d("2026-12-14"), workplace=rival.workplace)
    second = labs.offered(d("2026-12-15"), workplace=rival.workplace)
    assert ("2026-12-15以降" in told, second.days.count()) == (True, (second.until - second.since).days + 1)


def test_staying_after_all_is_refused_once_somebody_else_was_promised_the_room(labs, rival):
    tenancy = labs.leaving(labs.living(), d("2026-12-14"), AT)
    labs.offered(d("2026-12-15"), workplace=rival.workplace)
    assert "別の入居" in refusal(actions.take_back_notice, by=labs.manager, at=AT, tenancy=tenancy)
    tenancy.refresh_from_db()
    assert (tenancy.leaving_on, tenancy.days.count()) == (d("2026-12-14"), 25)


def test_staying_after_all_keeps_the_room_to_the_end_of_the_contract(labs):
    tenancy = labs.leaving(labs.living(), d("2026-12-14"), AT)
    tenancy = actions.take_back_notice(by=labs.tenant.engineer, at=AT, tenancy=tenancy)
    assert (tenancy.state, tenancy.last_day, tenancy.days.count()) == (TenancyState.LIVING, tenancy.until, 1096)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-11-19", "退去日2026-11-19は過去の日付です（今日は2026-11-20）"),
        ("2029-11-20", "契約期間（2026-11-20～2029-11-19）の外です"),
        ("2026-12-19", "30日前までに"),
    ],
)
def test_a_leaving_day_in_the_past_outside_or_too_soon_is_answered_clearly(labs, day, told):
    tenancy = labs.living()
    given = {"by": labs.tenant.engineer, "at": AT, "tenancy": tenancy, "leaving_on": d(day), "reason": "移転"}
    assert told in refusal(actions.give_notice, **given)


def test_the_lab_manager_may_agree_to_a_shorter_notice_but_not_to_the_past(labs):
    tenancy = labs.living()
    given = {"by": labs.manager, "at": AT, "tenancy": tenancy, "reason": "合意"}
    assert "過去の日付" in refusal(actions.give_notice, **given, leaving_on=TODAY - DAY)
    assert actions.give_notice(**given, leaving_on=TODAY).leaving_on == TODAY


def test_a_leaving_day_that_has_passed_is_not_moved(labs):
    tenancy = labs.leaving(labs.living(), TODAY + DAY, AT)
    later = AT + 5 * DAY
    given = {"by": labs.manager, "at": later, "tenancy": tenancy, "reason": "延期"}
    assert "過ぎている" in refusal(actions.give_notice, **given, leaving_on=TODAY + 30 * DAY)
    assert "過ぎている" in refusal(actions.take_back_notice, by=labs.manager, at=later, tenancy=tenancy)


def test_nobody_leaves_with_something_unchecked_or_a_card_out(labs):
    tenancy = labs.living()
    card = actions.name_pass(by=labs.tenant.engineer, at=AT, tenancy=tenancy, holder="夜間 太郎")
    card = actions.give_pass(by=labs.manager, at=AT, one=card, card="C-01")
    tenancy = labs.leaving(tenancy, TODAY, AT)
    leave = {"by": labs.manager, "at": AT, "tenancy": tenancy}
    assert "床と壁" in refusal(actions.leave, **leave)
    labs.checked(tenancy, AT)
    assert "C-01" in refusal(actions.leave, **leave)
    actions.end_pass(by=labs.manager, at=AT, one=card, lost=True)
    assert actions.leave(**leave).state == TenancyState.LEFT


def test_nobody_has_left_before_the_leaving_day(labs):
    tenancy = labs.leaving(labs.living(), TODAY + DAY, AT)
    labs.checked(tenancy, AT)
    assert "より前です" in refusal(actions.leave, by=labs.manager, at=AT, tenancy=tenancy)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({"state": ItemState.CHARGED, "note": "穴"}, "費用を入れて"),
        ({"state": ItemState.GOOD, "cost_yen": 100}, "「費用を請求」のときだけ"),
        ({"state": ItemState.TENANT}, "記録を入れて"),
    ],
)
def test_an_item_of_the_leaving_check_must_be_whole(labs, found, told):
    tenancy = labs.leaving(labs.living(), TODAY, AT)
    given = {"by": labs.manager, "at": AT, "tenancy": tenancy, "findings": {1: Finding(**found)}}
    assert told in refusal(actions.check_leaving, **given)
    assert {item.state for item in tenancy.leaving_items.all()} == {ItemState.OPEN}


def test_the_deposit_waits_until_everything_is_invoiced(labs):
    tenancy = labs.leaving(labs.living(), TODAY, AT)
    labs.checked(tenancy, AT)
    tenancy = actions.leave(by=labs.manager, at=AT, tenancy=tenancy)
    accountant = labs.institute.accountant
    assert "請求していない料金" in refusal(actions.settle_deposit, by=accountant, at=AT, tenancy=tenancy)


def test_a_deposit_that_covers_less_than_is_owed_goes_nowhere_else(labs):
    tenancy = labs.living()
    actions.charge_rent(at=on(d("2027-03-01")))
    tenancy = labs.leaving(tenancy, d("2027-03-10"), on(d("2027-03-01")))
    labs.checked(tenancy, on(d("2027-03-10")))
    tenancy = actions.leave(by=labs.manager, at=on(d("2027-03-10")), tenancy=tenancy)
    accountant = labs.institute.accountant
    paper = billing.issue_invoice(
        by=accountant, at=on(d("2027-03-11")), charges=list(Charge.objects.filter(case=tenancy.case))
    )
    actions.settle_deposit(by=accountant, at=on(d("2027-03-12")), tenancy=tenancy)
    paper.refresh_from_db()
    assert (paper.total_yen - paper.open_yen, Refund.objects.count()) == (132_000, 0)


def test_a_contract_that_has_run_out_ends_on_its_last_day(labs):
    tenancy = labs.living(until=TODAY + DAY)
    assert actions.end_terms(at=AT + DAY) == 0
    assert actions.end_terms(at=AT + 2 * DAY) == 1
    tenancy = Tenancy.objects.get(pk=tenancy.pk)
    assert (tenancy.state, tenancy.leaving_on) == (TenancyState.LEAVING, TODAY + DAY)


def test_declining_or_calling_off_frees_every_day(labs):
    actions.decline_room(by=labs.tenant.engineer, at=AT, tenancy=labs.offered(), reason="資金の都合")
    actions.call_off(by=labs.manager, at=AT, tenancy=labs.contracted(), reason="中止の申出")
    assert not HeldDay.objects.exists()


def test_a_contract_that_has_cost_rent_is_not_called_off(labs):
    tenancy = labs.contracted()
    actions.charge_rent(at=on(d("2026-12-01")))
    told = refusal(actions.call_off, by=labs.manager, at=on(d("2026-12-01")), tenancy=tenancy, reason="中止")
    assert "計上した契約" in told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"since": TODAY - DAY}, "過去の日付です"),
        ({"until": TODAY - DAY}, "開始日より後に"),
        ({"theme": " "}, "テーマを入れて"),
        ({"since": d("2026-11-21"), "until": d("2026-11-20")}, "開始日より後に"),
    ],
)
def test_an_offer_that_makes_no_sense_says_why(labs, fields, told):
    assert told in refusal(labs.offered, **fields)
    assert not Tenancy.objects.exists()


def test_without_terms_of_the_day_nothing_is_let(labs):
    from kosetsu.services.labs.models import LabTerms

    LabTerms.objects.all().delete()
    assert "labs/terms.csv" in refusal(labs.offered)


def test_contract_papers_are_numbered_kept_and_printed(labs):
    tenancy = labs.contracted()
    paper = Contract.objects.get()
    assert (paper.number, dict(paper.facts["facts"])["使用料（月額）"]) == ("約R8-00001", "66,000円")
    tenancy.theme = "別のテーマ"
    tenancy.save()
    paper.refresh_from_db()
    assert dict(paper.facts["facts"])["製品開発のテーマ"] == "小型ポンプの開発"
    assert contract_pdf(paper).startswith(b"%PDF")


def test_mails_say_what_happened_and_no_more(labs):
    labs.contracted()
    mails = [(one.address, one.subject) for one in LabNotice.objects.order_by("pk")]
    address = labs.tenant.engineer.email
    assert mails == [
        (address, "【ラボ】入居の内定のお知らせ（室R8-00001）"), (address, "【ラボ】契約のお知らせ（室R8-00001）"),
    ]  # fmt: skip
    assert not any("ポンプ" in one.body for one in LabNotice.objects.all())


@pytest.mark.parametrize("verb", ["contract", "decline_room", "call_off", "move_in", "give_notice", "leave"])
def test_another_company_may_do_nothing_at_all(labs, rival, verb):
    from kosetsu.services.labs.permissions import can_move

    assert can_move(rival.engineer, labs.offered(), verb).hidden


def test_a_researcher_reads_and_is_told_whose_work_it_is(labs):
    told = refusal(actions.contract, by=labs.institute.researcher, at=AT, tenancy=labs.offered())
    assert "ラボマネージャー" in told


def test_visible_rows_are_ones_own(labs, rival):
    labs.offered()
    other = labs.offered(lab=labs.rooms[1], workplace=rival.workplace, theme="秘密の素材")
    assert list(Tenancy.objects.visible_to(rival.engineer)) == [other]
    assert not Tenancy.objects.visible_to(build.person("だれでもない 人")).exists()
