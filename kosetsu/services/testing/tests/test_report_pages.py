"""Pages of reports and name use: the client's, the institute's, and the stranger's with a verification number."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kosetsu.foundation.parties.models import Branch
from kosetsu.services.testing.actions import names, reports
from kosetsu.services.testing.models import NameUse, NameUseTerms, Order, Report
from kosetsu.services.testing.papers.content import texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ready(life, client):
    NameUseTerms.objects.create(within_years=5, valid_years=5, notice_months=1, conditions="条件", source="試験")
    Branch.objects.update(address="東京都江東区青海2-4-10")
    client.workplace.address = "東京都大田区1-1"
    client.workplace.save()


@pytest.fixture
def tested(life):
    order = life.accepted()
    life.verified(order)
    return Order.objects.get(pk=order.pk)


@pytest.fixture
def issued(life, tested):
    return reports.issue_report(by=life.staff.head, at=life.at, order=tested)


def browser(person=None):
    made = Client()
    if person:
        made.force_login(person)
    return made


def send(person, name, thing, **typed):
    address = reverse(name, args=[thing.public_id])
    return browser(person).post(address, {"submission_key": str(uuid4()), **typed}, follow=True)


def ask(number, **kwargs):
    return browser(**kwargs).get(reverse("testing:verify_report", args=[number]))


def main_of(response):
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(("post", "led"), [("head", True), ("counter", False)])
def test_an_orders_page_leads_to_issuing_only_who_may_issue(life, tested, post, led):
    door = reverse("testing-desk:issue_report", args=[tested.public_id])
    page = browser(getattr(life.staff, post)).get(reverse("testing-desk:order", args=[tested.public_id]))
    assert (f'href="{door}"' in main_of(page)) is led
    assert browser(getattr(life.staff, post)).get(door).status_code == (200 if led else 403)


def test_a_stranger_is_told_valid_and_nothing_else(life, issued):
    told = ask(issued.verification)
    assert (told.status_code, "有効" in main_of(told)) == (200, True)
    page = told.content.decode()
    secrets = (issued.number, issued.said.client.name, issued.said.laboratory.name, "塩水噴霧", "質量減", "確認 課長")
    assert [word for word in secrets if word in main_of(told)] == []
    assert life.client.organisation.name not in page


def test_a_stranger_is_told_replaced_and_withdrawn(life, issued):
    made = reports.revise_report(
        by=life.staff.head, at=life.at, report=issued, changes="宛名", reason="誤記", seal="omitted", texts={}
    )
    reports.withdraw_report(by=life.staff.head, at=life.at, report=made, reason="不具合")
    assert ["差替済" in main_of(ask(issued.verification)), "取下げ" in main_of(ask(made.verification))] == [True, True]
    assert made.number not in main_of(ask(issued.verification))


def test_a_wrong_number_is_answered_like_no_page(issued):
    wrong, nothing = ask("AAAA-AAAA-AAAA-AAAA"), browser().get("/no/such/page/")
    assert (wrong.status_code, nothing.status_code) == (404, 404)
    assert main_of(wrong) == main_of(nothing)


def test_letters_may_be_small_and_the_form_leads_there(issued):
    assert ask(issued.verification.lower()).status_code == 200
    led = browser().get(reverse("testing:verify"), {"number": f" {issued.verification.lower()} "})
    assert led.url == reverse("testing:verify_report", args=[issued.verification])


def test_whoever_tries_numbers_is_stopped_before_any_is_looked_up(issued):
    assert [ask("AAAA-AAAA-AAAA-AAAA").status_code for _time in range(21)] == [404] * 20 + [429]
    assert ask(issued.verification).status_code == 429


def test_the_client_opens_its_report_and_paper_and_the_rival_finds_nothing(life, issued, rival):
    page = reverse("testing:report", args=[issued.public_id])
    paper = reverse("testing:report_paper", args=[issued.public_id, "ja"])
    mine, theirs = browser(life.client.engineer), browser(rival.engineer)
    assert [mine.get(address).status_code for address in (page, paper)] == [200, 200]
    assert [theirs.get(address).status_code for address in (page, paper)] == [404, 404]
    assert mine.get(paper).content[:5] == b"%PDF-"
    assert mine.get(paper)["Cache-Control"] == "private, no-store"
    assert mine.get(reverse("testing:report_paper", args=[issued.public_id, "en"])).status_code == 404


def test_a_damaged_paper_is_not_handed_out(life, issued):
    paper = reports.print_report(report=issued, at=life.at)
    with paper.file.storage.open(paper.file.name, "wb") as file:
        file.write(b"%PDF-forged")
    told = browser(life.client.engineer).get(reverse("testing:report_paper", args=[issued.public_id, "ja"]))
    assert (told.status_code, "壊れています" in told.content.decode()) == (403, True)


def test_the_client_sees_no_verb_of_the_institute(life, issued):
    page = browser(life.client.engineer).get(issued.get_absolute_url()).content.decode()
    assert [word for word in ("取り下げる", "訂正する", "謄本を渡す") if word in page] == []
    page = browser(life.staff.head).get(issued.get_absolute_url()).content.decode()
    assert [word for word in ("取り下げる", "訂正する", "謄本を渡す") if word not in page] == []


def test_a_report_is_issued_on_its_page(life, tested):
    record = tested.items.get().records.get()
    done = send(life.staff.head, "testing-desk:issue_report", tested, records=record.pk, kind="test", seal="seal",
                opinion="軽微である", basis="表1")  # fmt: skip
    made = Report.objects.get()
    assert (done.redirect_chain[-1][0], made.seal) == (made.get_absolute_url(), "seal")
    assert [(one.text, one.basis, one.by) for one in made.said.opinions] == [("軽微である", "表1", "確認 課長")]


def test_a_missing_item_is_told_on_the_page_and_what_was_typed_stays(life, tested):
    record = tested.items.get().records.get()
    told = send(life.staff.head, "testing-desk:issue_report", tested, records=record.pk, kind="test", seal="seal",
                opinion="軽微である")  # fmt: skip
    assert (told.status_code, Report.objects.count()) == (422, 0)
    assert "意見及び解釈の根拠（ISO/IEC 17025:2017 7.8.7.1）がありません。" in told.content.decode()
    assert "軽微である" in told.content.decode()


def test_a_report_is_revised_on_its_page(life, issued):
    said = issued.said
    typed = {
        "changes": "試料の名称", "reason": "誤記", "seal": "omitted", "client_name": said.client.name,
        "client_address": said.client.address, "deviations": said.deviations, "conditions": said.conditions,
        "remarks": "", "sample_0": "M10ボルト",
    }  # fmt: skip
    send(life.staff.head, "testing-desk:revise_report", issued, **typed)
    assert Report.objects.get(revises=issued).said.samples[0].description == "M10ボルト"


def test_a_report_is_judged_against_another_specification_on_its_page(life, issued):
    typed = {"specification": "図面 A-1", "seal": "omitted", "low_0": "1.5", "high_1": "2"}
    send(life.staff.head, "testing-desk:reissue_report", issued, **typed)
    made = Report.objects.get(same_measurements_as=issued)
    assert [(one.requirement, one.verdict) for one in made.said.results] == [("1.5 ≤ x", "failed"), ("x ≤ 2", "passed")]


def test_an_english_paper_is_made_on_its_page(life, issued):
    typed = {f"text_{place}": f"text {place}" for place, _text in enumerate(texts(issued.said))}
    send(life.staff.head, "testing-desk:print_english", issued, **typed)
    told = browser(life.client.engineer).get(reverse("testing:report_paper", args=[issued.public_id, "en"]))
    assert (told.status_code, told.content[:5]) == (200, b"%PDF-")


def test_copies_and_withdrawal_are_written_down_on_their_pages(life, issued):
    reports.print_report(report=issued, at=life.at)
    send(life.staff.counter, "testing-desk:hand_out_copies", issued, language="ja", count="2", note="窓口")
    send(life.staff.head, "testing-desk:withdraw_report", issued, reason="不具合")
    page = browser(life.staff.head).get(issued.get_absolute_url()).content.decode()
    assert [word for word in ("2部", "窓口", "取り下げられました", "不具合") if word not in page] == []


def test_a_name_use_goes_from_the_application_to_the_certificate(life, issued):
    typed = {"product": "ボルト", "used_in": "カタログ", "wording": "試験済み"}
    send(life.client.engineer, "testing:apply_for_name_use", issued, **typed)
    asked = NameUse.objects.get()
    certificate = reverse("testing:name_use_certificate", args=[asked.public_id])
    assert browser(life.client.engineer).get(certificate).status_code == 404
    send(life.staff.head, "testing-desk:approve_name_use", asked)
    assert browser(life.client.engineer).get(certificate).content[:5] == b"%PDF-"
    assert "更新を申請する" in browser(life.client.engineer).get(asked.get_absolute_url()).content.decode()


def test_a_name_use_is_refused_or_ended_with_a_reason(life, issued):
    said = {"product": "ボルト", "used_in": "カタログ", "wording": "試験済み"}
    first = names.apply_for_name_use(by=life.client.engineer, at=life.at, report=issued, **said)
    send(life.staff.head, "testing-desk:refuse_name_use", first, reason="文言が結果を超える")
    second = names.apply_for_name_use(by=life.client.engineer, at=life.at, report=issued, **said)
    second = names.approve_name_use(by=life.staff.head, at=life.at, name_use=second)
    send(life.staff.head, "testing-desk:end_name_use", second, reason="条件に反する")
    assert sorted(NameUse.objects.values_list("state", "reason")) == [
        ("ended", "条件に反する"), ("refused", "文言が結果を超える"),
    ]  # fmt: skip


def test_lists_show_each_side_its_own(life, issued, rival):
    lists = [reverse(f"testing:{name}") for name in ("reports", "name_uses")]
    people = (life.client.engineer, rival.engineer)
    assert [issued.number in browser(who).get(lists[0]).content.decode() for who in people] == [True, False]
    assert [browser(who).get(lists[1]).status_code for who in people] == [200, 200]
    desk = reverse("testing-desk:reports")
    assert issued.number in browser(life.staff.counter).get(desk, {"valid": "1"}).content.decode()
    assert browser(life.client.engineer).get(desk).status_code == 404
