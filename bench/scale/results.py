"""Results of one device between a good and a failed check, among those of another; and reports that nobody printed."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bench.clock import LAST_MOMENT
from bench.scale import loading
from bench.scale.days import moment, working_days
from bench.scale.dice import public_id, sentence
from bench.scale.sizes import SEED, YEARS
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices.models import Calibration, Device
from kosetsu.foundation.parties.models import Group, Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing.models import Order, OrderItem, Report, TestRecord, UsedDevice
from kosetsu.services.testing.models.reports import verification_number
from kosetsu.services.testing.papers.content import dump
from kosetsu.services.testing.tests.samples import content

SOURCE = "bench"
PARTS = 4
"""Parts of an order, each measured once."""
OTHERS = 4
"""One result in so many was measured with another device."""
GOOD, FAILED = dt.date(2021, 4, 1), dt.date(2026, 3, 30)


@dataclass(frozen=True, slots=True)
class Doubted:
    """What stands in the database now."""

    check: Calibration
    """The device was found out of tolerance."""
    keeper: Person
    results: int


def fill(results: int) -> Doubted:
    """So many results in doubt, and more besides; nothing is written twice."""
    keeper = next(one for one in Person.objects.order_by("pk") if standing(one).is_staff)
    known = Calibration.objects.filter(device__source=SOURCE, as_found="failed").select_related("device").first()
    if known:
        return Doubted(known, keeper, UsedDevice.objects.filter(device=known.device).count())
    device, other = _device("Z-D1"), _device("Z-D2")
    checks = {"device": device, "recorded_at": LAST_MOMENT}
    Calibration.objects.create(
        **checks, done_on=GOOD, valid_until=dt.date(2022, 3, 31), as_found="good", result="passed"
    )
    check = Calibration.objects.create(**checks, done_on=FAILED, as_found="failed", result="failed")
    total = results - (-results // (OTHERS - 1))
    first = _orders(-(-total // PARTS))
    _records(first, total, keeper, [other, *[device] * (OTHERS - 1)])
    loading.finish([Case, Order, OrderItem, TestRecord, UsedDevice])
    return Doubted(check, keeper, UsedDevice.objects.filter(device=device).count())


def reports(count: int, by: Person) -> list[int]:
    """New reports of the filled orders, each its own; their row numbers."""
    orders = Order.objects.filter(case__number__startswith="Z-R").order_by("pk")[:count]
    first, said, branch = loading.next_id(Report), content(), Group.objects.order_by("code")[0].branch
    made = [
        Report(
            order=order, branch=branch, fiscal_year=2025, number=f"Z01-R7-{first + n:06d}", kind="test",
            issued_on=LAST_MOMENT.date(), issued_at=LAST_MOMENT, issued_by=by, seal="omitted",
            verification=verification_number(), content=dump(_own(said, first + n)),
        )
        for n, order in enumerate(orders)
    ]  # fmt: skip
    return [one.pk for one in Report.objects.bulk_create(made)]


def _own(said: Any, number: int) -> Any:
    """Another number, another sample, other values: nothing is remembered of the paper before."""
    results = tuple(replace(one, value=str(number)) for one in said.results)
    return replace(said, number=f"Z01-R7-{number:06d}", results=results)


def _device(code: str) -> Device:
    branch = Group.objects.order_by("code")[0].branch
    return Device.objects.create(code=code, name_ja=f"計測器 {code}", kind="instrument", branch=branch, source=SOURCE)


def _orders(count: int) -> int:
    """So many cases with their orders; the row number of the first order."""
    dice = random.Random(SEED + 21)
    owners = list(Organisation.objects.clients().order_by("pk").values_list("pk", flat=True)[:5_000])
    case, order = loading.next_id(Case), loading.next_id(Order)
    loading.load(
        Case,
        ("id", "public_id", "number", "service", "kind", "title", "state", "organisation_id", "opened_at"),
        (
            (case + n, public_id(dice), f"Z-R{n:06d}", "testing", "test", sentence(dice)[:80], "tested",
             dice.choice(owners), moment(GOOD, dice))
            for n in range(count)
        ),
    )  # fmt: skip
    loading.load(
        Order,
        ("id", "public_id", "case_id", "purpose"),
        ((order + n, public_id(dice), case + n, sentence(dice)) for n in range(count)),
    )
    return order


def _records(order: int, total: int, keeper: Person, devices: list[Device]) -> None:
    """A part, its record and the device it was measured with; submitted at the end, as the database demands."""
    dice = random.Random(SEED + 22)
    offering = Offering.objects.filter(kind="test").order_by("code")[0]
    item, record, use = loading.next_id(OrderItem), loading.next_id(TestRecord), loading.next_id(UsedDevice)
    loading.load(
        OrderItem,
        ("id", "public_id", "order_id", "position", "offering_id", "quantity"),
        ((item + n, public_id(dice), order + n // PARTS, n % PARTS + 1, offering.pk, 1) for n in range(total)),
    )
    loading.load(
        TestRecord,
        ("id", "public_id", "item_id", "method", "measured_from", "measured_until", "opened_at", "opened_by_id",
         "submitted_at", "submitted_by_id"),
        (
            (record + n, public_id(dice), item + n, "JIS Z 2371:2015", at, at, at, keeper.pk, at, keeper.pk)
            for n, at in enumerate(_moments(total))
        ),
    )  # fmt: skip
    loading.load(
        UsedDevice,
        ("id", "record_id", "device_id", "used_from", "used_until"),
        ((use + n, record + n, devices[n % len(devices)].pk, at, at) for n, at in enumerate(_moments(total))),
    )
    TestRecord.objects.filter(pk__gte=record).update(state="submitted")


def _moments(total: int) -> Iterator[str]:
    """Spread over the working days between the checks, in their order."""
    dice = random.Random(SEED + 23)
    days = [day for year in YEARS for day in working_days(year) if GOOD < day < FAILED]
    return (moment(days[n * len(days) // total], dice) for n in range(total))
