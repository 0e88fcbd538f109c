"""The institute's files of devices: they load, a second time too, and a wrong cell is named."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from kosetsu.common.tables import BrokenTables, load_folder
from kosetsu.foundation.devices.models import Calibration, Device, Part

pytestmark = pytest.mark.django_db
DEVICES = ["D-1,instrument,,HQ,I-001,12,見本", "S-1,standard,標準器,HQ,,24,見本"]
CHECKS = ["S-1,2026-04-01,,passed,C-1,,見本", "D-1,2026-05-01,,passed,C-2,S-1,見本"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest institute with an instrument and its standard."""
    copy = Path(shutil.copytree(settings.BASE_DIR / "institutes" / "minimal", tmp_path / "minimal"))
    (copy / "devices").mkdir(exist_ok=True)
    write(copy, DEVICES, CHECKS)
    return copy


def write(folder: Path, devices: list[str], checks: list[str]) -> None:
    tables = {
        "devices": ("code,kind,name_ja,branch,offering,calibration_months,source", devices),
        "calibrations": ("device,done_on,valid_until,result,certificate_number,references,source", checks),
        "parts": ("device,name,apparatus,valid_from", ["D-1,プローブ,,2026-01-01"]),
    }
    for name, (head, rows) in tables.items():
        (folder / f"devices/{name}.csv").write_text("\n".join([head, *rows, ""]), "utf-8")


def test_the_register_loads_twice_and_says_the_same(folder: Path) -> None:
    for _time in range(2):
        load_folder(folder, demo=False)
    assert list(Device.objects.values_list("code", "name_ja")) == [("D-1", "走査電子顕微鏡"), ("S-1", "標準器")]
    checks = Calibration.objects.order_by("pk")
    assert [(str(one), str(one.valid_until)) for one in checks] == [
        ("S-1 2026/04/01", "2028-03-31"),
        ("D-1 2026/05/01", "2027-04-30"),
    ]
    assert [one.code for one in checks[1].references.all()] == ["S-1"]
    assert Part.objects.count() == 1


@pytest.mark.parametrize(
    ("devices", "checks", "said"),
    [
        (["D-1,machine,,HQ,I-001,12,見本"], [], "devices/devices.csv の 2 行目「kind」"),
        (["D-1,instrument,,HQ,,12,見本"], [], "devices/devices.csv の 2 行目「name_ja」"),
        (DEVICES, ["X-9,2026-04-01,,passed,C-1,,見本"], "devices/calibrations.csv の 2 行目「device」"),
        (DEVICES, ["D-1,2026-04-01,,passed,C-1,X-9,見本"], "devices/calibrations.csv の 2 行目「references」"),
        (DEVICES, ["D-1,2026-04-01,2026-03-01,passed,C-1,,見本"], "devices/calibrations.csv の 2 行目「valid_until」"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_kept(
    folder: Path, devices: list[str], checks: list[str], said: str
) -> None:
    write(folder, devices, checks)
    (folder / "devices/parts.csv").unlink()
    with pytest.raises(BrokenTables) as refused:
        load_folder(folder, demo=False)
    assert [str(error).startswith(said) for error in refused.value.errors] == [True], refused.value.errors
    assert Device.objects.count() == 0
