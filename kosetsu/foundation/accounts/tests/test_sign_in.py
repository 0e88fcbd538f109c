"""Signing up, in, out; the pages in Japanese; sessions that end."""

import datetime as dt
import re

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth import get_user_model
from django.urls import reverse

from tests import build

Person = get_user_model()


@pytest.fixture
def who(db):
    person = build.person("相談 太郎")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    return person


def enter(client, person, password="secret-for-tests"):
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def test_person_signs_up_confirms_and_is_in(client, db, mailoutbox):
    form = {"name": "新規 花子", "name_kana": "シンキ ハナコ", "email": "new@example.jp"}
    form |= {"password1": "tokyo-kosetsu-2026", "password2": "tokyo-kosetsu-2026"}
    assert client.post(reverse("account_signup"), form).url == reverse("account_email_verification_sent")
    person = Person.objects.get(email="new@example.jp")
    assert (person.name, person.name_kana) == ("新規 花子", "シンキ ハナコ")
    assert "_auth_user_id" not in client.session
    address = re.search(r"https?://\S+(/accounts/confirm-email/\S+/)", mailoutbox[0].body)[1]
    assert client.get(address).status_code == 200
    client.post(address)
    assert enter(client, person, "tokyo-kosetsu-2026").status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("missing", ["name", "name_kana", "email", "password1"])
def test_sign_up_without_a_needed_field_keeps_the_rest(client, db, missing):
    form = {"name": "新規 花子", "name_kana": "シンキ", "email": "new@example.jp"}
    form |= {"password1": "tokyo-kosetsu-2026", "password2": "tokyo-kosetsu-2026"}
    page = client.post(reverse("account_signup"), form | {missing: ""}).content.decode()
    assert "入力内容をお確かめください" in page
    assert Person.objects.count() == 0


def test_sign_up_with_a_known_address_does_not_tell(client, who, mailoutbox):
    form = {"name": "別人", "name_kana": "ベツジン", "email": who.email}
    form |= {"password1": "tokyo-kosetsu-2026", "password2": "tokyo-kosetsu-2026"}
    assert client.post(reverse("account_signup"), form).url == reverse("account_email_verification_sent")
    assert (Person.objects.count(), [mail.to for mail in mailoutbox]) == (1, [[who.email]])


def test_sixth_wrong_password_is_refused_even_when_right(client, who):
    for _attempt in range(5):
        enter(client, who, "wrong")
    assert enter(client, who).status_code == 200
    assert "_auth_user_id" not in client.session


def test_right_password_after_four_wrong_ones_gets_in(client, who):
    """The negative control of the limit."""
    for _attempt in range(4):
        enter(client, who, "wrong")
    assert enter(client, who).status_code == 302


def test_password_is_reset_by_mail(client, who, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": who.email})
    address = re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+/)", mailoutbox[0].body)[1]
    form = client.get(address, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "kosetsu-tokyo-9999", "password2": "kosetsu-tokyo-9999"})
    assert enter(client, who, "kosetsu-tokyo-9999").status_code == 302


def test_each_lands_where_their_work_is(client, institute, company, who):
    assert enter(client, who).url == "/me/"
    counter = institute.counter
    counter.emailaddress_set.create(email=counter.email, verified=True, primary=True)
    client.logout()
    assert enter(client, counter).url == "/desk/"


def test_sign_in_is_recorded(client, who):
    enter(client, who)
    assert _audit().get(verb="sign_in").actor_id == who.pk


PAGES = {
    "account_login": "メールアドレスとパスワードでログイン",
    "account_signup": "利用者登録",
    "account_reset_password": "パスワード",
}
OWN_PAGES = {
    "account_email": "メールアドレス",
    "account_change_password": "パスワード",
    "mfa_index": "二段階の確認",
    "usersessions_list": "ログイン中の端末",
    "socialaccount_connections": "外部のアカウント",
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_in_our_layout_in_japanese(client, db, name):
    page = client.get(reverse(name)).content.decode()
    assert PAGES[name] in page
    assert ('<html lang="ja">' in page, '<main id="main"' in page, page.count("<h1")) == (True, True, 1)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_page_is_in_our_layout_in_japanese(client, who, name):
    enter(client, who)
    page = client.get(reverse(name)).content.decode()
    assert OWN_PAGES[name] in page
    assert ('<html lang="ja">' in page, '<main id="main"' in page, page.count("<h1")) == (True, True, 1)


def test_session_of_staff_left_alone_ends(client, institute, settings, at):
    client.force_login(institute.counter, "django.contrib.auth.backends.ModelBackend")
    settings.KOSETSU_FIXED_NOW = at
    assert client.get(reverse("governance:declaration")).status_code == 200
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(minutes=29)
    assert client.get(reverse("governance:declaration")).status_code == 200
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(minutes=60)
    answer = client.get(reverse("governance:declaration"), follow=True)
    assert "ログインの有効な時間が過ぎました" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_session_of_a_company_stays(client, company, settings, at):
    """The negative control."""
    client.force_login(company.engineer, "django.contrib.auth.backends.ModelBackend")
    client.get(reverse("governance:declaration"))
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(hours=5)
    assert client.get(reverse("governance:declaration")).status_code == 200


def test_session_in_steady_use_ends_after_twelve_hours(client, institute, settings, at):
    client.force_login(institute.counter, "django.contrib.auth.backends.ModelBackend")
    for minutes in range(0, 12 * 60 + 1, 20):
        settings.KOSETSU_FIXED_NOW = at + dt.timedelta(minutes=minutes)
        assert client.get(reverse("governance:declaration")).status_code == 200
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(hours=12, minutes=1)
    assert client.get(reverse("governance:declaration")).status_code == 302


def test_administrator_closes_an_account_and_its_sessions_end(client, who, institute):
    from django.test import Client

    theirs = Client()
    enter(theirs, who)
    theirs.get("/accounts/email/")
    assert UserSession.objects.filter(user=who).count() == 1
    client.force_login(institute.administrator, "django.contrib.auth.backends.ModelBackend")
    assert "相談 太郎" in client.get(reverse("accounts-desk:people"), {"q": "相談"}).content.decode()
    assert client.get(reverse("accounts-desk:person", args=[who.public_id])).status_code == 200
    key = "019a0000-0000-7000-8000-000000000001"
    address = reverse("accounts-desk:change", args=[who.public_id, "close"])
    client.post(address, {"submission_key": key, "reason": "退職のため"})
    who.refresh_from_db()
    assert (who.is_active, UserSession.objects.filter(user=who).count()) == (False, 0)
    assert theirs.get("/accounts/email/").status_code == 302
    event = _audit().get(verb="close_account")
    assert (event.actor_id, event.reason, event.after) == (
        institute.administrator.pk,
        "退職のため",
        {"is_active": False},
    )


@pytest.mark.parametrize("post", ["counter", "researcher", "exporter", "planner"])
def test_list_of_people_is_closed_to_other_posts(client, institute, who, post):
    client.force_login(getattr(institute, post), "django.contrib.auth.backends.ModelBackend")
    for name, args in (("people", []), ("person", [who.public_id])):
        answer = client.get(reverse(f"accounts-desk:{name}", args=args))
        assert (answer.status_code, who.email in answer.content.decode()) == (403, False)


def test_administrator_cannot_lock_themselves_out(client, institute):
    client.force_login(institute.administrator, "django.contrib.auth.backends.ModelBackend")
    address = reverse("accounts-desk:change", args=[institute.administrator.public_id, "close"])
    form = {"submission_key": "019a0000-0000-7000-8000-000000000002", "reason": "x"}
    assert client.post(address, form).status_code == 403
    institute.administrator.refresh_from_db()
    assert institute.administrator.is_active


def _audit():
    """The log is kept one floor up, which these tests must not import."""
    return apps.get_model("governance.AuditEvent").objects
