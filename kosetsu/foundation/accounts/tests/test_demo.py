"""One press signs in to the demo; outside the demo there is no such page."""

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from kosetsu.foundation.accounts.models import Person
from tests import build


@pytest.fixture
def player(db):
    return build.person("見本 花子", demo_role="都内の会社の担当者")


@pytest.fixture
def demo(settings):
    settings.KOSETSU_DEMO = True


def press(client, person):
    return client.post(reverse("accounts:demo_sign_in", args=[person.public_id]))


def test_demo_lists_its_people_and_one_press_signs_in(client, player, demo):
    real = build.person("実在 太郎")
    page = client.get(reverse("accounts:demo")).content.decode()
    assert ("都内の会社の担当者" in page, real.name in page) == (True, False)
    assert press(client, player).url == "/me/"
    assert client.session["_auth_user_id"] == str(player.pk)
    assert UserSession.objects.filter(user=player).count() == 1


def test_staff_of_the_demo_land_on_the_desk(client, institute, demo):
    Person.objects.filter(pk=institute.counter.pk).update(demo_role="窓口")
    assert press(client, institute.counter).url == "/desk/"


def test_outside_the_demo_there_is_no_such_page(client, player):
    assert client.get(reverse("accounts:demo")).status_code == 404
    assert press(client, player).status_code == 404
    assert "_auth_user_id" not in client.session


def test_real_person_cannot_be_entered_even_in_the_demo(client, demo, db):
    assert press(client, build.person("実在 太郎")).status_code == 404
    assert "_auth_user_id" not in client.session


def test_looking_does_not_sign_in(client, player, demo):
    assert client.get(reverse("accounts:demo_sign_in", args=[player.public_id])).status_code == 405


def test_sign_in_page_offers_the_demo_only_in_the_demo(client, player, settings):
    assert reverse("accounts:demo") not in client.get(reverse("account_login")).content.decode()
    settings.KOSETSU_DEMO = True
    assert reverse("accounts:demo") in client.get(reverse("account_login")).content.decode()
