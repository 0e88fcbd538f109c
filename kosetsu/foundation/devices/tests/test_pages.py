"""The register at the desk, the doubts, and the public notices."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.devices import actions
from kosetsu.foundation.devices.models import ImpactDecision, Outage
from kosetsu.foundation.devices.tests.conftest import checked, device
from tests.build import once

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(institute):
    client = Client()
    client.force_login(institute.researcher)
    return client


def test_the_register_says_until_when_each_check_holds(desk, gauge, standard):
    page = desk.get("/desk/devices/").content.decode()
    assert [word for word in ("膜厚計", "校正の記録なし", "標準板", "有効", "2027/03/31") if word not in page] == []


def test_the_due_list_leaves_out_what_holds(desk, gauge, standard):
    page = desk.get("/desk/devices/due/").content.decode()
    assert ("膜厚計" in page, "標準板" in page) == (True, False)


def test_the_register_goes_out_as_a_spreadsheet(desk, gauge):
    answer = desk.get("/desk/devices/?format=xlsx")
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


def test_a_check_is_recorded_with_its_certificate_which_staff_download(desk, gauge, standard):
    file = SimpleUploadedFile("C-1.pdf", b"%PDF-1.7 x")
    sent = once(
        done_on="2026-11-20", as_found="good", result="passed", references=[standard.pk], attachments=file,
        certificate_number="C-1",
    )  # fmt: skip
    assert desk.post("/desk/devices/D-1/calibrate/", sent).status_code == 302
    page = desk.get("/desk/devices/D-1/").content.decode()
    assert [word for word in ("C-1.pdf", "1段目", "S-1") if word not in page] == []
    kept = gauge.files.get()
    answer = desk.get(f"/desk/devices/files/{kept.public_id}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_refused_check_keeps_what_was_typed(desk, gauge):
    sent = once(done_on="2026-11-20", as_found="failed", result="passed", certificate_number="C-9")
    answer = desk.post("/desk/devices/D-1/calibrate/", sent)
    assert answer.status_code == 422
    assert 'value="C-9"' in answer.content.decode()


def test_nobody_outside_finds_the_register_or_its_files(gauge, standard, company, desk, institute, at):
    file = SimpleUploadedFile("秘.pdf", b"%PDF-1.7 x")
    kept = actions.add_file(by=institute.researcher, at=at, device=gauge, file=file, kind="manual")
    client = Client()
    client.force_login(company.engineer)
    addresses = ["", "D-1/", "due/", "works/", "outages/", f"files/{kept.public_id}/", "NONE/"]
    assert {client.get(f"/desk/devices/{address}").status_code for address in addresses} == {404}


def test_an_outage_is_entered_and_ended_from_the_devices_page(desk, gauge, settings, at):
    sent = once(kind="sudden", starts_at="2026-11-20T09:00", ends_at="", public_reason="ポンプの故障", public="on")
    assert desk.post("/desk/devices/D-1/enter_outage/", sent).status_code == 302
    outage = Outage.objects.get()
    assert desk.post(f"/desk/devices/outages/{outage.public_id}/end/", once()).status_code == 302
    outage.refresh_from_db()
    assert (outage.ends_at, outage.ended_at) == (at, at)


def test_a_second_outage_at_the_same_time_is_refused_beside_its_form(desk, gauge):
    sent = {"kind": "sudden", "starts_at": "2026-11-20T09:00", "ends_at": "", "public_reason": "故障"}
    desk.post("/desk/devices/D-1/enter_outage/", once(**sent))
    answer = desk.post("/desk/devices/D-1/enter_outage/", once(**sent))
    assert answer.status_code == 422
    assert "同じ期間の休止がすでに登録されています。" in answer.content.decode()
    assert Outage.objects.count() == 1


def test_everyone_reads_which_devices_are_out_and_back_and_no_inner_note(client, gauge, institute, at):
    other, hidden = device("D-2", institute, name_ja="粗さ計"), device("D-3", institute, name_ja="試作機")
    hour = dt.timedelta(hours=1)
    common = {"by": institute.researcher, "at": at, "kind": "sudden", "note": "田中さんが壊した"}
    actions.enter_outage(**common, device=gauge, starts_at=at - hour, ends_at=None, public_reason="ポンプの故障")
    over = actions.enter_outage(
        **common, device=other, starts_at=at - 2 * hour, ends_at=None, public_reason="電源の点検"
    )
    actions.end_outage(by=institute.researcher, at=at, outage=over)
    actions.enter_outage(**common, device=hidden, starts_at=at - hour, ends_at=None, public_reason="秘密", public=False)
    page = client.get("/devices/outages/").content.decode()
    assert page.index("休止中") < page.index("膜厚計") < page.index("再開しました") < page.index("粗さ計")
    first = client.get("/").content.decode()
    assert ("膜厚計" in first, "粗さ計" in first) == (True, False)
    assert [word for word in ("田中", "試作機", "秘密", institute.researcher.name) if word in page + first] == []


def test_doubts_are_listed_and_decided_on_the_page(desk, failed, uses, institute, at, company):
    rows = [
        record_entry(
            by=institute.researcher, at=at, service="testing", kind="report", on_date=dt.date(2026, month, 1),
            reference="D-1", workplace=company.workplace, organisation=company.organisation,
        )
        for month in (3, 5, 6)
    ]  # fmt: skip
    address = f"/desk/devices/checks/{failed.public_id}/{uses.key}/"
    assert f'href="{address}"' in desk.get("/desk/devices/D-1/").content.decode()
    page = desk.get(address).content.decode()
    assert [f"成{row.pk}" in page for row in rows] == [False, True, True]
    asked = desk.post(f"{address}decide/", {"selected": [rows[1].pk]})
    assert "選んだ1件に" in asked.content.decode()
    wrong = desk.post(f"{address}decide/", once(selected=[rows[1].pk], verdict="inform", reason=""))
    assert (wrong.status_code, ImpactDecision.objects.count()) == (422, 0)
    sent = once(selected=[rows[1].pk], verdict="inform", reason="再測定")
    assert desk.post(f"{address}decide/", sent).status_code == 302
    assert desk.post(f"{address}decide/", once(rest="1", verdict="no_impact", reason="余裕あり")).status_code == 302
    assert sorted(ImpactDecision.objects.values_list("thing", "verdict")) == [
        (rows[1].pk, "inform"),
        (rows[2].pk, "no_impact"),
    ]


def test_a_check_that_was_good_has_no_doubts(desk, gauge, uses):
    good = checked(gauge, dt.date(2026, 4, 1))
    assert desk.get(f"/desk/devices/checks/{good.public_id}/{uses.key}/").status_code == 404
