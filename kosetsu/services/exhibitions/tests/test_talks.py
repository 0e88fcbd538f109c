"""A research presentation: its programme with abstracts, tracks without clashes, each talk one entry at the end."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.common.tests.files import PDF, upload
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.search import queries
from kosetsu.foundation.search.sources import PUBLIC
from kosetsu.services.exhibitions import actions
from tests import build
from tests.build import browser
from tests.fixtures import AT

DAY = dt.timedelta(days=1)
STARTS = AT + 10 * DAY
MINUTES = dt.timedelta(minutes=1)
ABSTRACT = "プラズマ処理で接着強さが二倍になった。"


def planned(institute: build.Institute, kind: str = "research_presentation") -> Gathering:
    plan = gatherings.Plan(
        service="exhibitions", kind=kind, title="研究発表会2026", format=Format.ON_SITE, branch=institute.head_office,
        parts=[gatherings.Part(STARTS, STARTS + dt.timedelta(hours=6))],
    )  # fmt: skip
    return gatherings.plan_gathering(by=institute.researcher, at=AT, plan=plan)


def published(gathering: Gathering, institute: build.Institute) -> Gathering:
    gathering = gatherings.approve_gathering(by=institute.planner, at=AT, gathering=gathering)
    return gatherings.publish(by=institute.researcher, at=AT, gathering=gathering)


@pytest.fixture
def gathering(institute: build.Institute) -> Gathering:
    return published(planned(institute), institute)


def given(**changes: Any) -> actions.Given:
    said: dict[str, Any] = {
        "starts_at": STARTS, "minutes": 20, "title": "プラズマで接着を強くする", "speaker": "研究 員",
        "abstract": ABSTRACT, "track": "A会場",
    }  # fmt: skip
    return actions.Given(**{**said, **changes})


def add(gathering: Gathering, institute: build.Institute, **changes: Any) -> Any:
    return actions.add_talk(by=institute.researcher, at=AT, gathering=gathering, given=given(**changes))


def test_programme_is_read_by_everyone_with_its_abstracts_and_found_by_the_search(
    gathering: Gathering, institute: build.Institute, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = AT
    add(gathering, institute)
    event = Client().get(reverse("gatherings:gathering", args=[gathering.public_id])).content.decode()
    address = reverse("exhibitions:programme", args=[gathering.public_id])
    page = Client().get(address).content.decode()
    assert (address in event, ABSTRACT in page, "A会場" in page) == (True, True, True)
    assert len(queries.find("プラズマ 接着", scope=PUBLIC, kinds=["talk"], limit=5)) == 1


def test_programme_of_what_is_only_planned_is_nobody_elses(
    institute: build.Institute, company: build.Company, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = AT
    gathering = planned(institute)
    add(gathering, institute)
    address = reverse("exhibitions:programme", args=[gathering.public_id])
    desk = reverse("exhibitions-desk:talks", args=[gathering.public_id])
    assert [browser(who).get(address).status_code for who in (None, company.engineer)] == [404, 404]
    assert [browser(who).get(desk).status_code for who in (company.engineer, institute.researcher)] == [404, 200]
    assert queries.find("プラズマ 接着", scope=PUBLIC, kinds=["talk"], limit=5) == []


def test_two_talks_of_a_track_do_not_overlap_and_of_two_tracks_do(
    gathering: Gathering, institute: build.Institute
) -> None:
    add(gathering, institute)
    with pytest.raises(Refused, match="会場「A会場」には、この時間に別の発表があります"):
        add(gathering, institute, starts_at=STARTS + 19 * MINUTES)
    add(gathering, institute, starts_at=STARTS + 19 * MINUTES, track="B会場")
    add(gathering, institute, starts_at=STARTS + 20 * MINUTES)
    assert gathering.talks.count() == 3


@pytest.mark.parametrize(("changes", "reason"), [
    ({"abstract": " "}, "題名・発表者・要旨"), ({"starts_at": STARTS + DAY}, "研究発表会の開催日"),
    ({"invited_as": "TKF機関"}, "発表する連携機関を選んで"),
])  # fmt: skip
def test_talk_that_cannot_be_is_refused(
    gathering: Gathering, institute: build.Institute, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        add(gathering, institute, **changes)
    assert gathering.talks.count() == 0


def test_at_the_end_each_talk_that_was_given_is_an_entry(gathering: Gathering, institute: build.Institute) -> None:
    """Our own under its title, an invited body's under that among whom it was invited; a withdrawn one is none."""
    sister = Organisation.objects.create(kind="sister_institute", name="県立センター", name_folded="県立センター")
    add(gathering, institute)
    add(
        gathering,
        institute,
        starts_at=STARTS + 20 * MINUTES,
        partner=sister,
        invited_as="TKF機関",
        title="招かれた発表",
    )
    gone = add(gathering, institute, starts_at=STARTS + 40 * MINUTES, title="取りやめる発表")
    actions.withdraw_talk(by=institute.researcher, at=AT, talk=gone, reason="発表者の都合")
    gatherings.count_heads(by=institute.researcher, at=STARTS, gathering=gathering, on_date=STARTS.date(), headcount=90)
    gatherings.close_gathering(by=institute.researcher, at=STARTS, gathering=gathering)
    told = Entry.objects.order_by("pk").values_list("service", "kind", "topic", "quantity", "headcount", "partner")
    assert list(told) == [
        ("exhibitions", "research_presentation", "研究発表会2026", 1, 90, None),
        ("exhibitions", "research_talk", "プラズマで接着を強くする", 1, 0, None),
        ("exhibitions", "invited_talk", "TKF機関", 1, 0, sister.pk),
    ]
    assert Entry.objects.values_list("reference", flat=True).distinct().get() == gathering.code


def test_open_day_is_an_entry_for_each_day_and_has_no_programme(institute: build.Institute) -> None:
    day = published(planned(institute, "open_day"), institute)
    with pytest.raises(Refused, match="研究発表会だけにあります"):
        add(day, institute)
    gatherings.count_heads(by=institute.researcher, at=STARTS, gathering=day, on_date=STARTS.date(), headcount=320)
    gatherings.close_gathering(by=institute.researcher, at=STARTS, gathering=day)
    assert list(Entry.objects.values_list("kind", "headcount")) == [("open_day", 320)]


def test_programme_of_what_is_over_stays_as_it_was(gathering: Gathering, institute: build.Institute) -> None:
    talk = add(gathering, institute)
    gatherings.call_off(by=institute.researcher, at=AT, gathering=gathering, reason="台風")
    with pytest.raises(Refused, match="「中止」の催しのプログラムは変えられません"):
        actions.change_talk(by=institute.researcher, at=AT, talk=talk, given=given(title="別の題名"))


def test_material_is_beside_its_talk_once_it_is_handed_out_to_everyone(
    gathering: Gathering, institute: build.Institute, settings: Any
) -> None:
    after = STARTS + dt.timedelta(hours=8)
    made = gatherings.add_material(
        by=institute.researcher, at=AT, gathering=gathering, title="講演スライド", audience="everyone",
        released_at=after, file=upload("slides.pdf", PDF),
    )  # fmt: skip
    add(gathering, institute, material=made)
    address, seen = reverse("exhibitions:programme", args=[gathering.public_id]), []
    for moment in (AT, after):
        settings.KOSETSU_FIXED_NOW = moment
        seen.append("講演スライド" in Client().get(address).content.decode())
    assert seen == [False, True]


def test_talk_is_put_in_and_changed_at_the_desk(
    gathering: Gathering, institute: build.Institute, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = AT
    client = browser(institute.researcher)
    typed = {
        "starts_at": "2026-11-30T10:00", "minutes": "20", "title": "題名", "speaker": "発表者", "abstract": ABSTRACT,
    }  # fmt: skip
    add_url = reverse("exhibitions-desk:add_talk", args=[gathering.public_id])
    empty = client.post(add_url, {**typed, "abstract": "", "submission_key": "1" * 32})
    client.post(add_url, {**typed, "submission_key": "2" * 32})
    talk = gathering.talks.get()
    change = reverse("exhibitions-desk:change_talk", args=[talk.public_id])
    shown = client.get(change).content.decode()
    client.post(change, {**typed, "title": "新しい題名", "submission_key": "3" * 32})
    assert (empty.status_code, 'value="2026-11-30T10:00"' in shown) == (422, True)
    assert gathering.talks.get().title == "新しい題名"
