"""Staff and partners need a second factor before they see anything; companies do not."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

PAGE = "/people/second-factor/"


@pytest.fixture(autouse=True)
def _enforced(settings):
    settings.STAFF_SECOND_FACTOR = True


def sign_in(client, person):
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("post", ["counter", "researcher", "exporter", "administrator"])
def test_staff_without_a_factor_is_led_to_set_one_up(client, institute, post):
    answer = sign_in(client, getattr(institute, post)).get(reverse("governance:declaration"))
    assert (answer.status_code, answer.url) == (302, PAGE)


def test_page_says_why_and_offers_both_ways(client, institute):
    page = sign_in(client, institute.counter).get(PAGE).content.decode()
    assert "パスワードが漏れても守れるように" in page
    assert reverse("mfa_add_webauthn") in page
    assert reverse("mfa_activate_totp") in page


def test_partner_without_a_factor_is_led_there_too(client, company):
    officer = company.engineer
    officer.memberships.update(role="officer")
    assert sign_in(client, officer).get(reverse("governance:declaration")).url == PAGE


def test_company_is_not(client, company):
    assert sign_in(client, company.engineer).get(reverse("governance:declaration")).status_code == 200


def test_staff_with_an_app_gets_in(client, institute):
    TOTP.activate(institute.counter, generate_totp_secret())
    assert sign_in(client, institute.counter).get(reverse("governance:declaration")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, institute):
    RecoveryCodes.activate(institute.counter)
    assert sign_in(client, institute.counter).get(reverse("governance:declaration")).url == PAGE


def test_switched_off_lets_staff_in(client, institute, settings):
    """The negative control: it is the setting that holds the door."""
    settings.STAFF_SECOND_FACTOR = False
    assert sign_in(client, institute.counter).get(reverse("governance:declaration")).status_code == 200


def test_fragment_is_led_there_as_a_whole_page(client, institute):
    answer = sign_in(client, institute.counter).get(reverse("governance:declaration"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == PAGE


def test_back_office_is_behind_the_same_door(client, institute):
    assert sign_in(client, institute.administrator).get("/backoffice/").url == PAGE


def test_password_alone_does_not_sign_in_who_has_a_factor(client, institute):
    secret = generate_totp_secret()
    TOTP.activate(institute.counter, secret)
    form = {"login": institute.counter.email, "password": "secret-for-tests"}
    confirmed(institute.counter)
    answer = client.post(reverse("account_login"), form)
    assert (answer.url, "_auth_user_id" in client.session) == (reverse("mfa_authenticate"), False)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert (answer.url, client.session["_auth_user_id"]) == ("/desk/", str(institute.counter.pk))


def test_setting_up_an_app_opens_the_door(client, institute):
    confirmed(institute.counter)
    client.post(reverse("account_login"), {"login": institute.counter.email, "password": "secret-for-tests"})
    client.post(reverse("account_reauthenticate"), {"password": "secret-for-tests"})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=institute.counter, type="totp").exists()
    assert client.get(reverse("governance:declaration")).status_code == 200


def confirmed(person):
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
