"""Test records: filled from a template, exact results, verified by somebody else, never changed afterwards."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.services.testing import actions
from kosetsu.services.testing.models import Order, OrderItem, Reading, RecordTemplate, TestRecord, Verification
from kosetsu.services.testing.tests.conftest import Life

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(life: Life) -> TestRecord:
    return life.submitted(life.accepted())


def test_record_takes_over_the_template_and_computes_from_its_readings(life: Life) -> None:
    record = life.drafted(life.accepted())
    assert (record.method, record.decision_rule) == ("JIS Z 2371", "単純受入れ")
    assert record.conditions == [{"key": "temperature", "label": "槽内温度", "unit": "℃", "value": "35"}]
    results = record.calculations.order_by("kind").values_list("kind", "value", "formula")
    assert list(results) == [("max", "1.7", "max(1.2, 1.3, 1.7)"), ("mean", "1.40", "mean(1.2, 1.3, 1.7)")]


def test_later_template_changes_no_open_record(life: Life) -> None:
    record = life.drafted(life.accepted())
    RecordTemplate.objects.update(method="JIS Z 9999", quantities=[])
    assert TestRecord.objects.get(pk=record.pk).quantities[0]["key"] == "loss"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({("料R8-99999", "loss"): ["1"]}, "料R8-99999」は、この依頼の試料ではありません"),
        ({("料R8-00001", "mass"): ["1"]}, "mass"),
    ],
)
def test_reading_of_a_wrong_sample_or_quantity_changes_nothing(life: Life, values: Any, reason: str) -> None:
    record = life.drafted(life.accepted())
    with pytest.raises(Refused, match=reason):
        life.fill(record, values)
    assert Reading.objects.count() == 3


def test_sample_of_another_order_is_no_sample_of_this_one(life: Life) -> None:
    theirs = life.sample(life.accepted())
    record = life.drafted(life.accepted())
    with pytest.raises(Refused, match=f"「{theirs.number}」は、この依頼の試料ではありません"):
        life.fill(record, {(theirs.number, "loss"): ["1"]})


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"measured_from": None}, "測定の開始と終了"),
        ({"conditions": {}}, "槽内温度"),
        ({"values": {}}, "測定値"),
    ],
)
def test_record_with_something_missing_is_not_submitted(life: Life, fields: Any, reason: str) -> None:
    record = life.drafted(life.accepted(), **{k: v for k, v in fields.items() if k != "values"})
    if "values" in fields:
        record = life.fill(record, {})
    with pytest.raises(Refused, match=reason):
        actions.submit(by=life.staff.measurer, at=life.at, record=record)


def test_measurement_to_come_or_backwards_is_refused(life: Life) -> None:
    order, hour = life.accepted(), dt.timedelta(hours=1)
    with pytest.raises(Refused, match="これからの日時"):
        life.drafted(order, measured_until=life.at + hour)
    record = TestRecord.objects.get()
    with pytest.raises(Refused, match="開始より前"):
        life.fill(record, {}, measured_until=life.at - 3 * hour)


def test_who_measured_does_not_verify(life: Life, submitted: TestRecord) -> None:
    with pytest.raises(Refused, match="測定した本人"):
        actions.verify(by=life.staff.measurer, at=life.at, record=submitted)


def test_counter_does_not_verify(life: Life, submitted: TestRecord) -> None:
    with pytest.raises(Refused, match="研究部門"):
        actions.verify(by=life.staff.counter, at=life.at, record=submitted)


def test_two_verifiers_are_two_people(life: Life, submitted: TestRecord) -> None:
    OrderItem.objects.update(verifiers=2)
    once = actions.verify(by=life.staff.checker, at=life.at, record=submitted)
    assert once.state == "submitted"
    with pytest.raises(Refused, match="すでに確認しています"):
        actions.verify(by=life.staff.checker, at=life.at, record=submitted)
    assert actions.verify(by=life.staff.head, at=life.at, record=submitted).state == "verified"
    assert Order.objects.get().case.state == "tested"


def test_sent_back_record_loses_its_checks_and_is_written_again(life: Life, submitted: TestRecord) -> None:
    OrderItem.objects.update(verifiers=2)
    actions.verify(by=life.staff.checker, at=life.at, record=submitted)
    record = actions.send_back(by=life.staff.head, at=life.at, record=submitted, reason="温度の記録が違う")
    assert (record.state, Verification.objects.count()) == ("draft", 0)
    life.fill(record, {})
    assert Reading.objects.count() == 0


def test_retest_keeps_the_old_record_and_counts_the_new_one(life: Life) -> None:
    order = life.accepted()
    first = life.verified(order)
    item = actions.retest(by=life.staff.head, at=life.at, item=order.items.get(), reason="お客様の希望")
    assert (item.state, Order.objects.get().case.state) == ("waiting", "testing")
    second = life.verified(order)
    assert [(one.attempt, one.state) for one in TestRecord.objects.order_by("attempt")] == [
        (1, "superseded"), (2, "verified"),
    ]  # fmt: skip
    assert list(TestRecord.objects.valid()) == [second]
    assert first.readings.count() == 3


def test_database_refuses_the_submitter_as_verifier(life: Life, submitted: TestRecord) -> None:
    people = {"verified_by": life.staff.measurer, "verified_at": life.at}
    for named in (life.staff.measurer, life.staff.head):  # the truth, and a lie about who submitted
        with pytest.raises(IntegrityError), transaction.atomic():
            Verification.objects.create(record=submitted, submitted_by=named, **people)


def test_database_refuses_a_verified_state_without_its_verifiers(life: Life, submitted: TestRecord) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TestRecord.objects.filter(pk=submitted.pk).update(state="verified")


def test_database_refuses_values_of_a_submitted_record(life: Life, submitted: TestRecord) -> None:
    for change in (
        lambda: Reading.objects.update(value="9"),
        lambda: Reading.objects.all().delete(),
        lambda: Reading.objects.create(
            record=submitted, sample=submitted.item.order.samples.get(), quantity="loss", position=9, value="9"
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_database_lets_a_verified_record_only_be_superseded(life: Life) -> None:
    record = life.verified(life.accepted())
    with pytest.raises(IntegrityError), transaction.atomic():
        TestRecord.objects.filter(pk=record.pk).update(state="draft")


def test_unpaid_deposit_stops_the_first_measurement(life: Life) -> None:
    order = life.accepted()
    order.quote.__class__.objects.update(deposit_yen=1_000)
    with pytest.raises(Refused, match="前納金"):
        actions.open_record(by=life.staff.measurer, at=life.at, item=order.items.get())
