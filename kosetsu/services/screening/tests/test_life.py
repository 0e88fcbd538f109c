"""A programme from the request to the return, with everything that must not happen on the way."""

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import Workbook

from kosetsu.common.decisions import Refused
from kosetsu.common.tests.files import upload
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.parties.standing import forget
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Conflict
from kosetsu.services.screening import actions
from kosetsu.services.screening.documents.covers import cover_pdf
from kosetsu.services.screening.models import FeeRule, ScreeningNotice, ScreeningTerms, Submission
from kosetsu.services.screening.states import ScreeningState, Way
from kosetsu.services.screening.tests.conftest import DUE, FULL, Office, body_of, counted, sheet_in
from tests import build
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_whole_life_goes_back_in_the_bodys_own_form_and_counts_every_review(office: Office) -> None:
    programme = office.returned(office.filled())
    paper = programme.returned
    assert (programme.state, paper.items, paper.reviews, paper.number) == ("returned", 3, 6, "審返R8-00001")
    entries = Entry.objects.filter(service="screening", kind="review")
    told = set(entries.values_list("field", "topic", "reference", "format", "partner", "organisation", "on_date"))
    body = office.body.organisation
    assert (entries.count(), told) == (
        6, {("ward_city", "江東区", programme.case.number, "in_writing", body.pk, None, AT.date())}
    )  # fmt: skip
    sheet = sheet_in(paper)
    assert [cell.value for cell in sheet[3]] == ["番号", "企業", "総合点", "新規性", "区分", "所見"]
    assert [cell.value for cell in sheet[4]] == ["A-1", "甲社", 100, 5, "A", "（1）よい。\n（2）よい。"]
    assert (sheet["A1"].value, sheet["B2"].value) == ("新製品助成 江東区", paper.number)
    assert cover_pdf(paper).startswith(b"%PDF-")


def test_bodys_own_workbook_is_filled_in_and_the_rest_of_it_stays(office: Office) -> None:
    book = Workbook()
    book.active.title = "結果"
    book.active["A3"], book.active["H9"] = "団体の見出し", "団体のメモ"
    out = BytesIO()
    book.save(out)
    programme = office.filled(["甲社"])
    actions.keep_blank(by=office.runner, at=AT, programme=programme, file=upload("様式.xlsx", out.getvalue()))
    sheet = sheet_in(office.returned(programme).returned)
    assert [sheet[at].value for at in ("A3", "H9", "A4", "C4")] == ["団体の見出し", "団体のメモ", "A-1", 100]


def test_reviewed_twice_counts_two_and_withdrawn_counts_nothing(office: Office) -> None:
    programme = office.begun(office.filled(each=1))
    first, second, third = programme.panel.items.order_by("pk")
    office.review(first, 2)
    office.review(second, 1)
    office.review(third, 2)
    reviews.withdraw_item(by=office.runner, at=AT, item=third, reason="申請者の取り下げ")
    office.read(programme)
    programme = actions.submit_results(by=office.runner, at=AT, programme=programme)
    programme = actions.approve_results(by=office.head, at=AT, programme=programme)
    paper = actions.return_results(by=office.runner, at=AT, programme=programme).returned
    assert (paper.items, paper.withdrawn, paper.reviews, counted()) == (2, 1, 3, 3)


def test_called_off_and_declined_programmes_count_nothing(office: Office) -> None:
    programme = office.scored(office.begun(office.filled()))
    actions.call_off(by=office.runner, at=AT, programme=programme, reason="団体の都合")
    declined = actions.decline_programme(
        by=office.runner, at=AT, programme=office.requested("ほかの助成"), reason="人手がない"
    )
    assert (declined.state, declined.case.closed_at, counted()) == ("declined", AT, 0)


def test_applicant_is_in_no_entry_and_sees_nothing(office: Office, known: build.Company) -> None:
    programme = office.returned(office.filled(["城東精密株式会社", "甲社"]))
    assert Submission.objects.get(item__number="A-1").workplace == known.workplace
    assert list(Entry.objects.visible_to(known.engineer)) == []
    assert known.organisation.name not in str(list(Entry.objects.values()))
    assert programme.case not in list(type(programme.case).objects.visible_to(known.engineer))


def test_applicant_under_a_former_name_is_kept_from_the_reviewer_who_belongs_to_it(office: Office) -> None:
    owner = Organisation.objects.create(kind="company", name="旧名精工株式会社", name_folded="旧名精工")
    owner.names.create(name="㈱新名テック")
    Membership.objects.create(person=office.readers[0], organisation=owner, role="engineer")
    programme = office.begun(office.filled(["株式会社新名テック", "乙社"]))
    item = programme.panel.items.get(number="A-1")
    assert Submission.objects.get(item=item).matched == "alias"
    assert list(Conflict.objects.values_list("item", "person", "ground")) == [
        (item.pk, office.readers[0].pk, "same_company")
    ]
    with pytest.raises(Refused, match="利益相反"):
        office.review(item, 1)


def test_reviewer_of_an_application_cannot_read_it_again(office: Office) -> None:
    programme = office.begun(office.filled(["甲社"]))
    [item] = programme.panel.items.all()
    own = reviews.add_reviewer(by=office.runner, at=AT, panel=programme.panel, person=office.readers[-1])
    [review] = reviews.assign(by=office.runner, at=AT, panel=programme.panel, pairs=[reviews.Pair(item, own)])
    marks = {code: reviews.Mark(value) for code, value in FULL.items()}
    reviews.hand_in(by=office.readers[-1], at=AT, review=review, marks=marks, comment="")
    with pytest.raises(Refused, match="自分が審査した"):
        office.read(programme)


def test_review_returned_after_the_second_reading_has_to_be_read_again(office: Office) -> None:
    programme = office.scored(office.begun(office.filled(["甲社"])))
    office.read(programme, AT + HOUR)
    [review, _other] = programme.panel.items.get().reviews.all()
    reviews.return_review(by=office.runner, at=AT + HOUR, review=review, reason="所見を直す")
    with pytest.raises(Refused, match="足りません"):
        actions.submit_results(by=office.runner, at=AT + HOUR, programme=programme)
    marks = {code: reviews.Mark(value) for code, value in FULL.items()}
    reviews.hand_in(by=review.reviewer.person, at=AT + 2 * HOUR, review=review, marks=marks, comment="直した。")
    with pytest.raises(Refused, match="二次確認がまだ"):
        actions.submit_results(by=office.runner, at=AT + 2 * HOUR, programme=programme)
    office.read(programme, AT + 3 * HOUR)
    assert actions.submit_results(by=office.runner, at=AT + 3 * HOUR, programme=programme).state == "checked"


def test_second_reader_who_points_something_out_holds_the_results_back(office: Office) -> None:
    programme = office.scored(office.begun(office.filled(["甲社"])))
    [submission] = Submission.objects.filter(programme=programme)
    actions.point_out(by=office.readers[-1], at=AT, submission=submission, note="点と所見が合わない")
    with pytest.raises(Refused, match="二次確認がまだ"):
        actions.submit_results(by=office.runner, at=AT, programme=programme)


def test_results_that_changed_after_they_were_submitted_are_not_approved(office: Office) -> None:
    programme = office.submitted(office.filled())
    reviews.withdraw_item(by=office.runner, at=AT, item=programme.panel.items.first(), reason="取り下げ")
    with pytest.raises(Refused, match="結果が変わっています"):
        actions.approve_results(by=office.head, at=AT, programme=programme)
    programme = actions.send_back(by=office.head, at=AT, programme=programme, reason="取り下げがあった")
    assert (programme.state, programme.results_digest) == ("reviewing", "")
    programme = actions.submit_results(by=office.runner, at=AT, programme=programme)
    assert actions.approve_results(by=office.head, at=AT, programme=programme).state == "approved"


def test_approved_results_that_changed_are_not_returned(office: Office) -> None:
    programme = actions.approve_results(by=office.head, at=AT, programme=office.submitted(office.filled()))
    reviews.withdraw_item(by=office.runner, at=AT, item=programme.panel.items.first(), reason="取り下げ")
    with pytest.raises(Refused, match="結果が変わっています"):
        actions.return_results(by=office.runner, at=AT, programme=programme)
    assert counted() == 0


def test_who_submitted_reviewed_or_read_does_not_approve(office: Office) -> None:
    for person in (office.runner, office.readers[0], office.readers[-1]):
        forget(build.post(person, StaffRole.BRANCH_HEAD, office.institute.head_office))
    programme = office.submitted(office.filled())
    for person, why in ((office.runner, "依頼した本人"), (office.readers[0], "加わった人"),
                        (office.readers[-1], "加わった人")):  # fmt: skip
        with pytest.raises(Refused, match=why):
            actions.approve_results(by=person, at=AT, programme=programme)


def test_head_with_a_conflict_neither_approves_nor_sends_back(office: Office, known: build.Company) -> None:
    Membership.objects.create(person=office.head, organisation=known.organisation, role="engineer")
    programme = office.submitted(office.filled(["城東精密", "甲社"]))
    for verb in (actions.approve_results, lambda **given: actions.send_back(**given, reason="x")):
        with pytest.raises(Refused, match="利益相反"):
            verb(by=office.head, at=AT, programme=programme)


@pytest.mark.parametrize(("basis", "yen"), [("review", 12_000), ("item", 6_000), ("programme", 2_000)])
def test_fee_is_charged_once_by_the_rule_of_the_day(office: Office, basis: str, yen: int) -> None:
    FeeRule.objects.create(
        body_class="ward_city", basis=basis, yen=2_000, tax_class="taxable_10_included", source="試験",
        valid_from=dt.date(2021, 4, 1),
    )  # fmt: skip
    programme = office.returned(office.filled(charged=True))
    charge = Charge.objects.get(case=programme.case)
    assert (charge.yen, charge.organisation, programme.charge) == (yen, office.body.organisation, charge)


def test_programme_that_is_charged_without_a_rule_is_not_accepted(office: Office) -> None:
    with pytest.raises(Refused, match="料金の規則がありません"):
        office.accepted(charged=True)


def test_same_programme_of_a_body_and_year_is_registered_once(office: Office) -> None:
    office.requested()
    with pytest.raises(Refused, match="すでに登録されています"):
        office.requested()
    assert office.requested(body=body_of(office.runner, "大田区")).title == "新製品助成"


def test_bodys_officer_asks_and_is_told_of_every_step_without_a_result(office: Office) -> None:
    request = actions.Request(body=office.body, title="表彰", due_on=DUE, charged=True)
    asked = actions.request_programme(by=office.officer, at=AT, request=request)
    assert (asked.state, asked.charged, asked.case.assignee) == ("requested", False, None)
    programme = office.returned(office.filled(["秘密の会社"]))
    told = list(ScreeningNotice.objects.filter(programme=programme, address="body@example.jp"))
    assert [one.kind for one in told] == ["requested", "accepted", "returned"]
    assert [one.kind for one in told if "秘密の会社" in one.subject + one.body or "100" in one.body] == []


def test_officer_of_another_body_asks_for_nothing(office: Office) -> None:
    other = body_of(office.runner, "大田区")
    with pytest.raises(Refused):
        actions.request_programme(
            by=office.officer, at=AT, request=actions.Request(body=other, title="表彰", due_on=DUE)
        )


def test_deadline_is_reminded_of_before_it_and_once_after_it(office: Office) -> None:
    ScreeningTerms.objects.create(valid_from=dt.date(2021, 4, 1), remind_days=14, source="試験")
    programme = office.accepted()
    moments = [dt.datetime.combine(DUE + dt.timedelta(days=n), dt.time(9), AT.tzinfo) for n in (-15, -14, -13, 0, 1, 2)]
    assert [actions.remind(at=moment) for moment in moments] == [0, 1, 0, 0, 1, 0]
    told = ScreeningNotice.objects.filter(programme=programme, kind="deadline")
    assert set(told.values_list("address", flat=True)) == {office.runner.email}
    actions.put_off(by=office.runner, at=AT, programme=programme, due_on=DUE + dt.timedelta(days=30))
    assert actions.remind(at=moments[0]) == 0


def test_without_second_reading_or_reviews_nothing_is_submitted(office: Office) -> None:
    programme = office.begun(office.filled())
    with pytest.raises(Refused, match="足りません"):
        actions.submit_results(by=office.runner, at=AT, programme=programme)
    programme = office.scored(programme)
    with pytest.raises(Refused, match="二次確認がまだです（ほかに2件）"):
        actions.submit_results(by=office.runner, at=AT, programme=programme)


def test_committee_programme_has_no_panel_and_ends_with_its_dispatches(office: Office) -> None:
    programme = office.accepted(way=Way.COMMITTEE)
    assert programme.panel is None
    with pytest.raises(Refused):
        actions.begin_review(by=office.runner, at=AT, programme=programme)
    with pytest.raises(Refused, match="出席した派遣がありません"):
        actions.finish_dispatches(by=office.runner, at=AT, programme=programme)
    assert programme.state == ScreeningState.PREPARING
