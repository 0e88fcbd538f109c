"""The register's verbs: checks, parts, works, files, reminders."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.devices import actions
from kosetsu.foundation.devices.models import Calibration, Device, Notice, Part
from kosetsu.foundation.devices.pages.shown import chain
from kosetsu.foundation.devices.permissions import can_measure_with
from kosetsu.foundation.devices.tests.conftest import TODAY, checked, device
from kosetsu.foundation.governance.models import AuditEvent

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 certificate"


def report(**fields):
    return actions.Report(**{"done_on": TODAY, **fields})


def test_a_check_holds_as_long_as_the_devices_period_and_is_written_in_the_log(gauge, standard, institute, at):
    file = SimpleUploadedFile("証明書.pdf", PDF)
    made = actions.record_calibration(
        by=institute.researcher, at=at, device=gauge, report=report(certificate_number="C-1"),
        references=[standard], files=[file],
    )  # fmt: skip
    assert (made.valid_until, list(made.references.all())) == (dt.date(2027, 11, 19), [standard])
    assert [(one.kind, one.name, one.size) for one in made.files.all()] == [("certificate", "証明書.pdf", len(PDF))]
    assert AuditEvent.objects.latest("sequence").verb == "record_calibration"
    assert can_measure_with(gauge, at)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"done_on": TODAY + dt.timedelta(days=1)}, "校正日が先の日付です。"),
        ({"as_found": "failed"}, "「調整して合格」か「不合格」を選んでください。"),
        ({"result": "failed", "valid_until": dt.date(2027, 1, 1)}, "不合格の校正に有効期限はありません。"),
        ({"valid_until": dt.date(2026, 1, 1)}, "有効期限は、校正日より後の日付にしてください。"),
    ],
)
def test_a_check_that_cannot_be_is_refused_and_nothing_is_written(gauge, institute, at, fields, said):
    with pytest.raises(Refused, match=said):
        actions.record_calibration(by=institute.researcher, at=at, device=gauge, report=report(**fields))
    assert Calibration.objects.count() == 0


def test_a_standard_that_was_not_calibrated_on_the_day_calibrates_nothing(gauge, standard, institute, at):
    checked(standard, dt.date(2026, 11, 1), result="failed")
    with pytest.raises(Refused, match="S-1 標準板"):
        actions.record_calibration(by=institute.researcher, at=at, device=gauge, report=report(), references=[standard])
    assert not gauge.calibrations.exists()


def test_a_device_does_not_calibrate_itself(standard, institute, at):
    with pytest.raises(Refused, match="その機器自身で校正"):
        actions.record_calibration(
            by=institute.researcher, at=at, device=standard, report=report(), references=[standard]
        )


def test_a_file_that_is_not_what_it_says_stops_the_whole_check(gauge, institute, at):
    wrong = SimpleUploadedFile("証明書.pdf", b"MZ program")
    with pytest.raises(Refused, match="名前の形式と合いません"):
        actions.record_calibration(by=institute.researcher, at=at, device=gauge, report=report(), files=[wrong])
    assert Calibration.objects.count() == 0


@pytest.mark.parametrize("who", ["counter", "planner"])
def test_only_the_research_groups_calibrate(gauge, institute, at, who):
    with pytest.raises(Refused, match="研究部門の担当者"):
        actions.record_calibration(by=getattr(institute, who), at=at, device=gauge, report=report())


def test_a_client_is_told_nothing_of_the_register(gauge, company, at):
    with pytest.raises(Refused) as refused:
        actions.record_calibration(by=company.engineer, at=at, device=gauge, report=report())
    assert refused.value.decision.hidden
    assert list(Device.objects.visible_to(company.engineer)) == []


def test_a_check_is_never_changed_nor_deleted(gauge):
    check = checked(gauge, dt.date(2026, 4, 1))
    for change in (lambda: Calibration.objects.update(result="failed"), check.delete):
        with pytest.raises((IntegrityError, Error)), transaction.atomic():
            change()
    assert list(Calibration.objects.values_list("result", flat=True)) == ["passed"]


def test_calibrated_at_asks_the_newest_check_by_that_day(gauge, institute):
    late, free = device("D-2", institute), device("D-3", institute, needs_calibration=False)
    checked(gauge, dt.date(2026, 4, 1))
    checked(late, dt.date(2025, 4, 1))
    checked(late, dt.date(2026, 10, 1), result="failed")

    def codes(*day):
        return sorted(Device.objects.calibrated_at(dt.datetime(*day, 12, tzinfo=dt.UTC)).values_list("code", flat=True))

    assert codes(2026, 3, 1) == ["D-2", "D-3"]
    assert codes(2026, 5, 1) == ["D-1", "D-3"]
    assert codes(2026, 11, 1) == ["D-1", "D-3"]
    assert free.code == "D-3"


def test_a_part_of_its_own_must_be_calibrated_like_the_device(gauge, institute, at):
    probe = device("P-1", institute, kind="part", name_ja="プローブ")
    checked(gauge, dt.date(2026, 4, 1))
    actions.add_part(by=institute.researcher, at=at, device=gauge, name="プローブ", apparatus=probe)
    assert "P-1 プローブ" in can_measure_with(gauge, at).reason
    assert can_measure_with(gauge, at - dt.timedelta(days=1)), "it was not built in yesterday"
    checked(probe, TODAY)
    assert can_measure_with(gauge, at)


def test_a_part_is_built_into_one_device_at_a_time(gauge, standard, institute, at):
    probe = device("P-1", institute, kind="part", name_ja="プローブ")
    actions.add_part(by=institute.researcher, at=at, device=gauge, name="プローブ", apparatus=probe)
    with pytest.raises(Refused, match="「プローブ」は「膜厚計」に組み込まれています。"):
        actions.add_part(by=institute.researcher, at=at, device=standard, name="プローブ", apparatus=probe)
    actions.remove_part(by=institute.researcher, at=at, part=Part.objects.get())
    actions.add_part(by=institute.researcher, at=at, device=standard, name="プローブ", apparatus=probe)


def test_a_repeated_work_plans_its_next_when_it_is_done(gauge, institute, at):
    work = actions.plan_work(
        by=institute.researcher, at=at, device=gauge, work="冷却水の交換", planned_on=TODAY, every_months=3
    )
    actions.finish_work(by=institute.researcher, at=at, work=work, outcome="異常なし")
    assert list(gauge.works.values_list("planned_on", "done_on")) == [(TODAY, TODAY), (dt.date(2027, 2, 20), None)]
    with pytest.raises(Refused, match="すでに実施済み"):
        actions.finish_work(by=institute.researcher, at=at, work=work, outcome="")


def test_the_chain_leads_over_every_standard_once(gauge, standard, institute):
    primary = device("S-0", institute, kind="standard", name_ja="一次標準")
    first = checked(primary, dt.date(2026, 1, 1), certificate_number="JCSS-1")
    second = checked(standard, dt.date(2026, 5, 1))
    second.references.add(primary)
    third = checked(gauge, dt.date(2026, 6, 1))
    third.references.add(standard, primary)
    assert [(link.level, link.device.code, link.check) for link in chain(third)] == [
        (1, "S-0", first),
        (1, "S-1", second),
    ]
    third.references.remove(primary)
    assert [(link.level, link.device.code) for link in chain(third)] == [(1, "S-1"), (2, "S-0")]


def test_one_mail_to_the_group_names_what_is_due_and_not_again_for_a_month(gauge, standard, institute, at):
    institute.surface.email = "surface@example.jp"
    institute.surface.save()
    checked(gauge, dt.date(2025, 12, 1))
    retired = device("D-9", institute, state="retired")
    assert actions.remind_due(at=at, today=TODAY) == 1
    assert actions.remind_due(at=at, today=TODAY + dt.timedelta(days=29)) == 0
    notice = Notice.objects.get()
    assert notice.address == "surface@example.jp"
    assert "D-1 膜厚計: 2026/11/30" in notice.body
    assert [code for code in (retired.code, standard.code) if code in notice.body] == []
    assert actions.remind_due(at=at, today=TODAY + dt.timedelta(days=30)) == 1
