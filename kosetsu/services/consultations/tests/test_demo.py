"""The demo's desks are alive after loading: consultations made by the actions, once, in order of time."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project

from kosetsu.common.clock import day_of
from kosetsu.common.tables import BadRow, load_folder
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.services.consultations.models import Consultation, Notice, SurveyAnswer
from kosetsu.services.consultations.tables import DemoConsultationRow, check_steps

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Path]:
    """Tokyo's whole folder, loaded on the fixed day, until the module's last test."""
    from django.db import transaction
    from django.test import override_settings

    from tests.fixtures import AT

    folder = Path(project.BASE_DIR) / "institutes" / "tokyo"
    with override_settings(KOSETSU_FIXED_NOW=AT), django_db_blocker.unblock(), transaction.atomic():
        load_folder(folder, demo=True)
        yield folder
        transaction.set_rollback(True)


def test_desks_have_consultations_in_every_state_that_waits_for_somebody(demo: Path) -> None:
    states = Counter(Consultation.objects.values_list("case__state", flat=True))
    waiting = {"received", "triaged", "passed_on", "assigned", "waiting", "answered", "proposed", "closed"}
    assert (set(states) >= waiting, sum(states.values())) == (True, 26)


def test_some_are_overdue_and_some_are_due_today(demo: Path) -> None:
    overdue, due = Consultation.objects.overdue(TODAY).count(), Consultation.objects.filter(case__due_on=TODAY).count()
    assert (overdue > 0, due > 0) == (True, True)


@pytest.mark.parametrize("who", ["counter", "surface", "metal", "emc", "design", "precision", "food"])
def test_every_desk_of_the_demo_holds_an_open_consultation(demo: Path, who: str) -> None:
    person = Person.objects.get(email=f"{who}@demo.example.jp")
    held = Consultation.objects.filter(case__assignee=person)
    assert held.exists()


def test_thai_company_is_answered_in_thai(demo: Path) -> None:
    consultation = Consultation.objects.get(case__organisation__code="DEMO062", case__state="answered")
    assert (consultation.case.language, consultation.case.group.branch.code) == ("th", "B07")
    assert all("\u0e00" <= message.text[0] <= "\u0e7f" for message in consultation.messages.all())


def test_delivered_ones_have_their_entry_audit_and_mail(demo: Path) -> None:
    delivered = Consultation.objects.exclude(delivered=None)
    entries = Entry.objects.filter(case__in=delivered.values("case"), kind="consultation")
    answers = AuditEvent.objects.filter(thing="consultations.Consultation", verb__in=["answer", "visit"])
    assert (entries.count(), answers.count()) == (delivered.count(), delivered.count())
    assert Notice.objects.filter(kind="answer", address="engineer@demo.example.jp").count() == 2


def test_numbers_and_audit_rows_follow_the_order_of_time(demo: Path) -> None:
    opened = list(Consultation.objects.order_by("case__number").values_list("case__opened_at", flat=True))
    played = list(
        AuditEvent.objects.filter(thing="consultations.Consultation").order_by("sequence").values_list("at", flat=True)
    )
    assert (opened, played) == (sorted(opened), sorted(played))


def test_nothing_happens_after_the_loading_moment_or_on_a_weekend(demo: Path, at: dt.datetime) -> None:
    moments = AuditEvent.objects.filter(thing="consultations.Consultation").values_list("at", flat=True)
    assert [moment for moment in moments if moment > at or day_of(moment).weekday() > 4] == []


def test_second_load_on_a_later_day_adds_nothing(demo: Path, at: dt.datetime, settings: Any) -> None:
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(days=30)
    before = [model.objects.count() for model in (Consultation, Entry, AuditEvent, Notice, SurveyAnswer)]
    load_folder(demo, demo=True)
    assert [model.objects.count() for model in (Consultation, Entry, AuditEvent, Notice, SurveyAnswer)] == before


GOOD = {
    "code": "D", "days_ago": "5", "organisation": "DEMO001", "channel": "mail", "question": "さび", "source": "demo",
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"steps": "take:4;note:3", "note": "a"}, []),
        ({"steps": "take:3;note:4", "note": "a"}, ["steps"]),
        ({"steps": "take:6"}, ["steps"]),
        ({"steps": "solve:4"}, ["steps"]),
        ({"steps": "answer:4"}, ["answer"]),
        ({"steps": "triage:4", "group": "G01"}, ["understood"]),
    ],
)
def test_row_whose_steps_cannot_be_played_is_named(given: dict[str, str], wrong: list[str]) -> None:
    rows = [(2, DemoConsultationRow.model_validate({**GOOD, **given}))]
    assert [error.field for error in check_steps(rows) if isinstance(error, BadRow)] == wrong
