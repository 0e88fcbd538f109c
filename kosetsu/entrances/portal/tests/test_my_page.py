"""My page: who has no company yet is told what to do next; who has one sees its cases."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kosetsu.foundation.parties.models import Invitation, Membership
from kosetsu.services.consultations import actions
from tests import build

pytestmark = pytest.mark.django_db


def _open(person: Any) -> Any:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("portal:my_page"))


def test_newcomer_is_led_to_register_the_company_or_to_ask_for_an_invitation(institute: Any) -> None:
    newcomer = build.person("新しい 社長")
    page = _open(newcomer).content.decode()
    assert reverse("parties:register_company") in page
    assert f"{newcomer.email} あての招待" in page
    assert "新しく相談する" not in page


def test_newcomer_s_page_says_nothing_of_who_invited_the_address(institute: Any, company: Any, at: Any) -> None:
    newcomer = build.person("だれか")
    Invitation.objects.create(
        organisation=company.organisation,
        email=newcomer.email,
        role="engineer",
        token_digest="x",
        invited_by=company.engineer,
        invited_at=at,
        expires_at=at.replace(year=2027),
    )
    assert company.organisation.name not in _open(newcomer).content.decode()


def test_person_of_a_company_sees_its_page_and_no_registration(company: Any) -> None:
    page = _open(company.engineer).content.decode()
    assert "新しく相談する" in page
    assert reverse("parties:register_company") not in page


def test_who_left_the_company_is_a_newcomer_again(company: Any) -> None:
    Membership.objects.filter(person=company.engineer).update(until="2026-11-19")
    assert reverse("parties:register_company") in _open(company.engineer).content.decode()


def test_staff_are_led_to_the_desk(institute: Any) -> None:
    assert _open(institute.counter).url == reverse("desk-desk:home")


def test_open_case_shows_its_state_and_who_has_the_next_step(company: Any, institute: Any, at: Any) -> None:
    asked = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="さびが出る")
    line = _open(company.engineer).context["open_cases"][0]
    assert (line["state"], str(line["step"])) == ("受付", "担当者を決めています。")
    asked.case.state = "proposed"
    asked.case.save()
    page = _open(company.engineer).content.decode()
    assert "提案済み</span>" in page
    assert "進めたい項目をお知らせください。" in page
