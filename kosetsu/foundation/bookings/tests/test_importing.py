"""Bookings from a sheet: tried with every gate, every row booked or none, what is wrong said with its cell."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from kosetsu.common.decisions import Refused
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.models import Booking, Notice, Resource
from kosetsu.foundation.bookings.tests.conftest import hours, resource
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.governance.models import AuditEvent
from tests import build

HEAD = "resource,day,starts,ends,caller_name,upkeep"
ADDRESS = "/desk/bookings/import/"


@pytest.fixture
def room(institute: Any) -> Resource:
    return resource("R-1", institute.tama, name_ja="会議室")


@pytest.fixture
def bring(institute: Any, at: dt.datetime) -> Callable[..., actions.Sheet]:
    """Import these lines as the counter."""

    def act(*lines: str, verb: Any = actions.import_bookings, by: Any = None) -> actions.Sheet:
        sheet: actions.Sheet = verb(
            by=by or institute.counter, at=at, content="\n".join([HEAD, *lines]).encode(), name="x.csv"
        )
        return sheet

    return act


def test_every_row_is_booked(room: Resource, bring: Any, institute: Any) -> None:
    sheet = bring("R-1,2026-11-24,10:00,12:00,湊 技子,", "R-1,令和8年11月24日,１３:００,14:30,湊 技子,")
    assert sheet.problems == []
    found = Booking.objects.order_by("starts_at")
    assert [(one.span, one.state, one.caller_name, one.booked_by) for one in found] == [
        (hours(10, 12), "confirmed", "湊 技子", institute.counter),
        (hours(13, 14.5), "confirmed", "湊 技子", institute.counter),
    ]


def test_looking_books_nothing_and_says_what_it_would(room: Resource, bring: Any) -> None:
    sheet = bring("R-1,2026-11-24,10:00,12:00,湊 技子,", verb=actions.look_at_bookings)
    assert ([one.span for one in sheet.bookings], sheet.problems) == ([hours(10, 12)], [])
    assert (Booking.objects.count(), Notice.objects.count()) == (0, 0)
    assert not AuditEvent.objects.filter(verb="request").exists()


def test_one_row_that_is_taken_keeps_all_rows_out(room: Resource, bring: Any) -> None:
    sheet = bring("R-1,2026-11-24,9:00,12:00,一番,", "R-1,2026-11-24,11:00,13:00,二番,")
    [problem] = sheet.problems
    assert problem.startswith("セルC3：「会議室」は、その時間は予約済みです。 次に空いている時間：11/24 12:00")
    assert Booking.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("R-9,2026-11-24,10:00,11:00,湊,", "セルA2：「R-9」という番号の機器・部屋はありません。"),
        ("R-1,きのう,10:00,11:00,湊,", "セルB2："),
        ("R-1,2026-11-24,朝,11:00,湊,", "セルC2：「朝」は時刻として読めません。"),
        ("R-1,2026-11-24,10:00,25:00,湊,", "セルD2：「25:00」は時刻として読めません。"),
        ("R-1,2026-11-24,11:00,10:00,湊,", "セルD2：終了は、開始より後にしてください。"),
        ("R-1,2026-11-24,10:00,11:00,,", "セルE2：利用者の氏名を入力してください。"),
        ("R-1,2026-11-24,3:00,4:00,湊,", "セルC2："),
        ("R-1,2026-11-24,10:00,11:00,湊,いいえ", "セルF2：「はい」と入力するか、空けておいてください。"),
    ],
)
def test_what_is_wrong_is_said_with_its_cell(room: Resource, bring: Any, line: str, problem: str) -> None:
    sheet = bring("R-1,2026-11-24,15:00,16:00,よい行,", line)
    [said] = sheet.problems
    assert said.startswith(problem.replace("2：", "3：", 1))
    assert Booking.objects.count() == 0


def test_the_gates_of_other_rooms_are_asked(institute: Any, bring: Any) -> None:
    device = Device.objects.create(code="D-1", kind="instrument", name_ja="天びん", branch=institute.tama, source="x")
    resource("R-2", institute.tama, device=device, name_ja="天びん室")
    [problem] = bring("R-2,2026-11-24,10:00,11:00,湊,").problems
    assert problem.startswith("セルA2：")
    assert "校正" in problem
    assert bring("R-2,2026-11-24,10:00,11:00,保守,はい").problems == []


def test_a_sheet_without_rows_or_headings_is_refused(room: Resource, bring: Any, institute: Any, at: Any) -> None:
    assert bring().problems == ["予約の行がありません。2行目から入力してください。"]
    with pytest.raises(Mistake, match="セルA1の見出し「code」は様式にありません"):
        actions.import_bookings(by=institute.counter, at=at, content=b"code,day\n1,2", name="x.csv")


@pytest.fixture
def bring_for(room: Resource, bring: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], actions.Sheet]:
    """One row for this company and workplace."""
    monkeypatch.setattr(f"{__name__}.HEAD", "resource,day,starts,ends,caller_name,company,workplace")
    return lambda company, workplace: bring(f"R-1,2026-11-24,10:00,11:00,湊,{company},{workplace}")


@pytest.fixture
def two_places(company: Any) -> Any:
    """A company with a number, a main workplace and another one."""
    organisation = company.organisation
    organisation.corporate_number, organisation.code = "4010001000005", "C-9"
    organisation.save()
    company.workplace.name = "本社"
    company.workplace.save()
    build.workplace(organisation, "城東工場")
    return organisation


@pytest.mark.parametrize(
    ("by", "workplace", "found"),
    [("name", "", "本社"), ("name", "城東工場", "城東工場"), ("name", "城東 工場", None), ("code", "", "本社"),
     ("corporate_number", "城東工場", "城東工場")],
)  # fmt: skip
def test_row_is_booked_for_the_workplace_named_or_the_main_one(
    bring_for: Any, two_places: Any, by: str, workplace: str, found: str | None
) -> None:
    problems = bring_for(getattr(two_places, by), workplace).problems
    assert problems == ([] if found else ["セルG2：事業所を選んでください：本社・城東工場"])
    booked = Booking.objects.values_list("workplace__organisation", "workplace__name")
    assert list(booked) == ([(two_places.pk, found)] if found else [])


def test_company_without_a_main_workplace_has_its_only_one(bring_for: Any, company: Any) -> None:
    company.organisation.name_folded = "城東精密"
    company.organisation.save()
    assert bring_for("㈱城東精密", "").problems == []
    assert Booking.objects.get().workplace == company.workplace


def test_row_without_a_company_is_nobodys(bring_for: Any, company: Any) -> None:
    assert (bring_for("", "").problems, Booking.objects.get().workplace) == ([], None)


def test_sheet_without_a_column_for_workplaces_says_it_in_the_company_s_cell(
    bring: Any, room: Resource, company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.workplace(company.organisation, "西工場")
    monkeypatch.setattr(f"{__name__}.HEAD", "resource,day,starts,ends,caller_name,company")
    problems = bring(f"R-1,2026-11-24,10:00,11:00,湊,{company.organisation.name}").problems
    assert problems == ["セルF2：事業所を選んでください：本社工場・西工場"]


@pytest.mark.parametrize(
    ("company_name", "workplace", "problem"),
    [("知らない会社", "", "セルF2：「知らない会社」という会社は登録がありません。"),
     ("", "本社", "セルF2：事業所の会社を入力してください。"),
     ("双子", "", "セルF2：同じ名前の会社が複数あります。法人番号を入力してください。"),
     ("分家", "", "セルG2：事業所を選んでください：東工場・西工場"),
     ("閉店", "", "セルF2：「閉店」という会社は登録がありません。")],
)  # fmt: skip
def test_workplace_that_cannot_be_told_is_said_with_its_cell(
    bring_for: Any, company_name: str, workplace: str, problem: str
) -> None:
    _twin, _other, branched, closed = (build.company(name, "131083") for name in ("双子", "双子", "分家", "閉店"))
    branched.workplace.name = "東工場"
    branched.workplace.save()
    build.workplace(branched.organisation, "西工場")
    closed.workplace.closed_on = dt.date(2026, 11, 1)
    closed.workplace.save()
    assert bring_for(company_name, workplace).problems == [problem]
    assert Booking.objects.count() == 0


def test_only_keepers_bring_a_sheet(institute: Any, company: Any, room: Resource, bring: Any) -> None:
    for who in (institute.planner, company.engineer):
        with pytest.raises(Refused):
            bring("R-1,2026-11-24,10:00,11:00,湊,", by=who)
    assert Booking.objects.count() == 0


def test_the_page_tries_first_and_books_when_it_is_marked(room: Resource, institute: Any) -> None:
    client = Client()
    client.force_login(institute.counter)
    line = "R-1,2026-11-24,10:00,12:00,湊 技子,"
    tried = client.post(ADDRESS, _sent(line))
    assert (tried.status_code, Booking.objects.count()) == (200, 0)
    assert "登録できます。まだ登録していません。" in tried.content.decode()
    assert client.post(ADDRESS, _sent(line, write="on")).headers["Location"] == "/desk/bookings/"
    again = client.post(ADDRESS, _sent(line, write="on"))
    assert (again.status_code, Booking.objects.count()) == (422, 1)
    assert "セルC2：" in again.content.decode()


def test_the_blank_sheet_is_taken_back(institute: Any) -> None:
    client = Client()
    client.force_login(institute.counter)
    sheet = load_workbook(BytesIO(client.get(f"{ADDRESS}sheet/").content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [
        "機器・部屋の番号", "日付", "開始（時:分）", "終了（時:分）", "利用者の氏名", "電話番号", "会社名か法人番号",
        "事業所名", "利用の目的", "校正・保守（はい）",
    ]  # fmt: skip


def _sent(*lines: str, **more: str) -> dict[str, Any]:
    file = SimpleUploadedFile("x.csv", "\n".join([HEAD, *lines]).encode())
    return {"submission_key": str(uuid4()), "sheet": file, **more}
