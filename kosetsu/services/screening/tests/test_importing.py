"""A body's list: every mistake by its cell, nothing half-taken, applicants under any name, files from a ZIP."""

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets import BadTable, write_xlsx
from kosetsu.common.tests.files import PDF, archive
from kosetsu.foundation.catalogue.models import TechnologyField
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.reviews.models import Conflict, Item, ItemFile, Step
from kosetsu.services.screening import actions
from kosetsu.services.screening.documents.intake import columns_of
from kosetsu.services.screening.models import ImportedSheet, ScreeningProgramme, Submission
from kosetsu.services.screening.rules.forms import Form
from kosetsu.services.screening.tests.conftest import FORM, Office, sheet_of
from tests import build
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
KEYS = ("number", "title", "applicant", "corporate_number", "workplace", "fields", "received_on", "files")
GOOD = ("A-1", "製品", "甲社", "", "", "", "2026-11-01", "")


@pytest.fixture
def programme(office: Office) -> ScreeningProgramme:
    return office.accepted()


def look(office: Office, programme: ScreeningProgramme, rows: list, packed: bytes | None = None) -> list[str]:
    given = {"content": sheet_of(rows, KEYS), "name": "一覧.xlsx", "archive": packed}
    return actions.look_at_submissions(by=office.runner, at=AT, programme=programme, **given).problems


def kept() -> tuple[int, ...]:
    models = (Item, Submission, ImportedSheet, ItemFile)
    return (*(one.objects.count() for one in models), Step.objects.filter(verb="add_item").count())


def test_thirteen_bad_rows_are_thirteen_messages_by_cell_and_nothing_is_taken_in(
    office: Office, programme: ScreeningProgramme
) -> None:
    rows = [[f"B-{n}", "製品", f"会社{n}", "", "", "", "", ""] for n in range(1, 41)]
    bad = {
        2: (0, ""), 5: (0, "B-1"), 8: (1, ""), 9: (1, "長" * 201), 12: (2, ""), 15: (3, "123"),
        17: (3, "1234567890123"), 20: (5, "錬金術"), 23: (6, "きのう"), 26: (6, "2027-01-01"), 29: (7, "ない.pdf"),
        33: (0, "番" * 31), 38: (4, "所" * 201),
    }  # fmt: skip
    for row, (column, text) in bad.items():
        rows[row][column] = text
    read = office.take_in(programme, rows, keys=KEYS)
    cells = [f"セル{'ABCDEFGH'[column]}{row + 2}：" for row, (column, _text) in bad.items()]
    assert [one[: len(cell)] for one, cell in zip(read.problems, cells, strict=True)] == cells
    assert (len(read.problems), kept()) == (13, (0, 0, 0, 0, 0))
    for row in bad:
        rows[row] = [f"C-{row}", "製品", f"会社{row}", *[""] * 5]
    assert office.take_in(programme, rows, keys=KEYS).problems == []
    assert kept() == (40, 40, 1, 0, 40)


def test_looking_takes_nothing_in_and_says_what_would_be(office: Office, programme: ScreeningProgramme) -> None:
    given = {"content": sheet_of([GOOD], KEYS), "name": "一覧.xlsx"}
    read = actions.look_at_submissions(by=office.runner, at=AT, programme=programme, **given)
    assert (read.problems, len(read.rows), read.matched, kept()) == ([], 1, [("登録なし", 1)], (0, 0, 0, 0, 0))


def test_applicant_is_found_by_number_name_and_former_name_and_a_namesake_is_nobody(
    office: Office, programme: ScreeningProgramme, known: build.Company
) -> None:
    numbered = Organisation.objects.create(
        kind="company", name="番号工業", name_folded="番号工業", corporate_number="7999901000001"
    )
    known.organisation.names.create(name="旧・城東精密")
    for _twin in range(2):
        Organisation.objects.create(kind="company", name="同名社", name_folded="同名社")
    rows = [
        ("1", "製品", "書き間違い", "7999901000001", "", "", "", ""),
        ("2", "製品", "㈱城東精密株式会社", "", "本社工場", "", "", ""),
        ("3", "製品", "旧・城東精密", "", "", "", "", ""),
        ("4", "製品", "同名社", "", "", "", "", ""),
        ("5", "製品", "どこにもない社", "", "", "", "", ""),
        ("6", "製品", "番号工業", "6999901000002", "", "", "", ""),
    ]
    assert office.take_in(programme, rows, keys=KEYS).problems == []
    found = Submission.objects.order_by("pk").values_list("matched", "item__organisation", "workplace")
    ours = (known.organisation.pk, known.workplace.pk)
    assert list(found) == [
        ("number", numbered.pk, None), ("name", *ours), ("alias", *ours), ("several", None, None),
        ("nobody", None, None), ("nobody", None, None),
    ]  # fmt: skip


def test_conflicts_are_found_as_soon_as_a_list_is_taken_in(
    office: Office, programme: ScreeningProgramme, known: build.Company
) -> None:
    Membership.objects.create(person=office.runner, organisation=known.organisation, role="engineer")
    office.take_in(programme, [("1", "製品", "（株）城東精密"), ("2", "製品", "別の社")])
    assert list(Conflict.objects.values_list("item__number", "person")) == [("1", office.runner.pk)]
    assert list(Submission.objects.visible_to(office.runner).values_list("item__number", flat=True)) == ["2"]


def test_files_come_from_the_zip_by_name_with_or_without_their_folder(
    office: Office, programme: ScreeningProgramme
) -> None:
    packed = archive(a__one_dot_pdf=PDF, a__same_dot_pdf=PDF, b__same_dot_pdf=PDF, left_dot_pdf=PDF)
    rows = [
        ("1", "製品", "甲", "", "", "", "", "one.pdf；a/same.pdf"),
        ("2", "製品", "乙", "", "", "", "", "b/same.pdf"),
    ]
    read = office.take_in(programme, rows, archive=packed, keys=KEYS)
    assert (read.problems, read.files) == ([], 3)
    assert "left.pdf" in read.notes[0]
    assert sorted(ItemFile.objects.values_list("item__number", "name")) == [
        ("1", "one.pdf"), ("1", "same.pdf"), ("2", "same.pdf")
    ]  # fmt: skip
    assert set(ItemFile.objects.values_list("names_applicant", flat=True)) == {True}


def test_two_files_of_one_name_a_wrong_kind_and_a_broken_zip_are_said(
    office: Office, programme: ScreeningProgramme
) -> None:
    packed = archive(a__same_dot_pdf=PDF, b__same_dot_pdf=PDF, bad_dot_exe=b"MZ", fake_dot_pdf=b"<html>")
    rows = [("1", "製品", "甲", *[""] * 4, name) for name in ("same.pdf", "bad.exe", "fake.pdf")]
    rows = [(str(n), *row[1:]) for n, row in enumerate(rows)]
    problems = look(office, programme, rows, packed)
    assert [one.split("：")[0] for one in problems] == ["セルH2", "セルH3", "セルH4"]
    with pytest.raises(Mistake, match="ZIP"):
        look(office, programme, rows, b"no zip")


def test_names_that_windows_wrote_in_japanese_are_read(office: Office, programme: ScreeningProgramme) -> None:
    """Written in the encoding of the machine's language, without saying so."""
    packed = archive(abcd_dot_pdf=PDF).replace(b"abcd.pdf", "図面.pdf".encode("cp932"))
    assert look(office, programme, [("1", "製品", "甲", *[""] * 4, "図面.pdf")], packed) == []


def test_the_same_list_is_not_taken_in_twice_and_known_numbers_are_named(
    office: Office, programme: ScreeningProgramme
) -> None:
    office.take_in(programme, [GOOD], keys=KEYS)
    with pytest.raises(Refused, match="すでに2026/11/20 10:00に取り込まれています"):
        office.take_in(programme, [GOOD], keys=KEYS)
    again = office.take_in(programme, [GOOD, ("A-2", *GOOD[1:])], keys=KEYS)
    assert again.problems == [
        "セルA2：受付番号「A-1」は、すでにあります。 同じ番号の行を消すか、番号を直してください。"
    ]
    assert kept() == (1, 1, 1, 0, 1)


def test_headings_are_the_bodys_own_and_what_it_does_not_need_is_passed_over(
    office: Office, programme: ScreeningProgramme
) -> None:
    columns = {str(one.heading): one for one in columns_of(Form.model_validate(FORM))}
    assert "申請番号" in columns
    chosen = [columns[name] for name in ("代表者名", "申請者", "題名", "申請番号")]
    content = write_xlsx(chosen, [("代表", "甲社", "製品", "Z-9")], "一覧")
    given = {"content": content, "name": "一覧.xlsx"}
    assert actions.import_submissions(by=office.runner, at=AT, programme=programme, **given).problems == []
    assert list(Item.objects.values_list("number", "title", "applicant")) == [("Z-9", "製品", "甲社")]
    with pytest.raises(BadTable, match="申請番号"):
        actions.look_at_submissions(
            by=office.runner, at=AT, programme=programme, content=write_xlsx(chosen[:3], [], "一覧"), name="一覧.xlsx"
        )


def test_fields_are_written_by_code_or_name_and_empty_lists_are_refused(
    office: Office, programme: ScreeningProgramme
) -> None:
    TechnologyField.objects.create(code="COR", name_ja="表面処理・腐食")
    rows = [("1", "製品", "甲", "", "", "COR、表面処理・腐食", "", "")]
    assert look(office, programme, rows) == []
    assert look(office, programme, []) == ["申請の行がありません。2行目から入力してください。"]


def test_nothing_is_taken_in_before_acceptance_or_after_the_review_began(office: Office) -> None:
    for programme in (office.requested("一"), office.begun(office.filled(title="二"))):
        with pytest.raises(Refused):
            office.take_in(programme, [("X", "製品", "甲")])
