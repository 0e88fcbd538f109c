"""Menus: groups in one order, the present page's one open, few lines without any."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem, manifests

pytestmark = pytest.mark.django_db


def menu(client, person, name):
    """The desk's menu as the page of this name shows it to somebody."""
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(name)).context["desk_menu"]


@pytest.mark.parametrize("name", ["consultations-desk:enter", "consultations-desk:queue", "reporting-desk:targets"])
def test_menu_marks_only_the_longest_match_as_current(client, institute, name):
    groups = menu(client, institute.planner if "targets" in name else institute.counter, name)
    assert [line["url"] for group in groups for line in group["lines"] if line["active"]] == [reverse(name)]


def test_groups_stand_in_the_order_of_the_list_each_once(client, institute):
    groups = menu(client, institute.counter, "desk-desk:home")
    order = [group["lines"][0]["group"] for group in groups]
    assert order == [group for group in MenuGroup if group in order]
    assert [{line["group"] for line in group["lines"]} for group in groups] == [{group} for group in order]


def test_group_of_the_present_page_and_today_are_open(client, institute):
    groups = menu(client, institute.counter, "bookings-desk:approvals")
    assert [group["label"] for group in groups if group["open"]] == ["今日", "試験と機器"]
    assert [group["label"] for group in groups if group["active"]] == ["試験と機器"]


def test_folded_group_says_the_sum_of_its_counts(client, institute, monkeypatch):
    item = MenuItem("待ち", "desk-desk:home", count=lambda user: 3, group=MenuGroup.MONEY)
    more = MenuItem("確認", "desk-desk:home", count=lambda user: 4, group=MenuGroup.MONEY)
    ours = [one for one in manifests() if one.key in ("consultations", "bookings", "testing")]
    made = Manifest(key="made", title="作り", desk_menu=[item, more])
    monkeypatch.setattr("kosetsu.foundation.parties.context.manifests", lambda: [*ours, made])
    groups = menu(client, institute.counter, "bookings-desk:approvals")
    assert [(g["label"], g["count"], g["open"]) for g in groups if g["label"] == "料金と収支"] == [
        ("料金と収支", 7, False)
    ]


def test_few_lines_stand_without_groups(client, institute, monkeypatch):
    ours = [one for one in manifests() if one.key in ("desk", "bookings", "testing")]
    monkeypatch.setattr("kosetsu.foundation.parties.context.manifests", lambda: ours)
    (only,) = menu(client, institute.counter, "bookings-desk:approvals")
    assert (only["label"], len(only["lines"])) == ("", 8)


def test_app_that_says_no_group_for_its_lines_is_refused():
    with pytest.raises(ImproperlyConfigured, match="made: menu_group is missing in the manifest, for made:list"):
        Manifest(key="made", title="作り", portal_menu=[MenuItem("一覧", "made:list")])
