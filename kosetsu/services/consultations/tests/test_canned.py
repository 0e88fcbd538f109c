"""Prepared answers: kept by a group's head for the group, by the counter for everyone, and by nobody else."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.models import CannedAnswer
from tests import build
from tests.build import browser, once

LIST = "/desk/consultations/canned/"


@pytest.fixture
def head(institute: Any) -> Any:
    """The head of the surface group."""
    return build.post(build.person("表面 長"), StaffRole.GROUP_HEAD, institute.head_office, institute.surface)


@pytest.fixture
def foreign(institute: Any) -> CannedAnswer:
    """A prepared answer of another group."""
    return CannedAnswer.objects.create(title="EMCの文例", text="他グループの文面", group=institute.emc)


def test_head_writes_corrects_withdraws_and_brings_back_the_own_group_s(institute: Any, head: Any) -> None:
    client, own = browser(head), institute.surface.pk
    client.post(f"{LIST}new/", once(title="さびの基本", text="もらいさびとは", group=own))
    made = CannedAnswer.objects.get()
    client.post(f"{LIST}{made.pk}/", once(title="さびの基本", text="直した文面", group=own))
    client.post(f"{LIST}{made.pk}/withdraw/", once())
    made.refresh_from_db()
    assert (made.text, made.group, made.in_use) == ("直した文面", institute.surface, False)
    client.post(f"{LIST}{made.pk}/restore/", once())
    made.refresh_from_db()
    assert made.in_use
    verbs = list(AuditEvent.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["add_canned", "change_canned", "withdraw_canned", "restore_canned"]


def test_head_reads_another_group_s_and_cannot_change_it(institute: Any, head: Any, foreign: CannedAnswer) -> None:
    client = browser(head)
    page = client.get(LIST).content.decode()
    assert "他グループの文面" in page
    assert reverse("consultations-desk:change_canned", args=[foreign.pk]) not in page
    assert client.get(f"{LIST}{foreign.pk}/").status_code == 403
    assert client.post(f"{LIST}{foreign.pk}/withdraw/", once()).status_code == 403
    moved = client.post(f"{LIST}new/", once(title="x", text="x", group=institute.emc.pk))
    assert moved.status_code == 422
    everyone = client.post(f"{LIST}new/", once(title="x", text="x", group=""))
    assert everyone.status_code == 422
    assert list(CannedAnswer.objects.filter(in_use=True)) == [foreign]


def test_head_cannot_hand_an_answer_to_a_foreign_group(institute: Any, head: Any, at: dt.datetime) -> None:
    own = actions.add_canned(by=head, at=at, title="さび", text="x", group=institute.surface)
    for group in (institute.emc, None):
        with pytest.raises(Refused, match="ほかのグループの文例"):
            actions.change_canned(by=head, at=at, canned=own, title="さび", text="x", group=group)


def test_counter_writes_for_everyone(institute: Any) -> None:
    answer = browser(institute.counter).post(f"{LIST}new/", once(title="受付", text="ありがとうございます", group=""))
    assert answer.url == LIST
    assert CannedAnswer.objects.get().group is None


def test_researcher_is_refused_with_a_reason_and_a_company_finds_nothing(
    institute: Any, company: Any, foreign: CannedAnswer
) -> None:
    for address in (LIST, f"{LIST}new/", f"{LIST}{foreign.pk}/"):
        refused = browser(institute.researcher).get(address)
        assert (address, refused.status_code) == (address, 403)
        assert "グループ長と総合支援窓口が管理します" in refused.content.decode()
        assert browser(company.engineer).get(address).status_code == 404


def test_nobody_is_offered_an_answer_for_a_case_that_waits_to_be_taken(
    institute: Any, head: Any, company: Any, at: dt.datetime
) -> None:
    actions.add_canned(by=head, at=at, title="さび", text="x", group=institute.surface)
    fresh = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="さびが出る")
    page = browser(institute.researcher).get(f"/desk/consultations/{fresh.public_id}/")
    assert page.context["canned"] == []


def test_withdrawn_answer_is_not_offered_while_answering(
    institute: Any, head: Any, taken: Any, at: dt.datetime
) -> None:
    canned = actions.add_canned(by=head, at=at, title="さび", text="x", group=institute.surface)
    desk, address = browser(institute.researcher), f"/desk/consultations/{taken.public_id}/"
    assert desk.get(address).context["canned"] == [canned]
    actions.withdraw_canned(by=head, at=at, canned=canned)
    assert desk.get(address).context["canned"] == []
    with pytest.raises(Refused, match="すでに"):
        actions.withdraw_canned(by=head, at=at, canned=canned)


@pytest.mark.django_db
def test_demo_s_answers_are_loaded_once_and_stay_as_staff_left_them(settings: Any) -> None:
    settings.KOSETSU_DEMO = True
    call_command("load_institute", "--demo", verbosity=0)
    assert CannedAnswer.objects.count() == 9
    changed = CannedAnswer.objects.get(title="さびの原因調査の進め方")
    CannedAnswer.objects.filter(pk=changed.pk).update(text="直した", in_use=False)
    call_command("load_institute", "--demo", verbosity=0)
    changed.refresh_from_db()
    assert (CannedAnswer.objects.count(), changed.text, changed.in_use) == (9, "直した", False)
