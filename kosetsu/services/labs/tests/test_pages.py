"""The pages of the labs, as each side sees them."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kosetsu.services.labs import actions
from kosetsu.services.labs.models import Lab, LeavingItem, Pass, RentRelief, Tenancy, Visit
from kosetsu.services.labs.states import AskState, ItemState, TenancyState
from kosetsu.services.labs.tests.conftest import on
from tests import build
from tests.build import once
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
TODAY = AT.date()
DAY = dt.timedelta(days=1)


def page(who, name, *args, **query) -> str:
    answer = build.browser(who).get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(who, name, *args, **given):
    return build.browser(who).post(reverse(name, args=args), once(**given))


def test_everyone_reads_what_is_free_from_when_and_for_how_much(labs):
    labs.living(theme="秘密の素材")
    text = page(None, "labs:list")
    assert ("本部 302" in text, "2026/11/20から入居できます" in text, "66,000円" in text) == (True, True, True)
    assert (labs.tenant.organisation.name in text, "秘密の素材" in text) == (False, False)


def test_a_room_somebody_is_to_come_into_is_not_offered_as_free(labs):
    labs.offered(TODAY + 10 * DAY)
    text = page(None, "labs:list")
    assert ("<strong>本部 301</strong>" in text, "入居予定" in text) == (False, True)


def test_the_desk_offers_a_room_by_the_companys_name(labs):
    answer = post(
        labs.manager, "labs-desk:offer_room", lab=labs.rooms[0].pk, workplace=str(labs.tenant.workplace),
        theme="小型ポンプ", since="2026-12-01", until="",
    )  # fmt: skip
    made = Tenancy.objects.get()
    assert (answer.status_code, answer.url) == (302, made.address(desk=True))
    assert (made.workplace, made.until) == (labs.tenant.workplace, dt.date(2029, 11, 30))


def test_a_double_tenancy_is_told_on_the_form_and_what_was_typed_stays(labs, rival):
    labs.offered()
    answer = post(
        labs.manager, "labs-desk:offer_room", lab=labs.rooms[0].pk, workplace=str(rival.workplace), theme="別のテーマ",
        since="2026-12-01", until="",
    )  # fmt: skip
    text = answer.content.decode()
    assert (answer.status_code, "別の入居（室R8-00001）があります" in text, "別のテーマ" in text) == (422, True, True)


def test_a_leaving_day_in_the_past_is_told_on_the_tenants_page(labs):
    tenancy = labs.living()
    answer = post(labs.tenant.engineer, "labs:give_notice", tenancy.public_id, leaving_on="2026-11-01", reason="移転")
    text = answer.content.decode()
    assert (answer.status_code, "退去日2026-11-01は過去の日付です（今日は2026-11-20）" in text) == (422, True)


def test_a_tenant_sees_contract_passes_visits_and_not_what_is_for_staff_only(labs):
    tenancy = labs.living()
    actions.name_pass(by=labs.tenant.engineer, at=AT, tenancy=tenancy, holder="夜間 太郎")
    visit = {"on_date": TODAY, "topic": "試作の進め方", "note": "治具を使う", "internal": "資金が心配"}
    actions.record_visit(by=labs.manager, at=AT, tenancy=tenancy, **visit)
    text = page(labs.tenant.engineer, "labs:tenancy", tenancy.public_id)
    wanted = ("約R8-00001", "夜間 太郎", "治具を使う", "132,000円", "資金が心配")
    assert [one in text for one in wanted] == [True, True, True, True, False]


@pytest.mark.parametrize("name", ["labs:tenancy", "labs:contract_paper"])
def test_another_companys_tenancy_and_contract_are_nothing(labs, rival, name):
    tenancy = labs.living()
    known = tenancy.public_id if name == "labs:tenancy" else tenancy.contracts.get().public_id
    assert build.browser(rival.engineer).get(reverse(name, args=[known])).status_code == 404


def test_the_contract_is_a_pdf_for_its_tenant(labs):
    paper = labs.living().contracts.get()
    answer = build.browser(labs.tenant.engineer).get(reverse("labs:contract_paper", args=[paper.public_id]))
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")


def test_the_whole_way_by_the_pages(labs):
    """Contract, deposit, moving in, a visit, notice, the check, given back."""
    manager, accountant = labs.manager, labs.institute.accountant
    one = labs.offered().public_id
    post(manager, "labs-desk:contract", one, signed_on="2026-11-20")
    post(accountant, "labs-desk:ask_deposit", one)
    deposit = Tenancy.objects.get().deposit
    assert deposit
    labs.pay(deposit)
    post(manager, "labs-desk:move_in", one)
    post(manager, "labs-desk:record_visit", one, on_date="2026-11-20", topic="相談")
    post(labs.tenant.engineer, "labs:name_pass", one, holder="夜間 太郎", telephone="")
    card = Pass.objects.get()
    post(manager, "labs-desk:give_pass", card.public_id, card="C-01")
    post(manager, "labs-desk:give_notice", one, leaving_on="2026-11-20", reason="合意")
    post(manager, "labs-desk:end_pass", card.public_id)
    items = LeavingItem.objects.count()
    found = {f"state_{n}": "good" for n in range(1, items + 1)}
    post(manager, "labs-desk:check_leaving", one, **found)
    answer = post(manager, "labs-desk:leave", one)
    assert (answer.status_code, Tenancy.objects.get().state, Visit.objects.count()) == (302, TenancyState.LEFT, 1)


def test_a_leaving_check_is_saved_half_done(labs):
    tenancy = labs.leaving(labs.living(), TODAY, AT)
    given = {"state_1": "charged", "note_1": "穴", "cost_1": "5500", "state_2": "open"}
    post(labs.manager, "labs-desk:check_leaving", tenancy.public_id, **given)
    states = list(tenancy.leaving_items.values_list("state", "cost_yen"))
    assert states == [(ItemState.CHARGED, 5_500), (ItemState.OPEN, 0)]


def test_a_relief_is_granted_on_its_page_by_another(labs, relief_rule):
    tenancy = labs.living()
    post(
        labs.manager, "labs-desk:ask_relief", tenancy.public_id, rule="LR-HALF", first="2026-12-01", last="2026-12-31",
        reason="罹災",
    )  # fmt: skip
    asked = RentRelief.objects.get()
    text = page(labs.head, "labs-desk:relief", asked.public_id)
    post(labs.head, "labs-desk:grant_relief", asked.public_id, reason="証明書を確認")
    asked.refresh_from_db()
    assert ("罹災証明書" in text, asked.state, asked.decision) == (True, AskState.GRANTED, "証明書を確認")


def test_the_desk_is_told_of_rooms_that_are_empty_for_long(labs):
    labs.living()
    text = page(labs.institute.planner, "labs-desk:rooms")
    assert ("長く空いている室があります" in text, "234日" in text) == (True, True)


def test_the_years_table_and_its_files(labs):
    tenancy = labs.living(theme="見せてよいテーマ")
    actions.show_name(by=labs.tenant.engineer, at=AT, tenancy=tenancy, show=True)
    text = page(labs.institute.planner, "labs-desk:year")
    address = reverse("labs-desk:year")
    file = build.browser(labs.institute.planner).get(address, {"file": "list"})
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(file.content)).active.iter_rows()]
    assert "（空室）" in text
    assert rows[-2:] == [
        ["本部", "301", labs.tenant.organisation.name, "見せてよいテーマ"],
        ["本部", "302", None, None],
    ]


def test_a_rooms_page_tells_who_had_it(labs):
    tenancy = labs.living()
    lab = Lab.objects.get(pk=tenancy.lab_id)
    text = page(labs.institute.researcher, "labs-desk:room", lab.branch.code, lab.room)
    assert (labs.tenant.organisation.name in text, "この年度の利用" in text) == (True, True)


def test_lists_answer_with_what_they_hold(labs, relief_rule):
    tenancy, later = labs.living(), on(dt.date(2029, 6, 1))
    actions.record_visit(by=labs.manager, at=AT, tenancy=tenancy, on_date=TODAY, topic="とても長い相談")
    actions.name_pass(by=labs.tenant.engineer, at=AT, tenancy=tenancy, holder="夜間 太郎")
    actions.ask_extension(by=labs.tenant.engineer, at=later, tenancy=tenancy, reason="量産前の評価")
    shown = {
        "tenancies": "小型ポンプの開発", "passes": "夜間 太郎", "visits": "とても長い相談",
        "extensions": "量産前の評価",
    }  # fmt: skip
    assert [words in page(labs.manager, f"labs-desk:{name}") for name, words in shown.items()] == [True] * 4


def test_a_researcher_reads_no_names_of_passes(labs):
    tenancy = labs.living()
    actions.name_pass(by=labs.tenant.engineer, at=AT, tenancy=tenancy, holder="夜間 太郎")
    readers = (labs.institute.researcher, labs.manager)
    shown = ["夜間 太郎" in page(who, "labs-desk:tenancy", tenancy.public_id) for who in readers]
    assert shown == [False, True]
    answer = build.browser(labs.institute.researcher).get(reverse("labs-desk:passes"))
    assert answer.status_code == 403
