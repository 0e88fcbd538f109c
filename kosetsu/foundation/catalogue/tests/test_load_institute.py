"""Every institute's folder loads, a second time without a change; a broken one is refused as a whole."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from kosetsu.common.tables import BrokenTables, load_folder
from kosetsu.foundation.catalogue.models import Offering, TariffLine
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.parties.models import Area, Branch, BranchStatus, Group, Institute, Organisation
from kosetsu.foundation.search.models import Change

pytestmark = pytest.mark.django_db
FOLDERS = sorted(path for path in (settings.BASE_DIR / "institutes").iterdir() if path.is_dir())
Break = Callable[[str, str, str], Path]


@pytest.fixture
def minimal(tmp_path: Path) -> Path:
    """A copy of the smallest institute, to be broken."""
    return Path(shutil.copytree(settings.BASE_DIR / "institutes" / "minimal", tmp_path / "minimal"))


def errors(folder: Path) -> list[str]:
    with pytest.raises(BrokenTables) as refused:
        load_folder(folder, demo=False)
    assert Institute.objects.count() + Area.objects.count() + Offering.objects.count() == 0, "nothing half-loaded"
    return [str(error) for error in refused.value.errors]


def add(folder: Path, file: str, text: str, encoding: str = "utf-8") -> None:
    with (folder / file).open("ab") as out:
        out.write(text.encode(encoding))


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_institute_in_the_repository_loads(folder):
    counts = load_folder(folder, demo=False)
    assert counts["catalogue/offerings.csv"] == Offering.objects.count()
    assert counts["catalogue/tariffs.csv"] == TariffLine.objects.count()


def test_loading_again_writes_nothing(minimal, django_assert_num_queries):
    load_folder(minimal, demo=False)
    lines = set(TariffLine.objects.values_list("pk", flat=True))
    changes = Change.objects.filter(kind__in=OfferingKind).count()
    load_folder(minimal, demo=False)
    assert set(TariffLine.objects.values_list("pk", flat=True)) == lines
    assert Change.objects.filter(kind__in=OfferingKind).count() == changes


def test_loading_a_changed_row_changes_that_row_and_tells_the_search(minimal):
    load_folder(minimal, demo=False)
    before = Change.objects.filter(kind__in=OfferingKind).count()
    change(minimal, "catalogue/offerings.csv", "引張試験", "引張・伸び試験")
    load_folder(minimal, demo=False)
    offering = Offering.objects.get(code="T-001")
    assert offering.name_ja == "引張・伸び試験"
    assert list(Change.objects.filter(kind__in=OfferingKind).order_by("pk").values_list("kind", "key")[before:]) == [
        ("test", str(offering.pk))
    ]


def test_a_tariff_row_gone_from_the_file_is_deleted(minimal):
    load_folder(minimal, demo=False)
    change(minimal, "catalogue/tariffs.csv", "T-001,any,2024-04-01,,urgent,件,0,,1/2,taxable_10_included,見本\n", "")
    load_folder(minimal, demo=False)
    assert not TariffLine.objects.filter(offering__code="T-001", part="urgent").exists()


def test_an_offering_changed_on_the_screen_is_left_alone(minimal, at):
    load_folder(minimal, demo=False)
    Offering.objects.filter(code="T-001").update(name_ja="職員が直した名前", edited_at=at)
    TariffLine.objects.filter(offering__code="T-001", part="report").delete()
    load_folder(minimal, demo=False)
    assert Offering.objects.get(code="T-001").name_ja == "職員が直した名前"
    assert not TariffLine.objects.filter(offering__code="T-001", part="report").exists()


def test_a_status_gone_from_the_file_is_gone(minimal):
    load_folder(minimal, demo=False)
    change(minimal, "branch_statuses.csv", "HQ,open,2024-04-01,,,見本", "HQ,closed_for_works,2025-04-01,,改修,見本")
    load_folder(minimal, demo=False)
    assert list(BranchStatus.objects.values_list("status", flat=True)) == ["closed_for_works"]


def test_unknown_branch_is_refused_with_file_row_and_field(minimal):
    change(minimal, "catalogue/groups.csv", "G1,HQ", "G1,B99")
    assert errors(minimal) == ["catalogue/groups.csv の 2 行目「branch」: 「B99」は branches.csv にありません。"]


def test_wrong_area_code_is_refused(minimal):
    change(minimal, "areas.csv", "322016", "322017")
    found = errors(minimal)
    assert found[0].startswith("areas.csv の 3 行目: 団体コード「322017」が正しくありません。")


def test_duplicate_code_is_refused(minimal):
    add(minimal, "branches.csv", "HQ,別の本所,,322016,,見本\n")
    assert errors(minimal) == ["branches.csv の 3 行目「code」: 「HQ」は 2 行目にもあります。"]


def test_overlapping_tariff_is_refused(minimal):
    add(minimal, "catalogue/tariffs.csv", "T-001,any,2025-04-01,,report,通,0,400,,taxable_10_included,見本\n")
    assert errors(minimal) == ["catalogue/tariffs.csv の 12 行目「valid_from」: 5 行目の料金と期間が重なっています。"]


def test_offered_thing_whose_tariff_has_expired_is_refused(minimal):
    path = minimal / "catalogue/tariffs.csv"
    path.write_text(
        path.read_text("utf-8").replace("I-001,sme,2024-04-01,,", "I-001,sme,2024-04-01,2025-03-31,"), "utf-8"
    )
    for cls in ("large", "outside"):
        change(minimal, "catalogue/tariffs.csv", f"I-001,{cls},2024-04-01,,", f"I-001,{cls},2024-04-01,2025-03-31,")
    assert errors(minimal) == [
        "catalogue/tariffs.csv の 7 行目「valid_to」: 「I-001」は提供中ですが、料金が2025-03-31で終わっています。"
    ]


def test_tariff_that_ends_before_it_begins_is_refused(minimal):
    change(minimal, "catalogue/tariffs.csv", "T-001,sme,2024-04-01,,", "T-001,sme,2024-04-01,2023-03-31,")
    assert errors(minimal)[0] == "catalogue/tariffs.csv の 2 行目: 終了日が開始日より前になっています。"


def test_cp932_file_loads(minimal):
    path = minimal / "branches.csv"
    path.write_bytes(path.read_text("utf-8").encode("cp932"))
    load_folder(minimal, demo=False)
    assert Branch.objects.get(code="HQ").name_ja == "本所"


def test_cp932_file_with_a_broken_row_is_refused_with_its_row(minimal):
    path = minimal / "branches.csv"
    path.write_bytes(path.read_text("utf-8").encode("cp932") + b"H2,\x81\xff\xfe,x,322016,,x\n")
    found = errors(minimal)
    assert found[0].startswith("branches.csv の 3 行目: ")
    assert "文字が読めません" in found[0]


def test_missing_file_is_refused(minimal):
    (minimal / "catalogue/fields.csv").unlink()
    assert errors(minimal) == ["catalogue/fields.csv: ファイルがありません。"]


def test_extra_column_is_refused_once(minimal):
    path = minimal / "branches.csv"
    head, *rest = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([f"{head},memo", *(f"{line},x" for line in rest)]), "utf-8")
    assert errors(minimal) == ["branches.csv の 1 行目「memo」: この列は使われていません。列の名前を確かめてください。"]


def test_row_longer_than_the_header_is_refused(minimal):
    add(minimal, "catalogue/fields.csv", "POL,高分子,Polymers,,余り\n")
    assert errors(minimal) == ["catalogue/fields.csv の 3 行目: 列の数が見出しより多くなっています。"]


def test_unclosed_quote_is_refused(minimal):
    add(minimal, "catalogue/fields.csv", 'POL,"高分子,Polymers,\n')
    assert errors(minimal)[0].startswith("catalogue/fields.csv の 3 行目: CSV として読めません。")


def test_unreadable_date_is_refused_with_what_was_written(minimal):
    change(minimal, "branch_statuses.csv", "2024-04-01", "令和6年春")
    assert errors(minimal) == [
        "branch_statuses.csv の 2 行目「valid_from」: "
        "「令和6年春」は日付として読めません（2026-04-01 の形で書いてください）。"
    ]


def test_every_mistake_of_every_file_is_told_at_once(minimal):
    change(minimal, "catalogue/offerings.csv", "T-001,test", "T-001,teste")
    change(minimal, "catalogue/groups.csv", "G1,HQ", "G1,B99")
    change(minimal, "institute.yaml", "consultation: 5", "consultation: 0")
    assert [error.split("「")[0].split(" の")[0] for error in errors(minimal)] == [
        "institute.yaml",
        "catalogue/offerings.csv",
        "catalogue/groups.csv",
    ]


def test_broken_yaml_is_refused_with_its_line(minimal):
    change(minimal, "institute.yaml", "closing_days:", "closing_days: [")
    assert errors(minimal)[0].startswith("institute.yaml の ")


def test_circle_of_fields_is_refused(minimal):
    path = minimal / "catalogue/fields.csv"
    path.write_text("code,name_ja,parent\nMAT,材料,POL\nPOL,高分子,MAT\n", "utf-8")
    assert errors(minimal) == ["catalogue/fields.csv の 2 行目「parent」: 上位分野「POL」をたどると元に戻ります。"]


def test_refusal_late_in_the_loading_leaves_nothing_behind(minimal):
    change(minimal, "institute.yaml", '"320005"', '"130001"')
    assert errors(minimal) == ["institute.yaml「prefecture」: 「130001」は areas.csv にありません。"]


def test_command_reports_and_refuses_demo_outside_a_demo(minimal, settings, capsys):
    call_command("load_institute", folder=minimal, dry_run=True)
    assert Group.objects.count() == 0
    with pytest.raises(CommandError, match="KOSETSU_DEMO"):
        call_command("load_institute", folder=minimal, demo=True)


def test_companies_that_registered_themselves_are_never_touched(minimal, company):
    Institute.objects.all().delete()
    name = company.organisation.name
    add(minimal, "organisations.csv", "code,kind,name,source\nORG001,bank,見本銀行,見本\n")
    load_folder(minimal, demo=False)
    assert Organisation.objects.get(pk=company.organisation.pk).name == name
    assert list(Organisation.objects.filter(listed=True).values_list("name", flat=True)) == ["見本銀行"]
