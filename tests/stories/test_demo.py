"""The demo is lived in: orders, uses, bookings, devices, money and a registration, all made by the actions."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import override_settings

from kosetsu.across.matching.models import Bidding
from kosetsu.common.clock import day_of
from kosetsu.common.tables import BadRow, load_folder
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.models import Charge, Invoice, Payment, TransferFile
from kosetsu.foundation.bookings.models import Booking, Waiting
from kosetsu.foundation.devices.models import Calibration, Maintenance, Outage
from kosetsu.foundation.devices.sources import device_uses, doubted
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.reviews.models import Panel
from kosetsu.foundation.search.models import Change
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.instruments.models import CancellationFee, Fault, Use
from kosetsu.services.screening.models import ReturnPaper
from kosetsu.services.testing.models import NameUse, Order, Report, TestRecord
from kosetsu.services.testing.states import OrderState
from kosetsu.services.testing.tables import DemoOrderRow, check_steps
from tests.fixtures import AT
from tests.stories.conftest import TOKYO

pytestmark = pytest.mark.django_db


def load(at: dt.datetime) -> None:
    with override_settings(KOSETSU_FIXED_NOW=at):
        load_folder(TOKYO, demo=True)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """Tokyo's folder with its demo rows, loaded on the fixed day, until the module's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(AT)
        yield TOKYO
        transaction.set_rollback(True)


def test_orders_stand_in_every_state_and_one_came_from_a_proposal(demo: Path) -> None:
    states = set(Order.objects.values_list("case__state", flat=True))
    assert states == set(OrderState)
    [handed] = Order.objects.exclude(case__led_from=None)
    assert (handed.case.state, handed.case.led_from.service) == ("quoted", "consultations")


def test_company_still_has_a_proposal_to_order(demo: Path) -> None:
    open_ones = Consultation.objects.filter(case__organisation__code="DEMO001", proposals__offering__kind="test")
    assert open_ones.exclude(case__led_to__service="testing").exists()


def test_one_order_is_reported_completed_paid_and_its_name_lent(demo: Path) -> None:
    report = Report.objects.get(order__purpose__startswith="三価クロメート処理を見直した")
    invoice = Invoice.objects.filter(lines__charge__case=report.order.case).distinct().get()
    assert (report.order.case.state, invoice.total_yen, invoice.settled_yen) == ("completed", 87_600, 87_600)
    assert Counter(NameUse.objects.values_list("state", flat=True)) == {"approved": 1, "applied": 1}
    assert set(TestRecord.objects.values_list("state", flat=True)) == {"draft", "submitted", "verified"}


def test_numbers_of_orders_and_reports_follow_the_order_of_time(demo: Path) -> None:
    asked = Order.objects.filter(case__led_from=None)  # what is handed over is told after all others
    orders = list(asked.order_by("case__number").values_list("case__opened_at", flat=True))
    reports = list(Report.objects.order_by("number").values_list("issued_at", flat=True))
    assert (orders, reports) == (sorted(orders), sorted(reports))


def test_uses_are_metered_and_charged_and_who_did_not_come_pays(demo: Path) -> None:
    uses = Use.objects.all()
    assert [(one.unpriced, one.entry is None, one.units > 0) for one in uses] == [("", False, True)] * 5
    missed = CancellationFee.objects.get()
    assert (missed.booking.state, missed.yen > 0) == ("no_show", True)
    assert set(Booking.objects.values_list("state", flat=True)) == {
        "held", "requested", "confirmed", "finished", "no_show",
    }  # fmt: skip
    assert Waiting.objects.get().state == "waiting"


def test_failed_check_throws_doubt_that_waits_for_a_decision(demo: Path) -> None:
    check = Calibration.objects.get(certificate_number="DEMO-COR-002-2")
    head = Person.objects.get(email="head@demo.example.jp")
    found = [one for uses in device_uses() for one in doubted(head, check, uses)]
    assert (len(found), {one.verdict_now for one in found}) == (2, {None})


def test_devices_have_works_outages_and_faults(demo: Path) -> None:
    assert (Outage.objects.going_on(AT).count(), Outage.objects.filter(starts_at__gt=AT).count()) == (1, 2)
    assert (Fault.objects.open().count(), Fault.objects.exclude(mended_at=None).count()) == (2, 1)
    assert Maintenance.objects.filter(done_on=None).count() == 3
    outage = Outage.objects.get(device__code="D-COR-002")
    assert Booking.objects.across(outage).count() == 1


def test_bank_file_waits_to_be_set_against_invoices(demo: Path) -> None:
    file = TransferFile.objects.get()
    assert (file.rows, file.total_yen, Payment.objects.filter(file=file).count()) == (3, 43_600, 3)


def test_sole_trader_waits_for_somebody_to_look_at_papers(demo: Path) -> None:
    [waiting] = Organisation.objects.filter(kind="sole_trader", source="self", verified_at=None)
    assert (waiting.name, waiting.corporate_number, waiting.workplaces.count()) == ("千住彫金工房", None, 1)


def test_nothing_happens_after_the_loading_moment(demo: Path) -> None:
    assert AuditEvent.objects.filter(at__gt=AT).count() == 0


def counts() -> dict[str, int]:
    """How many rows every table holds, but for the marks by which a load says that the search looks again."""
    own = [model for model in apps.get_models() if model.__module__.startswith("kosetsu.") and model is not Change]
    return {model._meta.label: model._default_manager.count() for model in own}


def test_second_load_on_a_later_day_adds_nothing_anywhere(demo: Path) -> None:
    before = counts()
    load(AT + dt.timedelta(days=30))
    assert counts() == before


@pytest.mark.parametrize("day", [dt.date(2027, 1, 2), dt.date(2027, 4, 1)])
def test_demo_loads_on_any_day_of_the_year(day: dt.date) -> None:
    at = dt.datetime.combine(day, dt.time(21, 30), dt.UTC)
    load(at)
    assert set(Order.objects.values_list("case__state", flat=True)) == set(OrderState)
    assert max(day_of(moment) for moment in Order.objects.values_list("case__opened_at", flat=True)) <= day_of(at)


GOOD = {
    "code": "D", "organisation": "DEMO001", "purpose": "さび", "offering": "T-COR-001", "quantity": "1",
    "source": "demo",
}  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        ("ask:4;quote:3", []),
        ("ask:3;quote:4", ["steps"]),
        ("ask:4;solve:3", ["steps"]),
        ("quote:3", ["steps"]),
    ],
)
def test_order_whose_steps_cannot_be_played_is_named(steps: str, wrong: list[str]) -> None:
    rows = [(2, DemoOrderRow.model_validate({**GOOD, "steps": steps}))]
    assert [error.field for error in check_steps(rows) if isinstance(error, BadRow)] == wrong


def test_screening_fee_of_each_review_that_went_back_stands_on_an_invoice(demo: Path) -> None:
    [fee] = Charge.objects.filter(case__service="screening")
    reviewed = ReturnPaper.objects.get(programme__charge=fee).reviews
    assert (fee.yen, fee.invoice_line.invoice.total_yen) == (2_000 * reviewed, 2_000 * reviewed)


def test_reviewers_of_the_sample_panel_are_being_asked_what_they_want_to_review(demo: Path) -> None:
    [panel] = Panel.objects.filter(bidding__in=Bidding.objects.open_on(day_of(AT)))
    assert (panel.state, panel.items.waiting().exists()) == ("preparing", True)
