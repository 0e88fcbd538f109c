"""Signing in through a provider: the whole protocol over real sockets, and what is believed of what was said."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from kosetsu.foundation.accounts.demo_provider import Provider, Refusal, challenge_of
from kosetsu.foundation.accounts.models import Person, ProvenIdentity
from kosetsu.foundation.accounts.signals import identity_proven
from tests import build
from tests.fakes import oidc

COMPANY = {"corporate_number": "7123456789012", "organisation_name": "見本精機株式会社"}
PEOPLE = {
    "p1": {"name": "見本 社長", "name_kana": "ミホン シャチョウ", "account_type": "prime", **COMPANY},
    "m1": {"name": "見本 社員", "account_type": "member", **COMPANY},
    "e1": {"name": "見本 個人", "account_type": "entry", **COMPANY},
    "x1": {"name": "不明", "account_type": "surprise", **COMPANY},
    "w1": {"name": "誤り", "account_type": "prime", "corporate_number": "7123456789013"},
}
PEOPLE = {
    subject: {"email": f"{subject}@example.jp", "email_verified": True, **claims} for subject, claims in PEOPLE.items()
}


@pytest.fixture
def provider(settings):
    """The provider, running and known to the program as GビズID."""
    one = Provider(PEOPLE)
    with oidc.running(one) as address:
        app = {
            "provider_id": "gbizid",
            "name": "GビズID",
            "client_id": one.client_id,
            "secret": one.client_secret,
            "settings": {"server_url": address, "oauth_pkce_enabled": True},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        one.address = address
        yield one


def to_provider(client):
    """From our sign-in page to the provider: the address it was sent to."""
    answer = client.post(reverse("openid_connect_login", args=["gbizid"]))
    assert answer.status_code == 302
    return answer.url


def agree(address, subject):
    """Press the person's button at the provider; the way back."""
    page = requests.get(address, timeout=5)
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    hidden |= dict(parse_qsl(urlsplit(address).query))
    back = requests.post(page.url.split("?")[0], hidden | {"person": subject}, allow_redirects=False, timeout=5)
    return back.headers["Location"]


def come_back(client, address):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}", follow=False)


def sign_in(client, subject):
    return come_back(client, agree(to_provider(client), subject))


def test_sign_in_page_offers_the_provider(client, db, provider):
    assert "GビズIDでログイン" in client.get(reverse("account_login")).content.decode()


def test_prime_signs_in_and_their_company_is_proven(client, db, provider):
    assert sign_in(client, "p1").status_code == 302
    person = Person.objects.get(email="p1@example.jp")
    proof = ProvenIdentity.objects.get(person=person)
    assert (person.name, person.name_kana) == ("見本 社長", "ミホン シャチョウ")
    assert (proof.kind, proof.corporate_number, proof.verifies_company) == ("prime", "7123456789012", True)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert provider.refusals == []


@pytest.mark.parametrize(
    ("subject", "kind", "number"),
    [("m1", "member", "7123456789012"), ("e1", "entry", ""), ("x1", "other", ""), ("w1", "prime", "")],
)
def test_others_prove_no_company(client, db, provider, subject, kind, number):
    """A member names a company but does not verify it; an entry's and a mistyped number are not even kept."""
    sign_in(client, subject)
    proof = ProvenIdentity.objects.get()
    assert (proof.kind, proof.corporate_number, proof.verifies_company) == (kind, number, False)


def test_sign_in_makes_nobody_a_member_of_a_company(client, company, provider):
    company.organisation.corporate_number = "7123456789012"
    company.organisation.save()
    sign_in(client, "m1")
    assert not Person.objects.get(email="m1@example.jp").memberships.exists()


def test_second_sign_in_is_the_same_person_and_keeps_what_is_said_now(client, db, provider):
    sign_in(client, "p1")
    provider.people["p1"]["account_type"] = "entry"
    try:
        sign_in(Client(), "p1")
    finally:
        provider.people["p1"]["account_type"] = "prime"
    assert Person.objects.count() == 1
    assert (ProvenIdentity.objects.get().kind, ProvenIdentity.objects.get().corporate_number) == ("entry", "")


def test_address_of_a_local_account_does_not_open_it(client, db, provider, mailoutbox):
    """Whoever controls the provider's e-mail claim must not enter somebody's account, nor learn that there is one."""
    local = build.person("先に登録した人")
    Person.objects.filter(pk=local.pk).update(email="p1@example.jp")
    answer = sign_in(client, "p1")
    assert "_auth_user_id" not in client.session
    assert answer.url == reverse("account_email_verification_sent")
    assert [mail.to for mail in mailoutbox] == [["p1@example.jp"]]
    assert (SocialAccount.objects.count(), ProvenIdentity.objects.count(), Person.objects.count()) == (0, 0, 1)


def test_proof_is_recorded_and_announced_after_commit(
    client, db, provider, django_capture_on_commit_callbacks, monkeypatch
):
    heard = []

    def hear(sender, identity, **rest):
        heard.append(identity.kind)

    identity_proven.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(client, "p1")
    identity_proven.disconnect(hear)
    assert heard == ["prime"]
    assert _audit().get(verb="prove_identity").after["kind"] == "prime"


def test_request_carries_a_challenge(client, db, provider):
    asked = dict(parse_qsl(urlsplit(to_provider(client)).query))
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)


def test_code_without_its_verifier_is_refused(client, db, provider):
    """Negative control: the challenge is really compared, so a stolen code is of no use."""
    back = agree(to_provider(client), "p1")
    code = dict(parse_qsl(urlsplit(back).query))["code"]
    stolen = {"grant_type": "authorization_code", "code": code, "code_verifier": "guess" * 10}
    sent = stolen | {"redirect_uri": provider.codes[code].redirect_uri}
    with pytest.raises(Refusal, match="invalid_grant"):
        provider.exchange(sent, (provider.client_id, provider.client_secret), provider.address)
    come_back(client, back)
    assert "_auth_user_id" not in client.session


def test_code_works_once(client, db, provider):
    back = agree(to_provider(client), "p1")
    come_back(client, back)
    other = Client()
    come_back(other, back)
    assert "_auth_user_id" not in other.session


def test_answer_with_a_foreign_state_is_refused(client, db, provider):
    back = agree(to_provider(client), "p1")
    victim = Client()
    come_back(victim, back)
    assert "_auth_user_id" not in victim.session


def test_unknown_client_is_turned_away_by_the_provider(db, provider):
    answer = requests.get(f"{provider.address}/authorize", {"client_id": "stranger"}, timeout=5)
    assert (answer.status_code, answer.json()) == (400, {"error": "unauthorized_client"})


def test_provider_that_is_down_is_a_page_that_says_so(client, db, settings):
    app = {"provider_id": "gbizid", "name": "GビズID", "client_id": "x", "secret": "x"}
    app["settings"] = {"server_url": "http://localhost:9", "oauth_pkce_enabled": True}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    answer = client.post(reverse("openid_connect_login", args=["gbizid"]))
    assert answer.status_code == 503
    assert "メールアドレスとパスワードでログインしてください" in answer.content.decode()


def test_challenge_is_that_of_the_standard():
    """RFC 7636, appendix B."""
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_demo_provider_does_not_start_outside_the_demo(settings):
    settings.KOSETSU_DEMO = False
    with pytest.raises(CommandError):
        call_command("demo_identity_provider")


def _audit():
    """The log is kept one floor up, which these tests must not import."""
    return apps.get_model("governance.AuditEvent").objects
