"""A booth's page: written by its makers, checked by another, in view from 00:00 on, frozen at the end."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.common.tests.files import PDF, upload
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, Exhibition
from kosetsu.services.exhibitions.tests.conftest import CLOSING, DURING, OPENING, in_view, invited
from tests import build
from tests.build import browser
from tests.fixtures import AT

SECOND = dt.timedelta(seconds=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32


def read(booth: Booth, moment: dt.datetime, settings: Any, who: Any = None) -> tuple[int, str]:
    settings.KOSETSU_FIXED_NOW = moment
    answer = browser(who).get(reverse("exhibitions:booth", args=[booth.public_id]))
    return answer.status_code, answer.content.decode()


def test_page_is_nothing_a_second_before_midnight_and_there_at_midnight(booth: Booth, settings: Any) -> None:
    before, after = read(booth, OPENING - SECOND, settings), read(booth, OPENING, settings)
    assert (before[0], after[0], "静音駆動" in after[1]) == (404, 200, True)


def test_wall_before_midnight_names_no_exhibitor(booth: Booth, settings: Any) -> None:
    seen = []
    for moment in (OPENING - SECOND, OPENING):
        settings.KOSETSU_FIXED_NOW = moment
        page = browser().get(reverse("exhibitions:wall", args=[booth.exhibition.public_id])).content.decode()
        seen.append(booth.name in page)
    assert seen == [False, True]


def test_page_that_was_never_checked_stays_unseen(
    exhibition: Exhibition, company: build.Company, institute: build.Institute, settings: Any
) -> None:
    assert read(invited(exhibition, company, institute), DURING, settings)[0] == 404


def test_script_in_a_text_is_shown_as_text(
    exhibition: Exhibition, company: build.Company, institute: build.Institute, settings: Any
) -> None:
    booth = invited(exhibition, company, institute)
    evil = "<script>alert(1)</script>"
    actions.add_panel(by=company.engineer, at=AT, booth=booth, kind="text", title=evil, text=evil)
    _status, page = read(in_view(booth, company.engineer, institute.planner), DURING, settings)
    assert (evil in page, page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2) == (False, True)


def test_revised_page_is_seen_once_it_is_checked(
    opened: Exhibition, booth: Booth, company: build.Company, institute: build.Institute, settings: Any
) -> None:
    booth = actions.revise_booth(by=company.engineer, at=DURING, booth=booth)
    panel = booth.panels.get()
    actions.change_panel(by=company.engineer, at=DURING, panel=panel, title="超静音駆動", text="10dB以下です。")
    seen = ["超静音駆動" in read(booth, DURING, settings)[1]]
    in_view(booth, company.engineer, institute.planner, DURING)
    seen.append("超静音駆動" in read(booth, DURING, settings)[1])
    assert (seen, booth.editions.count()) == ([False, True], 2)


def test_page_is_frozen_at_the_end_and_still_read(
    opened: Exhibition, booth: Booth, company: build.Company, settings: Any
) -> None:
    booth = actions.revise_booth(by=company.engineer, at=DURING, booth=booth)
    actions.close_exhibition(at=CLOSING, exhibition=opened)
    with pytest.raises(Refused, match="ページは固定されました"):
        actions.add_panel(by=company.engineer, at=CLOSING, booth=booth, kind="text", title="後から", text="後から")
    assert read(booth, CLOSING, settings)[0] == 200
    assert Booth.objects.get(pk=booth.pk).state == "frozen"


def test_whoever_handed_a_page_in_does_not_check_it(exhibition: Exhibition, institute: build.Institute) -> None:
    booth = actions.invite_booth(
        by=institute.planner, at=AT, exhibition=exhibition, kind="institute", name="当センター"
    )
    actions.describe_booth(by=institute.planner, at=AT, booth=booth, name="当センター", topic="", lead="試験と相談")
    actions.add_panel(by=institute.planner, at=AT, booth=booth, kind="text", title="試験", text="塩水噴霧試験など。")
    booth = actions.submit_booth(by=institute.planner, at=AT, booth=booth)
    with pytest.raises(Refused, match="自分が提出したページは確認できません"):
        actions.check_booth(by=institute.planner, at=AT, booth=booth)
    assert actions.check_booth(by=institute.counter, at=AT, booth=booth).state == "checked"


def test_each_company_in_view_is_one_entry_and_the_institutes_own_booth_is_none(
    exhibition: Exhibition, booth: Booth, institute: build.Institute
) -> None:
    own = actions.invite_booth(by=institute.planner, at=AT, exhibition=exhibition, kind="institute", name="当センター")
    actions.describe_booth(by=institute.planner, at=AT, booth=own, name="当センター", topic="", lead="試験と相談")
    actions.add_panel(by=institute.planner, at=AT, booth=own, kind="text", title="試験", text="塩水噴霧試験など。")
    in_view(own, institute.planner, institute.counter)
    actions.keep_moments(at=OPENING)
    actions.keep_moments(at=OPENING)
    told = Entry.objects.values_list("service", "kind", "on_date", "quantity", "unit", "reference", "topic")
    assert list(told) == [
        ("exhibitions", "exhibit", dt.date(2026, 12, 1), 1, "社", exhibition.code, "モーターメーカー")
    ]


def test_withdrawn_booth_takes_its_entry_back(opened: Exhibition, booth: Booth, institute: build.Institute) -> None:
    booth = Booth.objects.get(pk=booth.pk)
    actions.withdraw_booth(by=institute.planner, at=DURING, booth=booth, reason="会社の都合")
    assert sum(Entry.objects.filter(kind="exhibit").values_list("quantity", flat=True)) == 0


def test_document_is_had_by_its_makers_first_and_by_everyone_once_its_page_is_in_view(
    exhibition: Exhibition, company: build.Company, rival: build.Company, institute: build.Institute, settings: Any
) -> None:
    booth = invited(exhibition, company, institute)
    panel = actions.add_panel(
        by=company.engineer, at=AT, booth=booth, kind="document", title="カタログ", file=upload("catalogue.pdf", PDF)
    )
    address = reverse("exhibitions:file", args=[panel.public_id])
    before = [browser(who).get(address) for who in (company.engineer, rival.engineer, None)]
    in_view(booth, company.engineer, institute.planner)
    settings.KOSETSU_FIXED_NOW = OPENING
    answer = browser(rival.engineer).get(address)
    assert [one.status_code for one in [*before, answer]] == [200, 404, 404, 200]
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("application/octet-stream", PDF)
    assert "attachment" in answer["Content-Disposition"]
    for one in [*before, answer]:  # which closes the connection as well
        one.close()


def test_video_as_a_file_is_refused_with_the_way_and_what_was_typed_is_kept(
    exhibition: Exhibition, company: build.Company, institute: build.Institute
) -> None:
    booth = invited(exhibition, company, institute)
    given = {"kind": "picture", "title": "動く様子", "text": "毎分1200回転", "submission_key": "0" * 32}
    answer = browser(company.engineer).post(
        reverse("exhibitions:add_panel", args=[booth.public_id]), {**given, "file": upload("m.mp4", b"\x00" * 99)}
    )
    page = answer.content.decode()
    assert (answer.status_code, "動画（リンク）" in page, "毎分1200回転" in page) == (422, True, True)
    assert booth.panels.count() == 1


def test_video_of_300_megabytes_is_refused_before_it_is_read_and_nothing_is_lost(
    exhibition: Exhibition, company: build.Company, institute: build.Institute
) -> None:
    booth = invited(exhibition, company, institute)
    answer = browser(company.engineer).post(
        reverse("exhibitions:add_panel", args=[booth.public_id]), {}, CONTENT_LENGTH=str(300 * 1024 * 1024)
    )
    assert (answer.status_code, booth.panels.count()) == (413, 1)


def test_another_companys_editor_looks_like_nothing(booth: Booth, rival: build.Company) -> None:
    client = browser(rival.engineer)
    told = {
        client.get(reverse(f"exhibitions:{name}", args=[booth.public_id])).status_code for name in ("edit", "exchange")
    }
    assert told == {404}
