"""Reports: issued after verification by somebody else, numbered without gaps, frozen, revised, withdrawn."""

import datetime as dt
import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.testing import actions
from kosetsu.services.testing.actions import reports
from kosetsu.services.testing.models import Order, Report, ReportPaper, ReportRecord
from kosetsu.services.testing.papers.content import texts
from kosetsu.services.testing.papers.verdicts import Limit
from kosetsu.services.testing.states import ReportKind, Seal
from kosetsu.services.testing.tests.test_devices import checked, device

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _addresses(institute, client):
    Branch.objects.update(address="東京都江東区青海2-4-10")
    client.workplace.address = "東京都大田区1-1"
    client.workplace.save()


@pytest.fixture
def tested(life):
    order = life.accepted()
    life.verified(order)
    return Order.objects.get(pk=order.pk)


@pytest.fixture
def issued(life, tested):
    return issue(life, tested)


def issue(life, order, **fields):
    return reports.issue_report(by=life.staff.head, at=life.at, order=order, **fields)


def revise(life, report, **fields):
    told = {"changes": "試料の名称", "reason": "誤記のため", "seal": Seal.OMITTED, "texts": {}}
    return reports.revise_report(by=life.staff.head, at=life.at, report=report, **told | fields)


def reissue(life, report, low="1", guarded=False):
    return reports.reissue_report(
        by=life.staff.head, at=life.at, report=report, specification="図面 A-1", guarded=guarded, seal=Seal.OMITTED,
        limits=[Limit("質量減（平均）", low=Decimal(low))],
    )  # fmt: skip


def test_a_report_states_the_verified_results_and_moves_its_order(life, issued):
    said = issued.said
    assert (issued.number, said.number, issued.order.case.state) == ("B01-R8-00001", "B01-R8-00001", "reported")
    assert [(one.item, one.value, one.unit) for one in said.results] == [
        ("質量減（平均）", "1.40", "mg"),
        ("質量減（最大）", "1.7", "mg"),
    ]
    assert (said.tested_by, said.verified_by) == (("表面 研究員",), ("確認 花子",))
    assert said.authorised_by == "本部 グループ長 確認 課長"
    assert said.conditions == "槽内温度 35 ℃"
    assert [one.record.state for one in issued.records.all()] == ["verified"]
    assert AuditEvent.objects.filter(verb="issue_report").count() == 1


def test_an_order_whose_results_nobody_has_verified_gets_no_report(life):
    order = life.accepted()
    life.submitted(order)
    with pytest.raises(Refused, match="試験中"):
        issue(life, Order.objects.get(pk=order.pk))
    assert Report.objects.count() == 0


def test_who_measured_does_not_authorise(life, tested):
    with pytest.raises(Refused, match="試験をした本人は、成績書の発行を承認できません"):
        reports.issue_report(by=life.staff.measurer, at=life.at, order=tested)


def test_the_counter_and_the_client_do_not_issue(life, tested):
    with pytest.raises(Refused, match="研究部門"):
        reports.issue_report(by=life.staff.counter, at=life.at, order=tested)
    with pytest.raises(Refused) as refused:
        reports.issue_report(by=life.client.engineer, at=life.at, order=tested)
    assert refused.value.decision.hidden


def test_a_missing_item_refuses_the_issue_by_name_and_costs_no_number(life, tested):
    life.client.workplace.address = ""
    life.client.workplace.area = None
    life.client.workplace.save()
    tested.case.contact = None
    tested.case.save()
    tested.applicant_name = ""
    tested.save()
    with pytest.raises(Refused, match=r"依頼者の連絡先（ISO/IEC 17025:2017 7\.8\.2\.1 e）がありません"):
        issue(life, tested)
    assert Order.objects.get(pk=tested.pk).case.state == "tested"
    life.client.workplace.address = "東京都大田区1-1"
    life.client.workplace.save()
    assert issue(life, Order.objects.get(pk=tested.pk)).number == "B01-R8-00001"


def test_a_calibration_certificate_asks_for_more(life, tested):
    with pytest.raises(Refused, match="「質量減（平均）」の不確かさ"):
        issue(life, tested, wording=reports.Wording(kind=ReportKind.CALIBRATION))


def test_a_report_names_each_device_with_the_check_that_holds(life, institute, at):
    order, gauge = life.accepted(), device(institute, "D-001", "電子天びん")
    day = at.date()
    checked(gauge, day - dt.timedelta(days=400), day - dt.timedelta(days=36), at)
    checked(gauge, day - dt.timedelta(days=30), day, at)
    record = life.drafted(order)
    actions.use_device(by=life.staff.measurer, at=at, record=record, device=gauge)
    record = actions.submit(by=life.staff.measurer, at=at, record=record)
    actions.verify(by=life.staff.checker, at=at, record=record)
    [found] = issue(life, Order.objects.get(pk=order.pk)).said.instruments
    assert (found.code, found.calibrated_on, found.valid_until, found.used_on) == (
        "D-001",
        day - dt.timedelta(days=30),
        day,
        day,
    )


def test_a_device_found_without_calibration_after_verification_stops_the_issue(life, institute, at):
    order, gauge = life.accepted(), device(institute, "D-001", "電子天びん")
    checked(gauge, at.date() - dt.timedelta(days=30), at.date(), at)
    record = life.drafted(order)
    actions.use_device(by=life.staff.measurer, at=at, record=record, device=gauge)
    record = actions.submit(by=life.staff.measurer, at=at, record=record)
    actions.verify(by=life.staff.checker, at=at, record=record)
    checked(gauge, at.date(), None, at, "failed")
    with pytest.raises(Refused, match="「D-001 電子天びん」は、有効な校正がありません"):
        issue(life, Order.objects.get(pk=order.pk))
    assert Report.objects.count() == 0


def test_numbers_have_no_gap_per_branch(life, issued):
    order = life.accepted()
    life.verified(order)
    with pytest.raises(Refused), transaction.atomic():
        reports.issue_report(by=life.staff.measurer, at=life.at, order=Order.objects.get(pk=order.pk))
    assert issue(life, Order.objects.get(pk=order.pk)).number == "B01-R8-00002"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE testing_report SET content = '{}'",
        "UPDATE testing_report SET verification = 'AAAA'",
        "DELETE FROM testing_reportrecord",
        "UPDATE testing_reportpaper SET sha256 = 'x'",
        "DELETE FROM testing_reportpaper",
    ],
)
def test_the_database_refuses_to_change_what_was_issued(life, issued, change):
    reports.print_report(report=issued, at=issued.issued_at)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_refuses_a_report_of_what_nobody_has_verified(life, issued):
    record = life.submitted(life.accepted())
    with pytest.raises(IntegrityError, match="states only what somebody else has verified"), transaction.atomic():
        ReportRecord.objects.create(report=issued, record=record)


def test_a_paper_is_printed_once_and_keeps_its_digest(issued):
    first, again = (
        reports.print_report(report=issued, at=issued.issued_at),
        reports.print_report(report=issued, at=issued.issued_at),
    )
    with first.file.open("rb") as file:
        data = file.read()
    assert (first, ReportPaper.objects.count()) == (again, 1)
    assert (hashlib.sha256(data).hexdigest(), len(data), data[:5]) == (first.sha256, first.size, b"%PDF-")


def test_what_was_frozen_prints_the_same_bytes_in_a_process_of_its_own(life, issued):
    paper = reports.print_report(report=issued, at=issued.issued_at)
    ours = issued.said
    made = reports.report_pdf(
        ours, at=issued.issued_at, verification=issued.verification, address=reports.verify_address(issued.verification)
    )
    assert hashlib.sha256(made).hexdigest() == paper.sha256


def test_an_issued_report_is_printed_after_the_commit(life, tested, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        report = issue(life, tested)
    assert [one.language for one in report.papers.all()] == ["ja"]


def test_an_english_paper_is_refused_with_the_text_that_has_no_words(life, issued):
    english = dict.fromkeys(texts(issued.said), "word") | {"試験成績書": ""}
    with pytest.raises(Refused, match="「試験成績書」の英訳がありません"):
        reports.print_english(by=life.staff.head, at=life.at, report=issued, english=english)
    english["試験成績書"] = "Test report"
    made = reports.print_english(by=life.staff.head, at=life.at, report=issued, english=english)
    assert (made.language, made.english["試験成績書"]) == ("en", "Test report")
    with pytest.raises(Refused, match="すでに作成しています"):
        reports.print_english(by=life.staff.head, at=life.at, report=issued, english=english)


def test_a_revision_names_what_it_replaces_and_the_old_text_stays(life, issued):
    sample = replace(issued.said.samples[0], description="M10ボルト")
    made = revise(life, issued, texts={"samples": (sample,)})
    old = Report.objects.get(pk=issued.pk)
    assert (made.said.replaces, made.said.replaces_issued_on, made.revises) == (old.number, old.issued_on, old)
    assert (old.validity, made.validity, made.number) == ("replaced", "valid", "B01-R8-00002")
    assert (old.said.samples[0].description, made.said.samples[0].description) == ("M8ボルト", "M10ボルト")


def test_a_revision_says_what_changed_and_why(life, issued):
    with pytest.raises(Refused, match="変更した箇所"):
        revise(life, issued, changes=" ")
    with pytest.raises(Refused, match="変更の理由"):
        revise(life, issued, reason="")


def test_a_replaced_report_is_not_revised_again(life, issued):
    revise(life, issued)
    with pytest.raises(Refused, match="B01-R8-00001 は「差替済」です"):
        revise(life, Report.objects.get(pk=issued.pk))


def test_a_revision_after_a_retest_states_the_new_results(life, issued):
    item = issued.order.items.first()
    actions.retest(by=life.staff.head, at=life.at, item=item, reason="槽の温度")
    record = actions.open_record(by=life.staff.measurer, at=life.at, item=type(item).objects.get(pk=item.pk))
    sample = issued.order.samples.get()
    life.fill(record, {(sample.number, "loss"): ["2.0", "2.0"]})
    record = actions.submit(by=life.staff.measurer, at=life.at, record=record)
    actions.verify(by=life.staff.checker, at=life.at, record=record)
    made = revise(life, issued, changes="結果", reason="再試験")
    assert [one.value for one in made.said.results] == ["2.00", "2.0"]
    assert [one.value for one in issued.said.results] == ["1.40", "1.7"]


def test_another_specification_is_judged_without_measuring_and_both_stay_valid(life, issued):
    made = reissue(life, issued)
    assert [(one.value, one.verdict) for one in made.said.results] == [("1.40", "passed"), ("1.7", "")]
    assert (made.said.same_measurements_as, made.same_measurements_as) == (issued.number, issued)
    assert [made.validity, Report.objects.get(pk=issued.pk).validity] == ["valid", "valid"]
    assert [one.record for one in made.records.all()] == [one.record for one in issued.records.all()]


def test_another_specification_names_an_item_of_the_report(life, issued):
    with pytest.raises(Refused, match="「質量」は、この成績書の項目ではありません"):
        reports.reissue_report(
            by=life.staff.head, at=life.at, report=issued, specification="図面", guarded=False, seal=Seal.OMITTED,
            limits=[Limit("質量", low=Decimal(1))],
        )  # fmt: skip


def test_results_that_a_retest_replaced_are_not_judged_again(life, issued):
    actions.retest(by=life.staff.head, at=life.at, item=issued.order.items.first(), reason="槽の温度")
    with pytest.raises(Refused, match="再試験により差し替えた結果"):
        reissue(life, issued)


def test_a_withdrawn_report_stays_readable_and_is_told(life, issued):
    reports.withdraw_report(by=life.staff.head, at=life.at, report=issued, reason="装置の不具合")
    found = Report.objects.get(pk=issued.pk)
    assert (found.validity, found.said, found.withdrawal.reason) == ("withdrawn", issued.said, "装置の不具合")
    with pytest.raises(Refused, match="取下げ"):
        reports.withdraw_report(by=life.staff.head, at=life.at, report=found, reason="二度目")


def test_a_researcher_does_not_withdraw_and_nobody_does_without_a_reason(life, issued):
    with pytest.raises(Refused, match="グループ長・支所長"):
        reports.withdraw_report(by=life.staff.checker, at=life.at, report=issued, reason="不具合")
    with pytest.raises(Refused, match="理由がありません"):
        reports.withdraw_report(by=life.staff.head, at=life.at, report=issued, reason=" ")


def test_copies_are_counted(life, issued):
    paper = reports.print_report(report=issued, at=issued.issued_at)
    reports.hand_out_copies(by=life.staff.counter, at=life.at, paper=paper, count=2, note="窓口で交付")
    assert list(paper.copies.values_list("count", "note")) == [(2, "窓口で交付")]
    with pytest.raises(Refused, match="部数は1から"):
        reports.hand_out_copies(by=life.staff.counter, at=life.at, paper=paper, count=0)


def test_an_electronic_signature_without_a_certificate_is_refused_before_the_issue(life, tested):
    with pytest.raises(Refused, match="電子署名の証明書が設定されていません"):
        issue(life, tested, wording=reports.Wording(seal=Seal.ELECTRONIC))


def test_the_company_sees_its_own_reports_and_the_rival_none(life, issued, rival):
    assert list(Report.objects.visible_to(life.client.engineer)) == [issued]
    assert list(Report.objects.visible_to(rival.engineer)) == []
