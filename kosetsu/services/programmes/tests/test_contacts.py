"""Contact lists: who consented and fits, nobody else; what leaves the house is in the audit log."""

from typing import Any

import pytest
from django.test import Client

from kosetsu.foundation.governance.actions import withdraw_consent
from kosetsu.foundation.governance.models import AccessRecord, AuditEvent
from kosetsu.foundation.parties.models import Membership
from kosetsu.services.programmes.actions.nightly import evaluate_everyone
from kosetsu.services.programmes.tests.described import agrees, company, described

pytestmark = pytest.mark.django_db
PAGE = "/desk/programmes/fits/P001/contacts/"


@pytest.fixture
def planner(institute: Any) -> Client:
    client = Client()
    client.force_login(institute.planner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(client: Client, address: str = PAGE) -> set[str]:
    page = client.get(address).content.decode()
    return {name for name in ("小さな会社", "大きな会社", "黙った会社") if name in page}


def prepared(at: Any) -> dict[str, Any]:
    described()
    sizes = {"小さな会社": 5, "大きな会社": 50}
    consents = {name: agrees(company(name, employees), at) for name, employees in sizes.items()}
    company("黙った会社", 5)
    evaluate_everyone(at=at)
    return consents


def test_only_who_fits_and_consented_is_listed(planner: Client, at: Any) -> None:
    prepared(at)
    assert shown(planner) == {"小さな会社"}


def test_consent_taken_back_removes_at_once(planner: Client, at: Any) -> None:
    consent = prepared(at)["小さな会社"]
    withdraw_consent(by=consent.person, at=at, consent=consent)
    assert shown(planner) == set()


def test_person_who_left_the_company_is_not_listed(planner: Client, at: Any) -> None:
    consent = prepared(at)["小さな会社"]
    Membership.objects.filter(person=consent.person).update(until=at.date().replace(day=1))
    assert shown(planner) == set()


def test_export_is_audited_and_each_reading_noted(planner: Client, at: Any) -> None:
    prepared(at)
    answer = planner.get(f"{PAGE}?format=csv")
    assert ("小さな会社" in answer.content.decode("utf-8-sig"), "黙った会社" in answer.content.decode("utf-8-sig")) == (
        True, False
    )  # fmt: skip
    event = AuditEvent.objects.latest("sequence")
    assert (event.verb, event.after) == ("export_contacts", {"code": "P001", "rows": 1, "format": "csv"})
    assert AccessRecord.objects.filter(thing="parties.Organisation").count() == 1


def test_only_those_that_newly_fit(planner: Client, at: Any) -> None:
    prepared(at)
    grown = company("大きな会社", 50)
    agrees(grown, at)
    evaluate_everyone(at=at)
    grown.employees = 20
    grown.save()
    evaluate_everyone(at=at)
    assert shown(planner, f"{PAGE}?newly=1") == {"大きな会社"}


def test_nobody_but_planning_opens_the_list(institute: Any, at: Any) -> None:
    prepared(at)
    client = Client()
    client.force_login(institute.counter, backend="django.contrib.auth.backends.ModelBackend")
    assert (client.get(PAGE).status_code, client.get("/desk/programmes/fits/P001/").status_code) == (403, 200)


def test_programme_nobody_evaluated_is_not_found(planner: Client, at: Any) -> None:
    assert [planner.get(f"/desk/programmes/fits/{code}").status_code for code in ("P9/", "P9/contacts/")] == [404, 404]
