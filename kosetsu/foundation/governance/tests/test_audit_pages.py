"""The viewer of the audit log: found by thing, actor, verb and content; the last verification stands above it."""

import pytest
from django.urls import reverse

from kosetsu.foundation.governance import access
from kosetsu.foundation.governance.actions import verify_chain
from kosetsu.foundation.governance.append_only import protect, release
from kosetsu.foundation.governance.audit import record
from kosetsu.foundation.governance.models import AuditEvent

PAGE = "/desk/governance/audit/"


@pytest.fixture
def log(company, institute, at):
    """Three changes by two people and the program, of two things."""
    one, other = company.organisation, company.workplace
    return [
        record(by=institute.planner, at=at, verb="rename", thing=one, before={"n": "旧社名"}, after={"n": "新社名"}),
        record(by=institute.counter, at=at, verb="move", thing=other, after={"area": "131083"}, reason="移転届"),
        record(by=None, at=at, verb="rename", thing=other, after={"name": "第二工場"}),
    ]


def found(client, person, **asked):
    client.force_login(person)
    return [row.cells[0].text for row in client.get(PAGE, asked).context["list"].rows]


def numbers(events):
    return [str(event.sequence) for event in events]


def test_newest_change_stands_first(client, institute, log):
    assert found(client, institute.administrator) == numbers(reversed(log))


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"q": "旧社名"}, [0]),
        ({"q": "第二工場"}, [2]),
        ({"q": "窓口"}, [1]),
        ({"q": "移転届"}, [1]),
        ({"verb": "rename"}, [2, 0]),
        ({"thing": "parties.Workplace", "verb": "rename"}, [2]),
        ({"at_from": "2026-11-21"}, []),
    ],
)
def test_log_is_narrowed_by_content_actor_reason_verb_thing_and_day(client, institute, log, asked, places):
    assert found(client, institute.planner, **asked) == [str(log[place].sequence) for place in places]


@pytest.fixture
def told(company, institute, at):
    """Verbs and records that have words: one by its own app, one by a service, one that nobody knows any more."""
    body, workplace = company.organisation, company.workplace
    return [
        record(by=institute.counter, at=at, verb="rename_organisation", thing=body),
        record(by=institute.counter, at=at, verb="enter", thing=workplace),
        record(by=institute.counter, at=at, verb="forgotten", thing=institute.head_office),
    ]


def cells(client, person, key, **asked):
    client.force_login(person)
    rows = client.get(PAGE, asked).context["list"].rows
    return [(cell.text, cell.hint) for row in rows for cell in row.cells if cell.column.key == key]


def test_verbs_and_things_stand_in_words_with_the_code_behind_them(client, institute, told):
    assert cells(client, institute.planner, "verb") == [
        ("forgotten", "forgotten"),
        ("電話・来所の相談の登録", "enter"),
        ("組織の名称の変更", "rename_organisation"),
    ]
    assert cells(client, institute.planner, "thing") == [
        ("拠点", "parties.Branch"),
        ("事業所", "parties.Workplace"),
        ("組織", "parties.Organisation"),
    ]
    assert 'title="rename_organisation"' in client.get(PAGE).content.decode()


def test_filters_offer_words_and_ask_by_code(client, institute, told):
    client.force_login(institute.planner)
    page = client.get(PAGE, {"verb": "rename_organisation"}).context["list"]
    offered = {control.filter.key: control.choices for control in page.controls if control.filter.kind == "choice"}
    assert offered["thing"] == [
        ("parties.Workplace", "事業所"),
        ("parties.Branch", "拠点"),
        ("parties.Organisation", "組織"),
    ]
    assert ("rename_organisation", "組織の名称の変更") in offered["verb"]
    assert [chip.label for chip in page.chips] == ["操作：組織の名称の変更"]
    assert [row.record for row in page.rows] == [told[0]]


def test_words_follow_the_readers_language(client, institute, told):
    client.force_login(institute.planner)
    page = client.get(PAGE, headers={"Accept-Language": "en"})
    assert "Organisation renamed" in page.content.decode()


def test_export_can_carry_the_codes(client, institute, told):
    client.force_login(institute.planner)
    asked = {"format": "csv", "columns": "verb,verb_code,thing_code", "verb": "rename_organisation"}
    line = client.get(PAGE, asked).content.decode("utf-8-sig").splitlines()[1]
    assert line == f"{told[0].sequence},組織の名称の変更,rename_organisation,parties.Organisation"


def test_change_shows_its_words_and_codes(client, institute, told):
    client.force_login(institute.planner)
    page = client.get(f"{PAGE}{told[0].sequence}/").content.decode()
    shown = ("組織の名称の変更", ">rename_organisation<", ">parties.Organisation<")
    assert [word for word in shown if word not in page] == []


def test_change_shows_both_sides_and_the_reading_is_noted(client, institute, log):
    client.force_login(institute.planner)
    page = client.get(f"{PAGE}{log[0].sequence}/").content.decode()
    assert ("旧社名" in page, "新社名" in page) == (True, True)
    assert [row.person for row in access.readings_of(log[0])] == [institute.planner]


@pytest.mark.parametrize("post", ["counter", "researcher", "exporter"])
def test_other_posts_do_not_open_the_log(client, institute, log, post):
    client.force_login(getattr(institute, post))
    pages = [client.get(address) for address in (PAGE, f"{PAGE}{log[0].sequence}/", f"{PAGE}?format=csv")]
    assert [(page.status_code, "社名" in page.content.decode()) for page in pages] == [(403, False)] * 3


def test_company_does_not_open_the_log(client, company, log):
    client.force_login(company.engineer)
    assert client.get(PAGE).status_code == 403


def test_last_verification_stands_above_the_log(client, institute, log, at):
    client.force_login(institute.administrator)
    before = client.get(PAGE).content.decode()
    verify_chain(at=at)
    after = client.get(PAGE).content.decode()
    assert ("まだ確認していません" in before, "すべて一致" in after, "2026/11/20 10:00" in after) == (True, True, True)


def test_fault_found_at_night_is_shown_with_its_row(client, institute, log, at):
    from django.db import connection

    table = AuditEvent._meta.db_table
    release(connection, table)
    AuditEvent.objects.filter(pk=log[1].pk).update(verb="x")
    protect(connection, table)
    verify_chain(at=at)
    client.force_login(institute.administrator)
    page = client.get(PAGE).content.decode()
    link = reverse("governance-desk:audit_event", args=[log[1].sequence])
    assert ("1件の不一致" in page, f'href="{link}"' in page, "書き換えられています" in page) == (True, True, True)
