"""Commissioned support: parts of several groups and branches under one quote, one completion report, counted once."""

import pypdfium2
import pytest

from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.testing import actions
from kosetsu.services.testing.documents.completion import completion_pdf
from kosetsu.services.testing.models import Order
from kosetsu.services.testing.tests.conftest import offering
from kosetsu.services.testing.tests.test_pages import EMPTY_ROW, order_form, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def entered(life, institute):
    """Typed in at the counter: a test of the surface group, eight hours of the other branch's design."""
    offering(institute, "S-DES-001", "設計支援", institute.emc)
    form = order_form(
        {"offering": "T-COR-001", "quantity": 2, "kind": "test"},
        {"offering": "S-DES-001", "quantity": 8, "kind": "hours", "label": "回路設計", "group": institute.emc.code},
        EMPTY_ROW | {"kind": "test"},
        kind="support", purpose="試作品の耐食性と回路", workplace=life.client.workplace.pk, channel="visit",
        samples=[{"name": "試作品", "pieces": 1}],
    )  # fmt: skip
    answer = signed_in(life.staff.counter).post("/desk/testing/new/?company=城東精密", form)
    assert answer.status_code == 302, answer.content.decode()
    return Order.objects.get()


@pytest.fixture
def finished(life, institute, entered):
    order = actions.quote_order(by=life.staff.counter, at=life.at, order=entered)
    actions.apply(by=life.staff.counter, at=life.at, order=order, export_note="該当なし", applicant_name="佐藤")
    actions.accept_order(by=life.staff.head, at=life.at, order=order)
    life.verified(order)
    actions.deliver_part(by=institute.colleague, at=life.at, item=order.items.get(kind="hours"), on_date=life.at.date())
    return actions.complete_order(by=life.staff.counter, at=life.at, order=life.reported(order))


def test_counter_puts_parts_of_two_branches_into_one_job(entered, institute):
    parts = entered.items.values_list("kind", "label", "quantity", "group__branch__code")
    assert (entered.case.number, entered.is_composite) == ("託R8-00001", True)
    assert list(parts) == [("test", "", 2, "B01"), ("hours", "回路設計", 8, "B02")]
    assert entered.expected.get().name == "試作品"


def test_whole_job_is_one_quote_and_each_delivery_one_entry(finished):
    assert finished.quote.total_yen == 29_600
    entries = Entry.objects.filter(case=finished.case).order_by("pk")
    assert list(entries.values_list("kind", "topic", "branch__code", "amount_yen")) == [
        ("part", "test", "B01", 6_100),
        ("part", "hours", "B02", 23_500),
        ("completed", "support", "B01", 0),
    ]
    assert sum(Charge.objects.values_list("yen", flat=True)) == finished.quote.total_yen


def test_completion_report_names_every_part_its_group_and_its_day(life, finished):
    answer = signed_in(life.client.engineer).get(f"/testing/{finished.public_id}/completion/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with pypdfium2.PdfDocument(answer.content) as document:
        [page] = ["".join(one.get_textpage().get_text_bounded().split()) for one in document]
        [size] = [one.get_size() for one in document]
    wanted = (
        "完了報告書",
        "託R8-00001",
        "城東精密株式会社",
        "塩水噴霧試験",
        "回路設計",
        "技術者の作業",
        "令和8年11月20日",
    )
    assert [word for word in wanted if word not in page] == []
    assert tuple(round(side) for side in size) == (595, 842)
    assert completion_pdf(finished) == answer.content


def test_only_a_finished_job_has_a_completion_report_and_only_for_its_own(life, rival, entered, in_order):
    ordinary = in_order("completed")
    asked = [
        signed_in(person).get(f"/testing/{order.public_id}/completion/").status_code
        for person, order in (
            (life.client.engineer, entered),
            (life.client.engineer, ordinary),
            (rival.engineer, ordinary),
        )
    ]
    assert asked == [403, 403, 404]
