"""A failed as-found check: what was issued since the device was good is listed, and decided one by one."""

import datetime as dt

import pytest
from django.db import Error, IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.devices import actions
from kosetsu.foundation.devices.models import ImpactDecision
from kosetsu.foundation.devices.sources import doubted
from kosetsu.foundation.devices.tests.conftest import TODAY, checked

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(institute, at, company):
    """A result measured with a device on a day."""

    def make(day, code="D-1"):
        return record_entry(
            by=institute.researcher, at=at, service="testing", kind="report", on_date=day, reference=code,
            workplace=company.workplace, organisation=company.organisation,
        )  # fmt: skip

    return make


def test_what_was_measured_since_the_last_good_check_is_in_doubt(failed, uses, institute, result):
    before, first, last = (result(dt.date(2026, month, day)) for month, day in ((4, 9), (4, 10), (11, 20)))
    result(dt.date(2026, 6, 1), code="D-2")
    result(dt.date(2026, 11, 21))
    found = doubted(institute.researcher, failed, uses)
    assert [(row.pk, row.verdict_now) for row in found] == [(first.pk, None), (last.pk, None)]
    assert before.pk not in {row.pk for row in found}


def test_without_any_good_check_everything_before_is_in_doubt(gauge, uses, institute, at, result):
    old = result(dt.date(2021, 4, 1))
    check = checked(gauge, TODAY, as_found="failed", result="failed")
    assert [row.pk for row in doubted(institute.researcher, check, uses)] == [old.pk]


def test_a_decision_says_who_when_and_why_and_is_written_once(failed, uses, institute, at, result):
    one, other = result(dt.date(2026, 5, 1)), result(dt.date(2026, 6, 1))
    common = {"by": institute.researcher, "at": at, "check": failed, "uses": uses}
    assert actions.decide(**common, rows=[one.pk], verdict="reissue", reason="膜厚の再測定が必要") == 1
    made = ImpactDecision.objects.get()
    assert (made.thing, made.verdict, made.decided_by, made.decided_at) == (one.pk, "reissue", institute.researcher, at)
    with pytest.raises(Refused, match="すでに判断済み"):
        actions.decide(**common, rows=[one.pk, other.pk], verdict="no_impact", reason="許容差の内")
    with pytest.raises((IntegrityError, Error)), transaction.atomic():
        ImpactDecision.objects.update(verdict="no_impact")
    assert actions.decide(**common, verdict="no_impact", reason="許容差の内") == 1
    assert sorted(ImpactDecision.objects.values_list("thing", "verdict")) == [
        (one.pk, "reissue"),
        (other.pk, "no_impact"),
    ]


def test_a_row_that_is_not_in_doubt_cannot_be_decided(failed, uses, institute, at, result):
    foreign = result(dt.date(2026, 5, 1), code="D-2")
    with pytest.raises(Refused, match="一覧にない"):
        actions.decide(
            by=institute.researcher, at=at, check=failed, uses=uses, rows=[foreign.pk], verdict="inform", reason="x"
        )
    assert ImpactDecision.objects.count() == 0


def test_a_decision_without_a_reason_is_none(failed, uses, institute, at, result):
    row = result(dt.date(2026, 5, 1))
    with pytest.raises(Refused, match="理由"):
        actions.decide(
            by=institute.researcher, at=at, check=failed, uses=uses, rows=[row.pk], verdict="inform", reason=" "
        )
