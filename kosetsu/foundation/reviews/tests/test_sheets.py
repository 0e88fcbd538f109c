"""Scoring away from the program: the workbook out, and back in by cell, as a whole or not at all."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import load_workbook

from kosetsu.common.decisions import Refused
from kosetsu.common.spreadsheets import BadTable
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.documents import sheets
from kosetsu.foundation.reviews.documents.results import replayed, results
from kosetsu.foundation.reviews.models import ConflictRule, Review, Score
from kosetsu.foundation.reviews.states import Ground, ReviewState
from kosetsu.foundation.reviews.tests.conftest import FULL, board, hand_in, joins
from tests import build
from tests.build import once
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
ROW = {"value_novelty": 4, "value_market": "該当しない", "value_plan": 3, "comment_plan": "工程表がある"}


@pytest.fixture(autouse=True)
def _now(settings):
    settings.KOSETSU_FIXED_NOW = AT


@pytest.fixture
def given(panel):
    """The first reviewer has three items, the second the first one of them; scoring has begun."""
    for item in (0, 1, 2):
        panel.assign(item, 0)
    panel.assign(0, 1)
    panel.open()
    panel.reviewers[0].refresh_from_db()
    return panel


def made(panel, reviewer=0, by=None):
    one = panel.reviewers[reviewer]
    one.panel.refresh_from_db()
    return actions.make_sheet(by=by or one.person, at=AT, reviewer=one)


def filled(content, panel, rows):
    """The workbook with these cells: row's number → column's key → what is typed."""
    book = load_workbook(io.BytesIO(content))
    keys = [column.key for column in sheets.columns(panel.panel)]
    for number, cells in rows.items():
        for key, value in cells.items():
            book.worksheets[0].cell(number, keys.index(key) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(panel, content):
    return sheets.read(panel.panel, "採点.xlsx", content)


def take(panel, content, *, hand_in=True, reviewer=0, by=None):
    one = panel.reviewers[reviewer]
    common = {"by": by or one.person, "at": AT, "reviewer": one, "rows": read(panel, content), "hand_in": hand_in}
    return actions.take_sheet(**common)


def looked(panel, content, *, hand_in=True):
    one = panel.reviewers[0]
    common = {"by": one.person, "at": AT, "reviewer": one, "rows": read(panel, content), "hand_in": hand_in}
    return actions.look_at_sheet(**common)


def wrong(panel, rows, **how):
    return [str(one) for one in looked(panel, filled(made(panel), panel, rows), **how).wrong]


def test_sheet_holds_what_is_still_to_be_handed_in_by_this_reviewer(given):
    hand_in(Review.objects.get(item=given.items[1]), FULL)
    rows = read(given, made(given))
    mine = [str(one.public_id) for one in given.reviewers[0].reviews.open().order_by("item__number")]
    assert [(row.cells["key"], row.cells["number"]) for row in rows] == [(mine[0], "R-1"), (mine[1], "R-3")]


def test_sheet_holds_no_item_of_a_conflict_of_the_reviewer_or_of_whoever_fetches_it(given, company):
    ConflictRule.objects.create(ground=Ground.SAME_COMPANY, years=3, source="test")
    joins(given.reviewers[0].person, company)
    actions.enter_conflict(by=given.runner, at=AT, item=given.items[1], person=given.runner, ground=Ground.OTHER)
    fetched = [[row.cells["number"] for row in read(given, made(given, by=by))] for by in (None, given.runner)]
    assert fetched == [["R-2", "R-3"], ["R-3"]]


def test_only_scores_and_comments_can_be_typed_and_excel_itself_checks_the_scale(given):
    sheet = load_workbook(io.BytesIO(made(given))).worksheets[0]
    columns = [column.key for column in sheets.columns(given.panel)]
    locked = [key for key, cell in zip(columns, sheet[2], strict=True) if cell.protection.locked]
    checked = {str(one.sqref)[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    assert sheet.protection.sheet
    assert locked == ["key", "number", "title", "applicant", "text"]
    assert checked == {"F": '"1,2,3,4,5"', "H": '"1,2,3,4,5,該当しない"', "J": '"1,2,3,4,5"'}


def test_second_sheet_tells_the_criteria(given):
    rows = list(load_workbook(io.BytesIO(made(given))).worksheets[1].values)
    assert [row[1:] for row in rows[1:]] == [
        ("新規性", None, 1, 5, 2, None, None), ("市場性", None, 1, 5, 1, "はい", None),
        ("計画の確かさ", None, 1, 5, 1, None, "はい"),
    ]  # fmt: skip


def test_blind_panels_sheet_names_no_applicant(institute):
    panel = board(institute, blind=True)
    panel.assign(0, 0)
    panel.open()
    book = load_workbook(io.BytesIO(made(panel)))
    assert "城東精密" not in str([list(sheet.values) for sheet in book.worksheets])


def test_filled_rows_are_handed_in_and_empty_ones_stay(given):
    taken = take(given, filled(made(given), given, {2: ROW, 4: ROW | {"value_market": 5, "comment": "良い"}}))
    said = [[score.value for score in review.scores.all()] for review in taken]
    assert (said, [one.state for one in taken]) == ([[4, None, 3], [4, 5, 3]], [ReviewState.HANDED_IN] * 2)
    assert (taken[1].comment, Review.objects.get(item=given.items[1]).state) == ("良い", ReviewState.ASSIGNED)
    assert results(given.panel) == replayed(given.panel)


def test_sheet_can_be_kept_half_filled_and_goes_on_from_there(given):
    take(given, filled(made(given), given, {2: {"value_novelty": 4}}), hand_in=False)
    again = read(given, made(given))
    assert [(row.cells["value_novelty"], row.cells["value_plan"]) for row in again] == [("4", ""), ("", ""), ("", "")]
    assert {one.state for one in Review.objects.all()} == {ReviewState.ASSIGNED}


def test_comment_without_a_score_is_kept_and_is_in_the_next_sheet(given):
    content = filled(made(given), given, {2: {"comment_plan": "工程表を頼む", "value_novelty": 4}})
    [kept] = take(given, content, hand_in=False)
    cells = read(given, made(given))[0].cells
    assert kept.unscored == {"plan": "工程表を頼む"}
    assert (cells["value_novelty"], cells["value_plan"], cells["comment_plan"]) == ("4", "", "工程表を頼む")


@pytest.mark.parametrize(
    ("cells", "hand_in", "said"),
    [
        ({"value_novelty": 6}, True, ["F2: 「新規性」の点は、1から5までです（6と書かれています）。"]),
        ({"value_novelty": "良"}, True, ["F2: 「良」は点として読めません。1から5までの整数を書いてください。"]),
        ({"value_novelty": 3.5}, True, ["F2: 「3.5」は点として読めません。1から5までの整数を書いてください。"]),
        ({"value_novelty": "該当しない"}, True, ["F2: 「新規性」に点を付けてください。"]),
        ({"value_novelty": None}, True, ["F2: 「新規性」に点を付けてください。"]),
        ({"value_novelty": None}, False, []),
        ({"comment_plan": None}, True, ["K2: 「計画の確かさ」にはコメントが必要です。"]),
        ({"comment_plan": None}, False, []),
        ({"value_plan": None}, False, []),
        ({"comment": "長" * 4001}, True, ["L2: コメントは4000文字までです。"]),
        ({"value_novelty": "４", "value_market": "not applicable"}, True, []),
    ],
)
def test_each_wrong_cell_is_named_with_its_reason(given, cells, hand_in, said):
    assert wrong(given, {2: ROW | cells}, hand_in=hand_in) == said


def test_one_wrong_cell_and_nothing_is_saved(given):
    content = filled(made(given), given, {2: ROW, 3: ROW | {"value_novelty": 9}})
    with pytest.raises(Refused, match="F3: 「新規性」の点は、1から5まで"):
        take(given, content)
    assert (Score.objects.exists(), {one.state for one in Review.objects.all()}) == (False, {ReviewState.ASSIGNED})


def test_row_of_another_reviewer_an_unknown_and_a_doubled_key_are_named(given):
    other = str(given.reviewers[1].reviews.get().public_id)
    first = read(given, made(given))[0].cells["key"]
    cells = {2: ROW, 3: ROW | {"key": other}, 4: ROW | {"key": str(uuid4())}, 5: ROW | {"key": first},
             6: ROW | {"key": "R-1"}}  # fmt: skip
    unknown = "この鍵の審査票はありません。様式をダウンロードし直してください。"
    assert wrong(given, cells) == [
        "A3: ほかの審査員、またはほかの審査会の様式の行です。", f"A4: {unknown}", "A5: 「R-1」の行が二度あります。",
        f"A6: {unknown}",
    ]  # fmt: skip


def test_row_of_a_withdrawn_item_is_named(given):
    content = filled(made(given), given, {2: ROW})
    actions.withdraw_item(by=given.runner, at=AT, item=given.items[0], reason="申請者が取り下げた")
    said = [str(one) for one in looked(given, content).wrong]
    assert said == ["A2: 「R-1」は取り下げられました。この行を消してください。"]


def test_conflict_between_fetching_and_bringing_tells_nothing_of_the_item(given, company):
    content = filled(made(given), given, {2: ROW, 3: ROW})
    ConflictRule.objects.create(ground=Ground.SAME_COMPANY, years=3, source="test")
    joins(given.reviewers[0].person, company)
    said = [str(one) for one in looked(given, content).wrong]
    assert said == ["A2: この審査票は、担当から外れています。この行を消してください。"]
    assert Review.objects.get(item=given.items[0], reviewer=given.reviewers[0]).state == ReviewState.VOID


def test_review_handed_in_meanwhile_is_named_where_the_sheet_says_otherwise(given):
    content = filled(made(given), given, {2: ROW, 3: ROW})
    take(given, filled(made(given), given, {2: ROW}))
    assert [line.review.item.number for line in looked(given, content).lines] == ["R-2"]
    other = filled(content, given, {2: {"value_novelty": 1}})
    assert [str(one) for one in looked(given, other).wrong] == [
        "A2: 「R-1」の審査票は提出済みです。直すときは、事務局に差し戻しを頼んでください。"
    ]


def test_closed_panel_takes_no_sheet_and_gives_none(given):
    content = filled(made(given), given, {2: ROW})
    actions.begin_calibration(by=given.runner, at=AT, panel=given.panel)
    given.reviewers[0].panel.refresh_from_db()
    for act in (lambda: take(given, content), lambda: made(given)):
        with pytest.raises(Refused, match="この審査会は「合議中」です"):
            act()
    assert not Score.objects.exists()


def test_sheet_taken_in_one_language_comes_back_in_another(given):
    with translation.override("en"):
        content = filled(made(given), given, {2: ROW | {"value_market": "n/a"}})
    assert [one.item.number for one in take(given, content)] == ["R-1"]


def test_sheet_of_another_panel_is_no_sheet_of_this_one(given, institute):
    other = board(None)
    other.assign(0, 0)
    other.open()
    with pytest.raises(BadTable):
        sheets.read(given.panel, "採点.csv", b"a,b\r\n1,2\r\n")
    content = filled(made(other), other, {2: ROW})
    assert [str(one) for one in looked(given, content).wrong] == [
        "A2: ほかの審査員、またはほかの審査会の様式の行です。"
    ]


def page_of(reviewer):
    return f"/reviews/sheets/{reviewer.public_id}/"


def send(browser, address, content, then="hand_in"):
    return browser.post(address, once(then=then, sheet=SimpleUploadedFile("採点.xlsx", content)))


def confirmed(answer):
    """The form that a look leaves behind, as a browser sends it."""
    take = answer.context["take"]
    return once(**{name: take[name].value() for name in ("hand_in", "rows")})


def test_reviewer_looks_first_and_hands_in_by_a_second_press(given):
    reviewer = given.reviewers[0]
    browser = build.browser(reviewer.person)
    assert page_of(reviewer) in browser.get("/reviews/").content.decode()
    content = browser.get(f"{page_of(reviewer)}download/").content
    answer = send(browser, page_of(reviewer), filled(content, given, {2: ROW}))
    assert (answer.status_code, Score.objects.exists()) == (200, False)
    assert browser.post(page_of(reviewer), confirmed(answer)).url == "/reviews/"
    assert [one.item.number for one in Review.objects.handed_in()] == ["R-1"]


def test_wrong_sheet_is_shown_with_its_cells(given):
    reviewer = given.reviewers[0]
    answer = send(build.browser(reviewer.person), page_of(reviewer), filled(made(given), given, {2: {"comment": "良"}}))
    assert (answer.status_code, "F2: 「新規性」に点を付けてください。" in answer.content.decode()) == (422, True)


def test_sheet_comes_after_the_promise(institute):
    panel = board(institute, secrecy="審査で知ったことを漏らさない。")
    panel.assign(0, 0)
    panel.open()
    reviewer = panel.reviewers[0]
    browser = build.browser(reviewer.person)
    assert browser.get(page_of(reviewer)).url == f"/reviews/promises/{reviewer.public_id}/"
    assert browser.get(f"{page_of(reviewer)}download/").status_code == 403


def test_office_takes_the_sheet_of_who_mailed_it_and_the_log_says_so(given):
    reviewer = given.reviewers[0]
    address = f"/desk/reviews/reviewers/{reviewer.public_id}/sheet/"
    browser = build.browser(given.runner)
    assert address in browser.get(f"/desk/reviews/{given.panel.public_id}/").content.decode()
    content = browser.get(f"{address}download/").content
    answer = send(browser, address, filled(content, given, {2: ROW}))
    assert browser.post(address, confirmed(answer)).url == f"/desk/reviews/{given.panel.public_id}/"
    event = AuditEvent.objects.get(verb="take_sheet")
    assert (event.actor_id, event.after) == (
        given.runner.pk, {"items": ["R-1"], "handed_in": True, "for": reviewer.person.pk},
    )  # fmt: skip


def test_sheet_is_nothing_to_another_reviewer_a_company_or_a_post_that_does_not_run_it(given, institute, company):
    reviewer = given.reviewers[0]
    stranger = build.post(build.person("支援 係"), StaffRole.TRAINING, institute.head_office)
    desk = f"/desk/reviews/reviewers/{reviewer.public_id}/sheet/"
    codes = [
        build.browser(person).get(f"{address}{file}").status_code
        for person in (given.reviewers[1].person, stranger, company.engineer)
        for address in (page_of(reviewer), desk)
        for file in ("", "download/")
    ]
    assert codes == [404] * 12
