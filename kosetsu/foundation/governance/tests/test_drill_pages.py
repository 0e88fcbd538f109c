"""The page of restore drills: it warns once no backup is known to live."""

import datetime as dt

import pytest

from kosetsu.foundation.governance.models import RestoreDrill

PAGE = "/desk/governance/drills/"
WARNING = "この1週間に復元できたバックアップがありません。"
WEEK = dt.timedelta(days=7)


@pytest.fixture
def drilled(institute, at):
    """One that passed a week ago, and one that failed just now."""
    for moment, archive, passed in ((at - WEEK, "good", True), (at, "damaged", False)):
        RestoreDrill.objects.create(
            at=moment, archive=archive, made_at=moment, rows=3, seconds=35, passed=passed, said="restore: ok\nlook: no"
        )


def page(client, institute, **asked):
    client.force_login(institute.administrator)
    return client.get(PAGE, asked)


def archives(answer):
    return [row.cells[0].text for row in answer.context["list"].rows]


def test_drills_stand_with_their_outcome_and_what_was_said_last(client, institute, drilled):
    rows = page(client, institute).context["list"].rows
    assert [(row.cells[0].text, row.cells[3].text, row.cells[-1].text) for row in rows] == [
        ("damaged", "復元できなかった", "look: no"),
        ("good", "復元できた", "look: no"),
    ]


@pytest.mark.parametrize(("passed", "names"), [("True", ["good"]), ("False", ["damaged"])])
def test_drills_are_narrowed_by_outcome(client, institute, drilled, passed, names):
    assert archives(page(client, institute, passed=passed)) == names


def test_a_week_after_the_last_that_passed_nothing_is_wrong(client, institute, drilled):
    assert WARNING not in page(client, institute).content.decode()


def test_later_it_warns_whatever_failed_since(client, institute, drilled, settings, at):
    settings.KOSETSU_FIXED_NOW = at + dt.timedelta(seconds=1)
    assert WARNING in page(client, institute).content.decode()


def test_it_warns_where_no_backup_was_ever_restored(client, institute):
    assert WARNING in page(client, institute).content.decode()
