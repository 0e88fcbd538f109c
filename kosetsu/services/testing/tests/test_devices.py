"""No result stands when a device used, main or part, lacked valid calibration while it was measured with."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.devices.models import Calibration, Device, Part
from kosetsu.services.testing import actions
from kosetsu.services.testing.models import TestRecord, UsedDevice
from kosetsu.services.testing.sources import DEVICE_USES, rows
from kosetsu.services.testing.tests.conftest import Life

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)


@pytest.fixture
def balance(institute: Any) -> Device:
    return device(institute, "D-001", "電子天びん")


def device(institute: Any, code: str, name: str) -> Device:
    return Device.objects.create(
        code=code, kind="instrument", name_ja=name, branch=institute.head_office, group=institute.surface, source="試験"
    )


def checked(
    which: Device, done_on: dt.date, valid_until: dt.date | None, at: dt.datetime, result: str = "passed"
) -> None:
    Calibration.objects.create(
        device=which, done_on=done_on, valid_until=valid_until, as_found="good", result=result, recorded_at=at
    )


@pytest.fixture
def record(life: Life, balance: Device) -> TestRecord:
    """Measured today from 8 to 9 o'clock with the balance."""
    made = life.drafted(life.accepted())
    actions.use_device(by=life.staff.measurer, at=life.at, record=made, device=balance)
    return made


def refused(life: Life, record: TestRecord) -> str:
    with pytest.raises(Refused) as found:
        actions.submit(by=life.staff.measurer, at=life.at, record=record)
    return str(found.value)


def test_device_calibrated_on_the_day_lets_the_record_pass_and_keeps_its_time(
    life: Life, record: TestRecord, balance: Device
) -> None:
    checked(balance, TODAY - 30 * DAY, TODAY, life.at)
    record = actions.submit(by=life.staff.measurer, at=life.at, record=record)
    used = record.devices.get()
    assert (used.used_from, used.used_until) == (record.measured_from, record.measured_until)


@pytest.mark.parametrize(
    ("done_on", "valid_until", "result", "reason"),
    [
        (None, None, "", "校正の記録がありません"),
        (TODAY - 400 * DAY, TODAY - DAY, "passed", "2026/11/19）を過ぎています"),
        (TODAY + DAY, TODAY + 300 * DAY, "passed", "校正の記録がありません"),
        (TODAY - DAY, None, "failed", "不合格"),
    ],
)
def test_device_without_valid_calibration_refuses_the_submission(
    life: Life, record: TestRecord, balance: Device, done_on: Any, valid_until: Any, result: str, reason: str
) -> None:
    if done_on:
        checked(balance, done_on, valid_until, life.at, result)
    told = refused(life, record)
    assert ("D-001 電子天びん" in told, reason in told) == (True, True)
    assert TestRecord.objects.get().state == "draft"


def test_lapsed_part_of_a_good_device_refuses(life: Life, record: TestRecord, balance: Device, institute: Any) -> None:
    checked(balance, TODAY - 30 * DAY, TODAY, life.at)
    weight = device(institute, "D-002", "内蔵分銅")
    Part.objects.create(device=balance, name="内蔵分銅", apparatus=weight)
    assert "校正の記録がありません" in refused(life, record)


def test_second_device_of_the_record_counts_as_well(
    life: Life, record: TestRecord, balance: Device, institute: Any
) -> None:
    checked(balance, TODAY - 30 * DAY, TODAY, life.at)
    meter = device(institute, "D-003", "温度計")
    actions.use_device(by=life.staff.measurer, at=life.at, record=record, device=meter, role="part")
    assert "D-003 温度計" in refused(life, record)
    actions.drop_device(by=life.staff.measurer, at=life.at, record=record, device=meter)
    assert actions.submit(by=life.staff.measurer, at=life.at, record=record).state == "submitted"


def test_check_that_fails_during_a_long_test_refuses_though_both_ends_are_good(
    life: Life, record: TestRecord, balance: Device
) -> None:
    actions.use_device(
        by=life.staff.measurer,
        at=life.at,
        record=record,
        device=balance,
        used_from=life.at - 10 * DAY,
        used_until=life.at,
    )
    checked(balance, TODAY - 30 * DAY, TODAY + DAY, life.at)
    checked(balance, TODAY - 5 * DAY, None, life.at, "failed")
    checked(balance, TODAY - 2 * DAY, TODAY + 300 * DAY, life.at, "adjusted")
    assert "2026-11-15の測定" in refused(life, record)


def test_failed_check_entered_after_the_submission_stops_the_verification(
    life: Life, record: TestRecord, balance: Device
) -> None:
    checked(balance, TODAY - 30 * DAY, TODAY, life.at)
    record = actions.submit(by=life.staff.measurer, at=life.at, record=record)
    checked(balance, TODAY, None, life.at, "failed")
    with pytest.raises(Refused, match="有効な校正がありません"):
        actions.verify(by=life.staff.checker, at=life.at, record=record)


def test_database_keeps_the_devices_of_a_submitted_record(life: Life, record: TestRecord, balance: Device) -> None:
    checked(balance, TODAY - 30 * DAY, TODAY, life.at)
    actions.submit(by=life.staff.measurer, at=life.at, record=record)
    with pytest.raises(IntegrityError), transaction.atomic():
        UsedDevice.objects.all().delete()


def test_results_of_a_device_since_the_last_good_check_are_listed_to_staff_alone(
    life: Life, record: TestRecord, balance: Device, rival: Any
) -> None:
    checked(balance, TODAY - 30 * DAY, TODAY + DAY, life.at)
    assert list(rows(life.staff.head, balance, None, TODAY)) == []  # a draft is no result yet
    actions.submit(by=life.staff.measurer, at=life.at, record=record)
    [used] = rows(life.staff.head, balance, TODAY - 30 * DAY, TODAY)
    [uses] = DEVICE_USES
    assert (uses.number(used), uses.used_on(used)) == ("試R8-00001-1-1", TODAY)
    others = ((TODAY + DAY, TODAY + DAY), (None, TODAY - DAY))
    assert [len(rows(life.staff.head, balance, *span)) for span in others] == [0, 0]
    assert list(rows(rival.engineer, balance, None, TODAY)) == []
