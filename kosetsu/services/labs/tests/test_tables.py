"""The institute's rooms and rules: they load, they load again, and a wrong cell is named with file, row and field."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from kosetsu.common.tables import BrokenTables, load_folder
from kosetsu.services.labs.models import Lab, LabTerms, LeavingRule, PrintedTenancy, ReliefRule

pytestmark = pytest.mark.django_db
HEAD = (
    "valid_from,valid_to,years,extension_years,extension_times,ask_from_days,ask_until_days,notice_days,deposit_months,"
    "day_share,rounding,check_months,vacant_days,passes,keep_names_days,restoration_tax,source"
)
TERMS = "2026-04-01,,3,1,2,180,60,30,2,calendar,down,12,60,6,365,taxable_10_included,見本"
RELIEF = "LR-1,災害,1/2,12,罹災証明書,見本"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest institute with one room and its rules."""
    copy = Path(shutil.copytree(settings.BASE_DIR / "institutes" / "minimal", tmp_path / "minimal"))
    write(copy, "labs.csv", "branch,room,area_m2,offering,source", "HQ,301,25.5,,見本")
    write(copy, "printed_tenancies.csv", "branch,room,tenant_name,use_summary,printed_on,source",
          "HQ,301,印刷された会社,開発,2022-03-31,年報")  # fmt: skip
    write(copy, "terms.csv", HEAD, TERMS)
    write(copy, "reliefs.csv", "code,name_ja,rate,months_max,condition,source", RELIEF)
    write(copy, "leaving_items.csv", "position,name_ja,source", "1,床と壁,見本")
    return copy


def write(folder: Path, name: str, head: str, *rows: str) -> None:
    (folder / "labs").mkdir(exist_ok=True)
    (folder / "labs" / name).write_text("\n".join([head, *rows, ""]), "utf-8")


def test_rooms_lists_and_rules_load_twice_into_the_same(folder):
    for _time in range(2):
        load_folder(folder, demo=False)
    lab = Lab.objects.get()
    rows = (PrintedTenancy, LabTerms, ReliefRule, LeavingRule)
    assert (lab.room, str(lab.area_m2), [one.objects.count() for one in rows]) == ("301", "25.5", [1, 1, 1, 1])


def test_an_institute_without_labs_loads(tmp_path):
    load_folder(settings.BASE_DIR / "institutes" / "minimal", demo=False)
    assert not Lab.objects.exists()


@pytest.mark.parametrize(
    ("name", "head", "row", "field"),
    [
        ("terms.csv", HEAD, TERMS.replace("calendar", "weekly"), "day_share"),
        ("terms.csv", HEAD, TERMS.replace(",2,calendar", ",二,calendar"), "deposit_months"),
        ("terms.csv", HEAD, TERMS.replace("180,60", "30,60"), "ask_from_days"),
        ("reliefs.csv", "code,name_ja,rate,months_max,condition,source", RELIEF.replace("1/2", "3/2"), "rate"),
        ("labs.csv", "branch,room,area_m2,offering,source", "HQ,301,-1,,見本", "area_m2"),
        ("labs.csv", "branch,room,area_m2,offering,source", "HQ,301,25,NONE,見本", "offering"),
        ("labs.csv", "branch,room,area_m2,offering,source", "XX,301,25,,見本", "branch"),
        ("shared_rooms.csv", "resource,source", "NONE,見本", "resource"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_loaded(folder, name, head, row, field):
    write(folder, name, head, row)
    with pytest.raises(BrokenTables) as broken:
        load_folder(folder, demo=False)
    told = str(broken.value)
    assert (f"labs/{name}" in told, field in told, Lab.objects.exists()) == (True, True, False)


def test_two_sets_of_terms_for_one_day_are_refused_with_the_line(folder):
    write(folder, "terms.csv", HEAD, TERMS, TERMS.replace("2026-04-01", "2027-04-01"))
    with pytest.raises(BrokenTables, match="2 行目の規則と期間が重なっています"):
        load_folder(folder, demo=False)
