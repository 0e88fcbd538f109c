"""At night the chain is read and anchored; a decision is mailed without saying what was decided."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection

from kosetsu.common.schedule import due_at, periodic_jobs
from kosetsu.foundation.governance import anchors
from kosetsu.foundation.governance.actions import clear, declare
from kosetsu.foundation.governance.append_only import protect, release
from kosetsu.foundation.governance.audit import record
from kosetsu.foundation.governance.jobs import verify_nightly
from kosetsu.foundation.governance.models import AuditEvent, Verification


def last():
    """The newest result, as (rows, faults, first findings)."""
    found = Verification.objects.latest()
    return found.rows, found.faults, found.findings


def test_fitting_chain_is_anchored_at_its_newest_row(institute, company, at):
    for n in range(3):
        record(by=institute.planner, at=at, verb=f"v{n}", thing=company.organisation)
    newest = AuditEvent.objects.latest("sequence").sequence
    assert (verify_nightly(), last(), [one.sequence for one in anchors.read()]) == (0, (newest, 0, []), [newest])


def test_chain_with_a_fault_gets_no_new_anchor(institute, company, at):
    event = record(by=institute.planner, at=at, verb="v", thing=company.organisation)
    release(connection, AuditEvent._meta.db_table)
    AuditEvent.objects.filter(pk=event.pk).update(reason="後から")
    protect(connection, AuditEvent._meta.db_table)
    assert (verify_nightly(), last()[1:], list(anchors.read())) == (1, (1, [[event.sequence, "altered"]]), [])


def test_empty_chain_is_verified_without_an_anchor(db):
    assert (verify_nightly(), last(), list(anchors.read())) == (0, (0, 0, []), [])


def test_chain_is_read_at_two_in_the_morning_in_japan(at):
    japan = dt.timezone(dt.timedelta(hours=9))
    due = due_at(periodic_jobs()["governance.chain"], at).astimezone(japan)
    assert due == dt.datetime(2026, 11, 20, 2, 0, tzinfo=japan)


@pytest.fixture
def held(company, at):
    return declare(by=company.engineer, at=at, person=company.engineer, resident=True, types=[2], technology="EMC試験")


@pytest.fixture
def decide(held, institute, at, django_capture_on_commit_callbacks):
    def run():
        with django_capture_on_commit_callbacks(execute=True):
            clear(by=institute.exporter, at=at, declaration=held, technology="EMC試験", reason="該非判定書を確認")

    return run


def test_decision_is_mailed_to_its_person_and_to_nobody_else(decide, company):
    decide()
    assert [one.to for one in mail.outbox] == [[company.engineer.email]]


def test_mail_of_a_decision_says_neither_what_was_declared_nor_what_was_decided(decide):
    decide()
    text = mail.outbox[0].subject + mail.outbox[0].body
    told = [word for word in ("EMC", "類型", "認める", "確認済み", "不可", "該非判定書", "城東") if word in text]
    assert (told, "/governance/declaration/" in text) == ([], True)


def test_person_without_an_address_gets_no_mail(decide, company):
    type(company.engineer).objects.filter(pk=company.engineer.pk).update(email=None)
    decide()
    assert mail.outbox == []
