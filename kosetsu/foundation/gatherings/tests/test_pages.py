"""What the pages tell whom: one's own registration at once, nobody else's at all."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering, Letter, Registration
from kosetsu.foundation.gatherings.tests.conftest import DAY, come
from tests import build
from tests.build import browser
from tests.fixtures import AT


def send(client: Client, seminar: Gathering, email: str, others: str = "") -> Any:
    given = {"quota": seminar.quotas.get().pk, "name": "氏名", "email": email, "company": "", "others": others,
             "submission_key": str(uuid4())}  # fmt: skip
    return client.post(reverse("gatherings:register", args=[seminar.public_id]), given)


@pytest.mark.parametrize("signed_in", [False, True])
def test_address_of_another_that_is_registered_looks_like_one_that_is_not(
    seminar: Gathering, company: build.Company, signed_in: bool
) -> None:
    come(seminar, "secret")
    client = browser(company.engineer if signed_in else None)
    known, unknown = (send(client, seminar, f"{name}@example.jp") for name in ("secret", "nobody"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    pages = [client.get(one["Location"]).content.decode() for one in (known, unknown)]
    assert "secret@example.jp" not in pages[0]
    assert Registration.objects.filter(email="secret@example.jp").count() == 1


def test_own_address_sees_its_ticket_at_once_and_hears_that_it_stands_there_already(
    seminar: Gathering, company: build.Company
) -> None:
    client, email = browser(company.engineer), str(company.engineer.email)
    first, again = send(client, seminar, email), send(client, seminar, email)
    mine = Registration.objects.get(email=email)
    assert first["Location"] == reverse("gatherings:ticket", args=[mine.ticket])
    assert (again.status_code, "すでに申し込みがあります" in again.content.decode()) == (422, True)


def test_group_with_a_registered_address_loses_nobody_and_tells_only_its_owner(seminar: Gathering) -> None:
    come(seminar, "a", at=AT - DAY / 2)
    answer = send(browser(), seminar, "b@example.jp", "丙,c@example.jp\n甲,a@example.jp")
    told = Letter.objects.filter(made_at=AT).order_by("address").values_list("address", "kind")
    assert answer["Location"] == reverse("gatherings:registered", args=[seminar.public_id])
    assert [*told] == [("a@example.jp", "confirmed"), ("b@example.jp", "waiting"), ("c@example.jp", "waiting")]
    assert [*Registration.objects.order_by("pk").values_list("email", flat=True)] == [
        "a@example.jp", "b@example.jp", "c@example.jp",
    ]  # fmt: skip


def test_my_registrations_are_mine_alone(seminar: Gathering, company: build.Company, rival: build.Company) -> None:
    for one in (company, rival):
        guest = actions.Guest(f"社員 {one.organisation.name}", str(one.engineer.email))
        actions.register(
            by=one.engineer, at=AT, gathering=seminar, quota=seminar.quotas.get(), guests=[guest], agreed=True
        )
    page = browser(company.engineer).get(reverse("gatherings:mine")).content.decode()
    assert (f"社員 {company.organisation.name}" in page, f"社員 {rival.organisation.name}" in page) == (True, False)


def test_mails_to_many_read_the_sessions_once(
    seminar: Gathering, institute: build.Institute, django_assert_num_queries: Any
) -> None:
    for name in "abcdefgh":
        come(seminar, name)
    rows = seminar.registrations.for_mail()
    with django_assert_num_queries(2):
        assert [one.gathering.sessions.all()[0].starts_at for one in rows] == [AT + 10 * DAY] * 8
