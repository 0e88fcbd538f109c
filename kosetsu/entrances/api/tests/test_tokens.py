"""A person's tokens: made once and shown once, ended at once, each written into the audit log."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kosetsu.common.decisions import Refused
from kosetsu.entrances.api import actions, permissions
from kosetsu.entrances.api.models import ApiToken
from kosetsu.foundation.governance.models import AuditEvent

PAGE = "/api/tokens/"


def _browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _form(**fields: Any) -> dict[str, Any]:
    return {"submission_key": str(uuid4()), "name": "測定室のPC", "scopes": ["read:cases"], "days": "90", **fields}


def test_token_is_shown_once_and_only_its_digest_is_kept(company: Any, at: dt.datetime) -> None:
    browser = _browser(company.engineer)
    shown = browser.post(PAGE, _form()).context["secret"]
    token = ApiToken.objects.get()
    assert (token.person, token.scopes, token.expires_at) == (
        company.engineer,
        ["read:cases"],
        at + dt.timedelta(days=90),
    )
    assert (token.digest, token.ending) == (actions.digest_of(shown), shown[-4:])
    assert shown not in browser.get(PAGE).content.decode()
    answer = Client().get("/api/v1/consultations", headers={"Authorization": f"Bearer {shown}"})
    assert answer.status_code == 200


def test_form_sent_twice_makes_one_token(company: Any) -> None:
    browser, form = _browser(company.engineer), _form()
    assert [browser.post(PAGE, form).status_code for _time in range(2)] == [200, 302]
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["write:everything"]}, {"days": "36500"}])
def test_wrong_choice_makes_no_token(company: Any, wrong: dict[str, Any]) -> None:
    assert _browser(company.engineer).post(PAGE, _form(**wrong)).status_code == 422
    assert ApiToken.objects.count() == 0


def test_making_and_ending_stand_in_the_audit_log_without_the_secret(company: Any, at: dt.datetime) -> None:
    token, secret = actions.issue_token(by=company.engineer, at=at, name="PC", scopes=["read:cases"], days=30)
    _browser(company.engineer).post(f"{PAGE}{token.public_id}/revoke/")
    events = AuditEvent.objects.filter(thing="api.ApiToken").order_by("sequence")
    assert list(events.values_list("verb", "actor_name")) == [
        ("issue_token", str(company.engineer)),
        ("revoke_token", str(company.engineer)),
    ]
    assert secret not in str(list(events.values()))


def test_foreign_token_can_neither_be_seen_nor_ended(company: Any, rival: Any, at: dt.datetime) -> None:
    theirs, _secret = actions.issue_token(by=rival.engineer, at=at, name="競合", scopes=["read:cases"], days=30)
    browser = _browser(company.engineer)
    assert "競合" not in browser.get(PAGE).content.decode()
    assert browser.post(f"{PAGE}{theirs.public_id}/revoke/").status_code == 404
    with pytest.raises(Refused):
        actions.revoke_token(by=company.engineer, at=at, token=theirs)
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


def test_more_tokens_than_anyone_needs_are_refused(company: Any, at: dt.datetime) -> None:
    for number in range(permissions.MAX_TOKENS):
        actions.issue_token(by=company.engineer, at=at, name=str(number), scopes=["read:cases"], days=30)
    page = _browser(company.engineer).post(PAGE, _form())
    assert (page.status_code, ApiToken.objects.count()) == (422, permissions.MAX_TOKENS)


def test_page_asks_for_a_sign_in(db: None) -> None:
    assert Client().get(PAGE).status_code == 302


def test_old_answers_are_forgotten_and_young_ones_kept(company: Any, at: dt.datetime, program: Any) -> None:
    from kosetsu.common.models import SubmittedForm
    from kosetsu.entrances.api.models import KeptAnswer

    mine = program(company.engineer)
    for key in ("old", "young"):
        mine.post("/consultations", {"question": key}, **{"Idempotency-Key": key})
    old = KeptAnswer.objects.earliest("pk")
    KeptAnswer.objects.filter(pk=old.pk).update(at=at - dt.timedelta(days=8))
    SubmittedForm.objects.filter(answer=str(old.public_id)).update(at=at - dt.timedelta(days=8))
    assert actions.forget_answers(at=at) == 1
    assert (KeptAnswer.objects.count(), SubmittedForm.objects.count()) == (1, 1)
    again = mine.post("/consultations", {"question": "old"}, **{"Idempotency-Key": "old"})
    assert (again.status_code, "Idempotent-Replayed" in again.headers) == (201, False)
