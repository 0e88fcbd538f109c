"""Short words for the tests of devices: a gauge, the standard it is checked with, and a list of results."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.devices import actions
from kosetsu.foundation.devices.models import Calibration, Device
from kosetsu.foundation.devices.sources import DeviceUses
from tests import build

TODAY = dt.date(2026, 11, 20)


def device(code: str, institute: build.Institute, **fields: Any) -> Device:
    """A device of the surface group, checked once a year."""
    given = {"kind": "instrument", "name_ja": f"機器 {code}", "calibration_months": 12, "source": "fixture", **fields}
    return Device.objects.create(code=code, branch=institute.head_office, group=institute.surface, **given)


def checked(one: Device, done_on: dt.date, **fields: Any) -> Calibration:
    """A check that was written down before the test began."""
    until = None if fields.get("result") == "failed" else done_on + dt.timedelta(days=364)
    given = {"as_found": "good", "result": "passed", "valid_until": until, **fields}
    return Calibration.objects.create(
        device=one, done_on=done_on, recorded_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), **given
    )


@pytest.fixture
def gauge(institute: build.Institute) -> Device:
    return device("D-1", institute, name_ja="膜厚計")


@pytest.fixture
def standard(institute: build.Institute) -> Device:
    """A standard that is good until March."""
    made = device("S-1", institute, kind="standard", name_ja="標準板")
    checked(made, dt.date(2026, 4, 1))
    return made


def entries(user: Any, one: Device, since: dt.date | None, until: dt.date) -> Any:
    """Stands for the reports of the testing service: entries that name the device."""
    found = Entry.objects.filter(reference=one.code, on_date__lte=until).select_related("workplace__organisation")
    return (found.filter(on_date__gte=since) if since else found).order_by("on_date", "pk")


USES = DeviceUses(
    key="test.report", title="成績書", rows=entries, number=lambda row: f"成{row.pk}", used_on=lambda row: row.on_date,
    client=lambda row: str(row.workplace or ""), url=lambda row: "/",
)  # fmt: skip


@pytest.fixture
def uses(monkeypatch: Any) -> DeviceUses:
    """The testing service's announcement, without the service."""
    for room in ("sources", "pages.doubts", "pages.device"):
        monkeypatch.setattr(f"kosetsu.foundation.devices.{room}.device_uses", lambda: [USES])
    return USES


@pytest.fixture
def failed(gauge: Device, institute: build.Institute, at: dt.datetime) -> Calibration:
    """The gauge was good in April and out of tolerance today."""
    checked(gauge, dt.date(2026, 4, 10))
    report = actions.Report(done_on=TODAY, as_found="failed", result="failed")
    return actions.record_calibration(by=institute.researcher, at=at, device=gauge, report=report)
