"""The pages: an instrument for everyone, the card and its public word, the bench for a thumb, the month's numbers."""

import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.bookings.tests.conftest import engineer_of, hours
from kosetsu.foundation.gatherings.tests.conftest import published
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import Consumable, Fault, Licence, LowUseStep, Use, UtilisationRule
from kosetsu.services.instruments.tests.conftest import card, cleared
from tests.build import browser, once

Book = Callable[..., Booking]
PAGE = "/instruments/I-EMC/?day=2026-11-24"
BENCH = "/desk/instruments/bench/I-EMC/"


@pytest.fixture
def noon(settings: Any) -> dt.datetime:
    """Noon of the 24th, in the middle of the running use."""
    settings.KOSETSU_FIXED_NOW = hours(0, 12).ends
    return hours(0, 12).ends


def test_instrument_page_says_what_how_much_when_and_with_which_course(client: Client, chamber: Any) -> None:
    page = client.get(PAGE).content.decode()
    found = [word for word in ("30MHz～18GHz", "CISPR 32", "2,870", "電波暗室利用資格講習", "2026/12/9",
                               "?start=2026-11-24T09:00") if word in page]  # fmt: skip
    assert len(found) == 6
    assert "2026/11/2 " not in page


def test_instrument_page_leads_to_the_course_planned_at_the_desk(
    client: Client, institute: Any, course: Any, chamber: Any
) -> None:
    date = published(institute, offering=course, title="電波暗室の資格講習（多摩）")
    page, address = html.fromstring(client.get(PAGE).content), reverse("gatherings:gathering", args=[date.public_id])
    assert [link.text for link in page.xpath(f"//a[@href='{address}']")] == [date.title]


def test_instrument_page_names_nobody(client: Client, book: Book, engineer: Any) -> None:
    book(purpose="極秘の試作品")
    page = client.get(PAGE).content.decode()
    assert [word for word in ("極秘", "城東", engineer.name) if word in page] == []


def test_from_the_instrument_to_the_booking_are_two_presses(engineer: Any, chamber: Any) -> None:
    client = browser(engineer)
    assert "?start=2026-11-24T10:00" in client.get(PAGE).content.decode()
    form = client.get("/bookings/resources/I-EMC/book/?start=2026-11-24T10:00").context["form"]
    assert form.only == [engineer.memberships.get().workplace]
    sent = once(starts_at="2026-11-24T10:00", ends_at="2026-11-24T11:00")
    assert client.post("/bookings/resources/I-EMC/book/", sent).status_code == 302
    assert Booking.objects.get().span == hours(10, 11)


def test_refusal_stands_on_the_booking_page(company: Any, chamber: Any, at: Any) -> None:
    times = {"starts_at": "2026-11-24T10:00", "ends_at": "2026-11-24T11:00"}
    answer = browser(cleared(company.engineer, at)).post("/bookings/resources/I-EMC/book/", once(**times))
    assert answer.status_code == 422
    assert "次の日程：2026/12/09" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, "有効"),
        ({"until": dt.date(2026, 11, 19)}, "期限切れ"),
        ({"state": "suspended", "reason": "事故の調査"}, "停止中"),
    ],
)
def test_public_page_of_a_card_says_one_word_and_nothing_else(
    client: Client, company: Any, offering: Any, chamber: Any, fields: Any, word: str
) -> None:
    licence = card(company.engineer, offering, **fields)
    answer = client.get(f"/instruments/licences/{licence.public_id}/")
    said = re.sub(r"<[^>]*>", " ", answer.content.decode().partition("<body")[2].partition(">")[2]).split()
    assert said == ["認定証の有効性", word]
    secrets = [licence.number, company.engineer.name, "電波暗室", "事故の調査", "2029"]
    assert [one for one in secrets if one in answer.content.decode()] == []


def test_course_without_a_card_has_no_public_page(client: Client, company: Any, offering: Any, chamber: Any) -> None:
    licence = card(company.engineer, offering, state="passed", number="")
    assert client.get(f"/instruments/licences/{licence.public_id}/").status_code == 404


def test_card_is_a_pdf_for_its_owner_only_and_always_the_same(
    company: Any, rival: Any, institute: Any, offering: Any, chamber: Any, at: Any
) -> None:
    licence = card(company.engineer, offering, issued_at=at)
    address = f"/instruments/licences/{licence.public_id}/pdf/"
    mine, staff = (browser(one).get(address) for one in (company.engineer, institute.planner))
    assert (mine.status_code, mine.content[:5], mine.content == staff.content) == (200, b"%PDF-", True)
    colleague = engineer_of(company, "同僚")
    assert [browser(one).get(address).status_code for one in (rival.engineer, colleague)] == [404, 404]


def test_bench_starts_logs_and_stops(book: Book, engineer: Any, institute: Any, offering: Any, settings: Any) -> None:
    tape = Consumable.objects.create(offering=offering, code="CU", name_ja="銅箔テープ", unit="m", yen=400, source="x")
    booking = book()
    uses = f"/desk/instruments/uses/{booking.public_id}"
    for hour, verb, fields in (
        (10, "start_use", {}),
        (11, "log_guidance", {"minutes": "30"}),
        (11, "log_consumable", {"consumable": tape.pk, "quantity": "2"}),
        (13, "extend_use", {"minutes": "60"}),
        (14.5, "stop_use", {}),
    ):
        settings.KOSETSU_FIXED_NOW = hours(0, hour).ends
        answer = browser(institute.researcher).post(f"{uses}/{verb}/", once(**fields))
        assert (verb, answer.status_code, answer["Location"]) == (verb, 302, BENCH)
    use = Use.objects.get()
    assert (use.used_minutes, use.units, use.guidance_minutes) == (270, 5, 30)
    assert sorted(Charge.objects.values_list("yen", flat=True)) == [800, 2_000, 2_870 + 920 * 5]


def test_bench_shows_who_is_there_and_who_is_next(
    running: Booking, book: Book, institute: Any, noon: Any, company: Any
) -> None:
    book(hours(15, 16))
    page = browser(institute.researcher).get(BENCH).content.decode()
    shown = [
        word for word in ("利用中", company.engineer.name, "2026/11/24 15:00", "操作できる人（1人）") if word in page
    ]
    assert len(shown) == 4
    assert "利用を始める" not in page


def test_refused_start_stands_on_the_bench(book: Book, engineer: Any, institute: Any, settings: Any) -> None:
    booking = book()
    actions.suspend(by=institute.colleague, at=hours(0, 9).ends, licence=Licence.objects.get(), reason="事故の調査")
    settings.KOSETSU_FIXED_NOW = hours(0, 10).ends
    uses = f"/desk/instruments/uses/{booking.public_id}/start_use/"
    answer = browser(institute.researcher).post(uses, once())
    assert answer.status_code == 422
    assert "停止されています" in answer.content.decode()


def test_bench_says_why_a_second_press_is_refused(institute: Any, chamber: Any, running: Any, noon: Any) -> None:
    address = f"/desk/instruments/uses/{running.public_id}/start_use/"
    answer = browser(institute.researcher).post(address, once())
    assert answer.status_code == 422
    assert "「利用中」の予約では、この操作はできません" in answer.content.decode()


def test_fault_is_reported_and_mended(institute: Any, chamber: Any) -> None:
    client = browser(institute.researcher)
    client.post(f"{BENCH}fault/", once(text="扉が閉まらない", unusable="on"))
    fault = Fault.objects.get()
    assert "扉が閉まらない" in client.get(BENCH).content.decode()
    client.post(f"/desk/instruments/faults/{fault.public_id}/", once(mending="調整した"))
    assert "扉が閉まらない" not in client.get(BENCH).content.decode()


def test_code_on_the_instrument_is_a_picture(institute: Any, chamber: Any) -> None:
    answer = browser(institute.researcher).get(f"{BENCH}qr.svg")
    assert (answer["Content-Type"], b"<svg" in answer.content) == ("image/svg+xml", True)


def test_desk_leads_a_licence_from_the_course_to_the_card(institute: Any, company: Any, chamber: Any) -> None:
    client = browser(institute.colleague)
    fields = {"offering": "I-EMC", "email": company.engineer.email, "attended_on": "2026-11-20"}
    address = client.post("/desk/instruments/licences/new/", once(**fields))["Location"]
    for verb in ("pass_course", "issue_card"):
        assert client.post(f"{address}{verb}/", once()).status_code == 302
    licence = Licence.objects.get()
    assert (licence.number, licence.valid_until) == ("認R8-00001", dt.date(2029, 11, 19))
    assert Charge.objects.get().yen == 16_500
    assert "認R8-00001" in browser(company.engineer).get("/instruments/licences/").content.decode()


def test_month_has_its_numbers_each_by_itself(
    book: Book, engineer: Any, institute: Any, chamber: Any, at: Any, company: Any
) -> None:
    UtilisationRule.objects.create(low_rate="1/10", source="x")
    used, missed = book(hours(10, 14)), book(hours(9, 11, 25))
    bookings.close_resource(by=institute.researcher, at=at, resource=chamber, span=hours(9, 17, 26), reason="校正")
    actions.start_use(by=institute.researcher, at=hours(0, 10).ends, booking=used)
    actions.stop_use(by=institute.researcher, at=hours(0, 13.5).ends, booking=used)
    bookings.mark_no_show(by=institute.researcher, at=hours(0, 10, 25).ends, booking=missed)
    wish = bookings.Wish(resources=(chamber,), span=hours(9, 12, 27), upkeep=True)
    bookings.start(
        by=institute.researcher,
        at=hours(0, 9, 27).ends,
        booking=bookings.request(by=institute.researcher, at=at, wish=wish),
    )
    client = browser(institute.planner)
    page = client.get("/desk/instruments/utilisation/?day=2026-11-24")
    [row] = page.context["rows"]
    assert row.hours == ["152:00", "6:00", "3:30", "11:00", "2:00"]
    assert (row.low, row.percent) == (True, "2.5%")
    sheet = load_workbook(
        BytesIO(client.get("/desk/instruments/utilisation/?day=2026-11-24&form=excel").content)
    ).active
    assert [cell.value for cell in sheet[2]][3:9] == [9_120, 360, 210, 660, 120, "2.5%"]


def test_step_about_a_little_used_instrument_is_kept(institute: Any, chamber: Any) -> None:
    address = "/desk/instruments/utilisation/I-EMC/?day=2026-11-24"
    assert browser(institute.planner).post(address, once(step="移設")).status_code == 403
    assert browser(institute.researcher).post(address, once(step="講習会を増やす")).status_code == 302
    assert LowUseStep.objects.get().month == dt.date(2026, 11, 1)


def test_month_costs_as_many_queries_however_many_instruments(institute: Any, chamber: Any, book: Book, engineer: Any,
                                                              offering: Any) -> None:  # fmt: skip
    from kosetsu.foundation.bookings.tests.conftest import resource

    client = browser(institute.planner)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/instruments/utilisation/?day=2026-11-24")
        return len(asked)

    cost()
    few = cost()
    book()
    for number in range(3):
        resource(f"I-{number}", institute.tama, offering=offering)
    assert cost() == few
