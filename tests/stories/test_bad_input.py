"""Bad input: each gets a clear message at its place, and nothing of it is kept."""

import datetime as dt
import io
import shutil

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from kosetsu.across.reporting.documents.evidence import COLUMNS
from kosetsu.across.reporting.models import Evidence
from kosetsu.common.decisions import Refused
from kosetsu.common.tables import BrokenTables, load_folder
from kosetsu.foundation.casebook.models import Case, ClosedYear, Entry
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.parties.actions import decide_price_class
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.actions.propose import Item
from kosetsu.services.consultations.models import Consultation, Proposal
from tests.architecture.house import ROOT
from tests.build import once

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://evil.example/","開く")'
ROW = {"service": "consultations", "kind": "consultation", "on_date": dt.date(2026, 6, 1), "quantity": 1}


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def sheet(*rows):
    book = Workbook()
    book.active.append([str(column.heading) for column in COLUMNS])
    for row in rows:
        book.active.append([row.get(column.key) for column in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "根拠.xlsx"
    return out


def bring(institute, file):
    return signed_in(institute.planner).post("/desk/reports/evidence/", once(sheet=file))


@pytest.fixture
def asked(company, at):
    return actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="さび")


@pytest.mark.parametrize("number", ["1234567890123", "70100", "法人番号なし"])
def test_wrong_corporate_number_is_refused_beside_the_field(institute, number):
    page = signed_in(institute.counter).post(
        "/desk/organisations/new/", once(name="有限会社検証", kind="company", corporate_number=number)
    )
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["corporate_number"])
    assert (Organisation.objects.filter(name="有限会社検証").count(), number in page.content.decode()) == (0, True)


def test_institute_file_in_cp932_with_a_broken_row_names_the_cell_and_loads_nothing(tmp_path, db):
    folder = shutil.copytree(ROOT / "institutes" / "minimal", tmp_path / "minimal")
    file = folder / "branches.csv"
    file.write_bytes((file.read_text() + "KS,構造試験所,,999999,松江市①髙,見本\n").encode("cp932"))
    with pytest.raises(BrokenTables) as caught:
        load_folder(folder, demo=False)
    assert [(one.file, one.row, one.field) for one in caught.value.errors] == [("branches.csv", 3, "area")]
    assert Branch.objects.count() == 0


def test_same_file_in_cp932_without_the_broken_row_loads(tmp_path, db):
    folder = shutil.copytree(ROOT / "institutes" / "minimal", tmp_path / "minimal")
    file = folder / "branches.csv"
    file.write_bytes((file.read_text() + "KS,構造試験所①髙,,322016,松江市,見本\n").encode("cp932"))
    load_folder(folder, demo=False)
    assert Branch.objects.get(code="KS").name_ja == "構造試験所①髙"


def test_formula_that_comes_in_is_kept_as_text_and_goes_out_as_text(institute, company, at):
    actions.ask(by=company.engineer, at=at, workplace=company.workplace, question=FORMULA)
    desk = signed_in(institute.counter)
    table = desk.get("/desk/consultations/?format=csv").content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(desk.get("/desk/consultations/?format=xlsx").content))
    cells = [cell for row in book.active.iter_rows() for cell in row if str(cell.value).lstrip("'").startswith("=HYP")]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]
    assert ("\"'=HYPERLINK" in table, '"=HYPERLINK' in table) == (True, False)


def test_formula_in_an_uploaded_sheet_is_no_value(institute, company):
    page = bring(institute, sheet({**ROW, "quantity": "=1+1"}))
    assert "セルJ2に数式またはエラーがあります" in page.content.decode()
    assert (Evidence.objects.count(), Entry.objects.count()) == (0, 0)


def test_upload_of_200_megabytes_is_refused_before_it_is_read(asked, company):
    answer = signed_in(company.engineer).generic(
        "POST", f"/consultations/{asked.public_id}/reply/", b"", "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
    )  # fmt: skip
    assert (answer.status_code, "ファイルが大きすぎます" in answer.content.decode()) == (413, True)
    assert asked.messages.count() == 1


def test_unknown_branch_in_a_sheet_is_named_by_its_cell(institute):
    page = bring(institute, sheet(ROW, {**ROW, "branch": "B99"}))
    assert [error.cell for error in page.context["errors"]] == ["D3"]
    assert Evidence.objects.count() == 0


def test_telephone_call_in_a_closed_year_is_refused_and_nothing_is_written(institute, at):
    ClosedYear.objects.create(fiscal_year=2025, closed_at=at, closed_by=institute.planner)
    events = AuditEvent.objects.count()
    typed = once(channel="telephone", on_date="2026-03-31", question="めっき", answer="案内した", outcome="solved")
    page = signed_in(institute.counter).post("/desk/consultations/new/", typed)
    assert (page.status_code, "めっき" in page.content.decode()) == (422, True)
    assert "確定" in str(page.context["form"].non_field_errors())
    assert (Case.objects.count(), Entry.objects.count(), AuditEvent.objects.count()) == (0, 0, events)


def test_proposal_after_the_tariff_expired_says_so_and_proposes_nothing(institute, asked, at):
    field = TechnologyField.objects.create(code="SUR", name_ja="表面")
    offering = Offering.objects.create(
        code="T-9", kind="test", name_ja="塩水噴霧", branch=institute.head_office, field=field, state="offered"
    )
    TariffLine.objects.create(
        offering=offering, client_class="any", part="unit", unit="件", yen=900, source="条例",
        valid_to=dt.date(2026, 3, 31),
    )  # fmt: skip
    company = asked.case.organisation
    decide_price_class(by=institute.counter, at=at, organisation=company, client_class="sme", reason="確認済み")
    actions.take(by=institute.researcher, at=at, consultation=asked)
    with pytest.raises(Refused, match="料金"):
        actions.propose(by=institute.researcher, at=at, consultation=asked, items=[Item(offering, 1)], text="提案")
    assert (Proposal.objects.count(), Consultation.objects.get().case.state) == (0, "assigned")


def test_form_sent_twice_makes_one_consultation_and_a_changed_one_is_asked_again(company):
    client = signed_in(company.engineer)
    typed = once(question="さびた", workplace=company.workplace.pk, channel="mail")
    first, again = (client.post("/consultations/new/", typed) for _press in range(2))
    changed = client.post("/consultations/new/", {**typed, "question": "別の相談"})
    assert (first.status_code, again.url, changed.status_code) == (302, first.url, 422)
    assert ("別の相談" in changed.content.decode(), Consultation.objects.count()) == (True, 1)
