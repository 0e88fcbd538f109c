"""Pages: the client's order from the form to the application, the desk's verbs, the bench, labels and sheets."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from openpyxl import Workbook, load_workbook

from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.testing import actions
from kosetsu.services.testing.documents.labels import bar_text
from kosetsu.services.testing.models import Order, TestRecord
from kosetsu.services.testing.pages import order_forms
from kosetsu.services.testing.tests.conftest import Life, offering, upload
from tests.build import once

pytestmark = pytest.mark.django_db
EMPTY_ROW = {"offering": "", "quantity": 1, "copies": 0, "english": 0}
"""As a browser sends a row that nobody touched."""


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def order_form(*items: dict[str, Any], samples: Any = (), **fields: Any) -> dict[str, Any]:
    """The order's form as a browser sends it, with its rows."""
    form = {"afterwards": "return", **fields}
    for prefix, rows in (("items", items), ("samples", samples)):
        form |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        form |= {f"{prefix}-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}
    return once(**form)


def do(person: Any, address: str, **fields: Any) -> Any:
    return signed_in(person).post(address, once(**fields))


def test_client_asks_for_a_quote_once_however_often_the_form_is_sent(life: Life) -> None:
    item = {"offering": "T-COR-001", "quantity": 30, "copies": 1}
    form = order_form(item, purpose="赤さび", workplace=life.client.workplace.pk)
    browser = signed_in(life.client.engineer)
    answers = [browser.post("/testing/new/", form) for _ in range(2)]
    order = Order.objects.get()
    assert [one["Location"] for one in answers] == [f"/testing/{order.public_id}/"] * 2
    page = browser.get(f"/testing/{order.public_id}/").content.decode()
    assert ("担当者が見積りを作っています" in page, "塩水噴霧試験" in page) == (True, True)


def test_menu_tells_the_catalogue_of_tests_from_the_companys_own_orders(life: Life) -> None:
    page = html.fromstring(signed_in(life.client.engineer).get("/testing/").content.decode())
    menu = {link.get("href"): link.text_content().strip() for link in page.xpath("//nav//a")}
    assert (menu["/catalogue/tests/"], menu["/testing/"]) == ("依頼試験", "自社の依頼試験")
    assert len(set(menu.values())) == len(menu)


def test_spare_rows_of_the_order_are_not_marked_required(life: Life) -> None:
    page = html.fromstring(signed_in(life.client.engineer).get("/testing/new/").content.decode())
    required = ["必須" in row.text_content() for row in page.xpath("//fieldset[contains(@class, 'card')]")]
    assert required == [True] + [False] * (len(required) - 1)
    assert len(required) == 2 * order_forms.ROWS


def test_client_asks_for_several_tests_in_one_order_and_empty_rows_ask_for_nothing(life: Life, institute: Any) -> None:
    offering(institute, "T-COR-002", "膜厚測定")
    rows = [{"offering": "T-COR-001", "quantity": 30}, {"offering": "T-COR-002", "quantity": 10, "urgent": "on"}]
    form = order_form(*rows, EMPTY_ROW, purpose="赤さび", workplace=life.client.workplace.pk)
    assert signed_in(life.client.engineer).post("/testing/new/", form).status_code == 302
    parts = Order.objects.get().items.values_list("offering__code", "quantity", "urgent")
    assert list(parts) == [("T-COR-001", 30, False), ("T-COR-002", 10, True)]


def test_row_without_a_test_says_so_beside_it_and_nothing_is_saved(life: Life) -> None:
    rows = [{"offering": "T-COR-001", "quantity": 30}, {"offering": "", "quantity": 5}]
    form = order_form(*rows, purpose="赤さび", workplace=life.client.workplace.pk)
    answer = signed_in(life.client.engineer).post("/testing/new/", form)
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert [len(one.errors) for one in answer.context["form"].items] == [0, 1]


def test_page_of_a_test_leads_to_its_order(life: Life) -> None:
    browser = signed_in(life.client.engineer)
    page = browser.get("/catalogue/T-COR-001/").content.decode()
    assert 'href="/testing/new/?offering=T-COR-001"' in page
    first = browser.get("/testing/new/?offering=T-COR-001&rows=6").context["form"].items
    assert (next(one["offering"].value() for one in first), len(first)) == ("T-COR-001", 6)


def test_client_applies_at_the_quoted_price(life: Life) -> None:
    order = life.quoted()
    address = f"/testing/{order.public_id}/"
    page = signed_in(life.client.engineer).get(address).content.decode()
    assert ("87,600円" in page, "この見積りで申し込む" in page) == (True, True)
    refused = do(life.client.engineer, f"{address}do/apply/")
    assert (refused.status_code, "輸出管理の申告がありません" in refused.content.decode()) == (422, True)
    assert do(life.client.engineer, f"{address}do/apply/", export_note="該当なし").status_code == 302
    assert Order.objects.get().case.state == "applied"


def test_rival_gets_the_same_404_everywhere(life: Life, rival: Any) -> None:
    order = life.accepted()
    record, sample = life.drafted(order), order.samples.get()
    browser = signed_in(rival.engineer)
    desk = [f"{order.public_id}/", f"samples/{sample.public_id}/", f"records/{record.public_id}/"]
    addresses = [f"/testing/{order.public_id}/", *(f"/desk/testing/{one}" for one in desk)]
    assert [browser.get(one).status_code for one in addresses] == [404] * 4
    assert do(rival.engineer, f"/testing/{order.public_id}/do/cancel/", reason="x").status_code == 404


def test_unknown_verb_is_not_found(life: Life) -> None:
    order = life.quoted()
    assert do(life.staff.counter, f"/desk/testing/{order.public_id}/do/explode/").status_code == 404


def test_order_goes_its_way_over_the_desks_pages(life: Life) -> None:
    order = life.asked()
    at_desk = f"/desk/testing/{order.public_id}/"
    head, counter = life.staff.head, life.staff.counter
    assert do(counter, f"{at_desk}do/quote/", note="").status_code == 302
    applied = do(counter, f"{at_desk}do/apply/", export_note="該当なし", forms=upload("申込書.pdf"))
    assert applied.status_code == 302
    assert do(counter, f"{at_desk}do/accept/").status_code == 403
    assert do(head, f"{at_desk}do/accept/").status_code == 302
    assert do(counter, f"{at_desk}do/receive/", name="M8ボルト", pieces=3).status_code == 302
    sample, item = order.samples.get(), order.items.get()
    to_bench = f"/desk/testing/samples/{sample.public_id}/do/hand_over/"
    assert do(counter, to_bench, to=life.staff.measurer.pk, seen=1).status_code == 302
    assert do(life.staff.measurer, f"/desk/testing/parts/{item.public_id}/do/open_record/").status_code == 302
    record = f"/desk/testing/records/{TestRecord.objects.get().public_id}/"
    filled = do(
        life.staff.measurer, f"{record}do/write/", method="JIS Z 2371", measured_from="2026-11-20T08:00",
        measured_until="2026-11-20T09:00", condition_temperature="35", **{f"value_{sample.pk}_loss": "1.2 1.3"},
    )  # fmt: skip
    assert filled.status_code == 302
    assert do(life.staff.measurer, f"{record}do/submit/").status_code == 302
    assert do(life.staff.measurer, f"{record}do/verify/", note="").status_code == 403
    assert do(life.staff.checker, f"{record}do/verify/", note="").status_code == 302
    page = signed_in(head).get(record).content.decode()
    assert ("1.25" in page, "確認 花子" in page) == (True, True)
    assert Order.objects.get().case.state == "tested"
    life.reported(order)
    assert do(counter, f"{at_desk}do/complete/").status_code == 302
    assert Entry.objects.filter(kind="completed").count() == 1


def test_board_shows_accepted_work_with_load_and_who_waits_for_samples(life: Life) -> None:
    life.sample(life.accepted())
    order = life.accepted()
    life.asked()
    page = signed_in(life.staff.measurer).get("/desk/testing/board/").content.decode()
    assert ("試R8-00001" in page, "試R8-00002" in page, "試R8-00003" in page) == (True, True, False)
    waiting = signed_in(life.staff.measurer).get("/desk/testing/board/?whose=no_sample").content.decode()
    assert ("試R8-00001" in waiting, order.case.number in waiting) == (False, True)


def test_counter_enters_an_order_for_a_caller(life: Life) -> None:
    address = "/desk/testing/new/?company=城東精密"
    page = signed_in(life.staff.counter).get(address).content.decode()
    assert "本社工場" in page
    form = order_form(
        {"offering": "T-COR-001", "quantity": 1, "kind": "test"}, purpose="電話で依頼", afterwards="dispose",
        workplace=life.client.workplace.pk, kind="test", channel="telephone", applicant_name="佐藤",
    )  # fmt: skip
    made = signed_in(life.staff.counter).post(address, form)
    assert (made.status_code, Order.objects.get().applicant_name) == (302, "佐藤")


def test_labels_are_a_pdf_and_the_bars_leave_the_kanji_out(life: Life) -> None:
    order = life.accepted()
    sample = life.sample(order)
    answer = signed_in(life.staff.counter).get(f"/desk/testing/{order.public_id}/labels/")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert bar_text(sample) == "R8-00001"


def test_clients_file_is_theirs_and_raw_data_is_the_institutes(life: Life, rival: Any) -> None:
    record = life.drafted(life.accepted())
    [raw] = actions.attach_raw_data(by=life.staff.measurer, at=life.at, record=record, files=[upload("生.pdf")])
    [photo] = actions.photograph(
        by=life.staff.counter, at=life.at, sample=record.item.order.samples.get(), files=[upload("写真.pdf")]
    )
    readers = (life.staff.counter, life.client.engineer, rival.engineer)
    asked = [[status(who, f"/testing/files/{one.public_id}/") for who in readers] for one in (raw, photo)]
    assert asked == [[200, 404, 404], [200, 200, 404]]


def status(who: Any, address: str) -> int:
    answer = signed_in(who).get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    book = Workbook()
    for row in (("試料番号", "質量減（mg）"), *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("結果.xlsx", out.getvalue())


def test_sheet_is_looked_at_first_and_written_when_asked(life: Life) -> None:
    record = life.drafted(life.accepted())
    number, address = record.item.order.samples.get().number, f"/desk/testing/records/{record.public_id}/sheet/"
    looked = do(life.staff.measurer, address, sheet=sheet((number, "2.5"), (number, "2.7")))
    assert ("取り込めます" in looked.content.decode(), record.readings.filter(value="2.5").exists()) == (True, False)
    written = do(life.staff.measurer, address, sheet=sheet((number, "2.5"), (number, "2.7")), write="on")
    assert written.status_code == 302
    assert list(record.readings.values_list("quantity", "value")) == [("loss", "2.5"), ("loss", "2.7")]


def test_sheet_with_a_wrong_sample_number_names_its_row_and_writes_nothing(life: Life) -> None:
    record = life.drafted(life.accepted())
    number, address = record.item.order.samples.get().number, f"/desk/testing/records/{record.public_id}/sheet/"
    answer = do(life.staff.measurer, address, sheet=sheet((number, "2.5"), ("料R8-00099", "9" * 50)), write="on")
    page = answer.content.decode()
    assert (answer.status_code, "3行目：試料番号「料R8-00099」は、この依頼の試料ではありません" in page) == (422, True)
    assert record.readings.filter(value="2.5").count() == 0


def test_blank_sheet_holds_the_orders_samples(life: Life) -> None:
    record = life.drafted(life.accepted())
    answer = signed_in(life.staff.measurer).get(f"/desk/testing/records/{record.public_id}/sheet/blank/")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert (rows[0][:2], rows[1][0]) == (("試料番号", "質量減（mg）"), record.item.order.samples.get().number)
