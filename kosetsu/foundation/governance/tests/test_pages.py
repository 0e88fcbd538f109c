"""The pages of this room: whose they are, and what a press does."""

import pytest
from django.urls import reverse

from kosetsu.common.ids import uuid7
from kosetsu.foundation.governance import access
from kosetsu.foundation.governance.actions import declare, give_consent
from kosetsu.foundation.governance.models import AccessRecord, Consent, ConsentText, ExportDeclaration


@pytest.fixture
def held(company, at):
    return declare(by=company.engineer, at=at, person=company.engineer, resident=True, types=[2], technology="EMC試験")


def sign_in(client, person):
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def key():
    return {"submission_key": str(uuid7())}


def test_person_declares_on_their_own_page(client, company):
    page = reverse("governance:declaration")
    form = key() | {"resident": "yes", "types": ["1"], "truthful": "on"}
    answer = sign_in(client, company.engineer).post(page, form, follow=True)
    assert (answer.status_code, ExportDeclaration.objects.get().state) == (200, "held")
    assert "確認待ち" in answer.content.decode()


def test_declaration_that_says_nothing_or_both_is_shown_again(client, company):
    page = reverse("governance:declaration")
    for said in ({}, {"types": ["1"], "none_apply": "on"}):
        answer = sign_in(client, company.engineer).post(page, key() | {"resident": "yes", "truthful": "on"} | said)
        assert "どれにもあてはまりません" in answer.content.decode()
    assert ExportDeclaration.objects.count() == 0


def test_visitor_is_led_to_sign_in(client, db):
    answer = client.get(reverse("governance:declaration"))
    assert answer.url.startswith("/accounts/login/")


def test_export_control_clears_from_the_queue_and_the_reading_is_noted(client, held, institute):
    client = sign_in(client, institute.exporter)
    assert "城東精密株式会社 技術" in client.get(reverse("governance-desk:declarations")).content.decode()
    page = reverse("governance-desk:declaration", args=[held.public_id])
    assert "システムは判断しません" in client.get(page).content.decode()
    form = {f"clear-{name}": value for name, value in (key() | {"technology": "EMC試験", "reason": "確認"}).items()}
    assert client.post(reverse("governance-desk:decide", args=[held.public_id, "clear"]), form).status_code == 302
    held.refresh_from_db()
    assert (held.state, held.decided_by) == ("cleared", institute.exporter)
    assert {row.person for row in access.readings_of(held)} == {institute.exporter}


def test_decision_without_reason_keeps_what_was_typed(client, held, institute):
    form = {f"clear-{name}": value for name, value in (key() | {"technology": "EMC試験"}).items()}
    address = reverse("governance-desk:decide", args=[held.public_id, "clear"])
    answer = sign_in(client, institute.exporter).post(address, form)
    assert (answer.status_code, 'value="EMC試験"' in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("post", ["counter", "researcher", "planner", "administrator"])
def test_queue_is_closed_to_other_posts(client, held, institute, post):
    client = sign_in(client, getattr(institute, post))
    for address in (
        reverse("governance-desk:declarations"),
        reverse("governance-desk:declaration", args=[held.public_id]),
    ):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "城東精密" not in answer.content.decode()


def test_company_cannot_open_any_desk_page(client, held, rival):
    client = sign_in(client, rival.engineer)
    for name in ("governance-desk:declarations", "governance-desk:access"):
        assert client.get(reverse(name)).status_code == 403


def test_access_log_says_who_read_it(client, held, institute, at):
    access.note(institute.researcher, held, "/desk/x/", at)
    answer = sign_in(client, institute.administrator).get(reverse("governance-desk:access"), {"q": str(held.pk)})
    assert "表面 研究員" in answer.content.decode()


def test_access_note_costs_one_insert(held, institute, at, django_assert_num_queries):
    with django_assert_num_queries(1):
        access.note(institute.researcher, held, "/desk/" + "x" * 300, at)
    assert len(AccessRecord.objects.get().page) == 200


def test_person_gives_and_withdraws_consent(client, company, at):
    ConsentText.objects.create(purpose="referral", version="1", valid_from="2026-04-01", title_ja="紹介", text_ja="文")
    client = sign_in(client, company.engineer)
    client.post(reverse("governance:give_consent", args=["referral"]), key() | {"version": "1"})
    assert "同意済み" in client.get(reverse("governance:consents")).content.decode()
    client.post(reverse("governance:withdraw_consent", args=[Consent.objects.get().public_id]), key())
    assert "同意済み" not in client.get(reverse("governance:consents")).content.decode()


def test_another_persons_consent_does_not_exist(client, company, rival, at):
    ConsentText.objects.create(purpose="referral", version="1", valid_from="2026-04-01", title_ja="紹介", text_ja="文")
    who = company.engineer
    consent = give_consent(by=who, at=at, person=who, purpose="referral", version="1")
    address = reverse("governance:withdraw_consent", args=[consent.public_id])
    assert sign_in(client, rival.engineer).post(address, key()).status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


@pytest.mark.parametrize("model", ["auditevent", "exportdeclaration", "consent", "accessrecord", "consenttext"])
def test_back_office_only_reads(client, held, institute, model):
    client = sign_in(client, institute.administrator)
    assert client.get(reverse(f"admin:governance_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:governance_{model}_add")).status_code == 403
