"""Trainees count as numbers; their names stand apart, for the few who need them, and go on their day."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.training.actions import trainees as actions
from kosetsu.services.training.models import TraineeName, TraineeStay, TraineeTerms
from tests import build
from tests.build import browser
from tests.fixtures import AT

TODAY = AT.date()
DAY = dt.timedelta(days=1)
SECRET = "秘密 花子"


def offered(institute: build.Institute, **changes: Any) -> TraineeStay:
    offer: dict[str, Any] = {
        "university_name": "都立大学", "theme": "めっきの評価", "group": institute.surface, "starts_on": TODAY,
        "ends_on": TODAY + 60 * DAY, "count": 2,
    }  # fmt: skip
    return actions.offer_trainees(by=institute.counter, at=AT, offer=actions.Offer(**{**offer, **changes}))


@pytest.fixture
def accepted(institute: build.Institute, head: Person) -> TraineeStay:
    return actions.accept_trainees(by=head, at=AT, stay=offered(institute))


@pytest.fixture
def named(institute: build.Institute, accepted: TraineeStay) -> TraineeStay:
    """Of a stay whose names are kept for 30 days."""
    TraineeTerms.objects.create(keep_days=30, source="試験")
    return actions.name_trainees(by=institute.researcher, at=AT, stay=accepted, names=[SECRET, "秘密 太郎"])


def begun(institute: build.Institute, stay: TraineeStay, count: int = 2) -> TraineeStay:
    return actions.begin_trainees(by=institute.researcher, at=AT, stay=stay, starts_on=TODAY, count=count)


def test_who_came_is_one_entry_of_as_many_people_and_the_university_as_partner(
    institute: build.Institute, head: Person
) -> None:
    university = Organisation.objects.create(kind="university", name="都立大学", name_folded="都立大学")
    stay = actions.accept_trainees(by=head, at=AT, stay=offered(institute))
    begun(institute, stay, count=1)
    found = Entry.objects.values_list("kind", "quantity", "unit", "partner", "reference", "topic")
    assert [*found] == [("trainee", 1, "人", university.pk, "研R8-00001", "都立大学")]
    with pytest.raises(Refused):
        begun(institute, stay)


def test_nobody_begins_before_the_head_of_the_group_has_accepted(institute: build.Institute) -> None:
    stay = offered(institute)
    for verb in (
        lambda: begun(institute, stay),
        lambda: actions.accept_trainees(by=institute.counter, at=AT, stay=stay),
    ):
        with pytest.raises(Refused):
            verb()
    assert Entry.objects.count() == 0


def test_names_stand_in_no_entry_audit_row_list_or_export(institute: build.Institute, named: TraineeStay) -> None:
    begun(institute, named)
    desk, listed = browser(institute.counter), reverse("training-desk:trainee_stays")
    texts = [desk.get(f"{listed}{form}").content.decode(errors="replace") for form in ("", "?format=csv")]
    texts += [str([*AuditEvent.objects.values()]), str([*Entry.objects.values()]), str([*named.names.all()])]
    assert [SECRET in text for text in texts] == [False] * 5
    assert "都立大学" in texts[0]


def test_names_are_shown_to_their_group_and_not_to_other_staff_or_companies(
    institute: build.Institute, named: TraineeStay, company: build.Company
) -> None:
    readers = (institute.researcher, institute.colleague, institute.counter, institute.administrator)
    pages = [browser(who).get(named.get_absolute_url()).content.decode() for who in readers]
    assert [SECRET in page for page in pages] == [True, False, False, False]
    address = reverse("training-desk:name_trainees", args=[named.public_id])
    answers = [browser(who).get(address).status_code for who in (institute.researcher, institute.colleague,
                                                                 company.engineer)]  # fmt: skip
    assert answers == [200, 403, 404]


def test_names_go_on_the_day_after_they_were_kept_and_the_number_stays(
    institute: build.Institute, named: TraineeStay
) -> None:
    stay, last = begun(institute, named), TODAY + 60 * DAY
    late = AT + 60 * DAY
    actions.end_trainees(by=institute.researcher, at=late, stay=stay, ends_on=last)
    gone = [actions.purge_names(at=late + n * DAY) for n in (30, 31, 32)]
    assert (gone, TraineeName.objects.count(), Entry.objects.get().quantity) == ([0, 2, 0], 0, 2)
    told = AuditEvent.objects.get(verb="purge_trainee_names")
    assert told.after == {"people": 2}


def test_stay_that_ends_early_is_forgotten_early(institute: build.Institute, named: TraineeStay) -> None:
    stay = begun(institute, named)
    actions.end_trainees(by=institute.researcher, at=AT, stay=stay, ends_on=TODAY)
    assert {*TraineeName.objects.values_list("purge_on", flat=True)} == {TODAY + 31 * DAY}


def test_names_of_a_stay_that_was_called_off_go_at_once(institute: build.Institute, named: TraineeStay) -> None:
    actions.call_off_trainees(by=institute.counter, at=AT, stay=named, reason="大学の都合")
    assert (TraineeName.objects.count(), Entry.objects.count()) == (0, 0)


def test_more_names_than_people_are_refused_and_those_named_before_stay(
    institute: build.Institute, named: TraineeStay
) -> None:
    with pytest.raises(Refused, match="2人"):
        actions.name_trainees(by=institute.researcher, at=AT, stay=named, names=["甲", "乙", "丙"])
    assert named.names.count() == 2


def test_end_before_the_beginning_is_said_beside_the_field_and_nothing_is_kept(institute: build.Institute) -> None:
    form = {"university_name": "海洋大学", "theme": "腐食", "group": "G-SURF", "starts_on": "2026-12-01",
            "ends_on": "2026-11-01", "count": 1, "submission_key": str(uuid4())}  # fmt: skip
    page = browser(institute.counter).post(reverse("training-desk:offer_trainees"), form)
    text = page.content.decode()
    assert (page.status_code, "海洋大学" in text, "開始日より後" in text) == (422, True, True)
    assert TraineeStay.objects.count() == 0
