"""The institute's resources and rules: they load, they stay, and a wrong cell is named with file, row and field."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from kosetsu.common.tables import BrokenTables, load_folder
from kosetsu.foundation.bookings.models import BookingRule, Resource

pytestmark = pytest.mark.django_db
RESOURCE = "I-001,instrument,HQ,I-001,見本"
RULE = "I-001,2026-04-01,0-4 09:00-17:00,months+2,day-1=0; after=1,見本"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest institute with a microscope that can be booked."""
    copy = Path(shutil.copytree(settings.BASE_DIR / "institutes" / "minimal", tmp_path / "minimal"))
    (copy / "bookings").mkdir(exist_ok=True)
    write(copy, RESOURCE, RULE)
    return copy


def write(folder: Path, resource: str, *rules: str) -> None:
    head = "code,kind,branch,offering,source"
    (folder / "bookings/resources.csv").write_text(f"{head}\n{resource}\n", "utf-8")
    head = "resource,valid_from,opening,horizon,fee,source"
    (folder / "bookings/rules.csv").write_text("\n".join([head, *rules, ""]), "utf-8")


def test_a_resource_takes_its_name_from_its_offering_and_loads_twice(folder: Path) -> None:
    for _time in range(2):
        load_folder(folder, demo=False)
    assert [(one.code, one.name) for one in Resource.objects.all()] == [("I-001", "走査電子顕微鏡")]
    assert BookingRule.objects.get().terms.opening == dict.fromkeys(range(5), ((540, 1020),))


def test_what_the_file_no_longer_names_stays_out_of_use(folder: Path) -> None:
    load_folder(folder, demo=False)
    write(folder, "I-002,instrument,HQ,I-001,見本", RULE.replace("I-001", "I-002"))
    load_folder(folder, demo=False)
    assert dict(Resource.objects.values_list("code", "in_use")) == {"I-001": False, "I-002": True}


def test_a_resource_knows_its_device(folder: Path) -> None:
    (folder / "devices").mkdir(exist_ok=True)
    (folder / "devices/devices.csv").write_text(
        "code,kind,branch,offering,source\nD-1,instrument,HQ,I-001,見本\n", "utf-8"
    )
    head = "code,kind,branch,offering,device,source"
    (folder / "bookings/resources.csv").write_text(f"{head}\nI-001,instrument,HQ,I-001,D-1,見本\n", "utf-8")
    load_folder(folder, demo=False)
    device = Resource.objects.get().device
    assert device is not None
    assert (device.code, device.name) == ("D-1", "走査電子顕微鏡")


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (["I-001,2026-04-01,9時から,months+2,,見本"], "bookings/rules.csv の 2 行目「opening」: 9時から"),
        (["I-001,2026-04-01,0-4 09:00-17:00,来月,,見本"], "bookings/rules.csv の 2 行目「horizon」: 来月"),
        (
            ["I-001,2026-04-01,0-4 09:00-17:00,months+2,半額,見本"],
            "bookings/rules.csv の 2 行目「fee」: 半額",
        ),
        (
            [RULE, RULE.replace("2026-04-01", "2026-10-01")],
            "bookings/rules.csv の 3 行目「valid_from」: 「I-001」の規則の期間が重なっています。",
        ),
    ],
)
def test_a_wrong_cell_is_named(folder: Path, rules: list[str], said: str) -> None:
    write(folder, RESOURCE, *rules)
    with pytest.raises(BrokenTables) as refused:
        load_folder(folder, demo=False)
    assert [str(error) for error in refused.value.errors] == [said]
    assert Resource.objects.count() == 0
