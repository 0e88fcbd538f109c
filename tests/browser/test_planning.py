"""The planning office: a chapter of the annual report, the rows behind a figure, papers, targets on another day."""

import pytest

pytestmark = pytest.mark.browser


def test_chapter_opens_to_its_rows_and_goes_out_as_papers(visit, tmp_path):
    office = visit("planning")
    office.go("/desk/reports/")
    office.look("reports")
    office.page.locator("main h2 a, main h3 a").first.click()
    office.page.wait_for_url("**/desk/reports/outlines/*/")
    office.look("annual report")
    files = {name: office.download(name, tmp_path)[:4] for name in ("Word", "Excel", "PDF")}
    assert files == {"Word": b"PK\x03\x04", "Excel": b"PK\x03\x04", "PDF": b"%PDF"}
    figure = office.page.locator("article a").filter(has_text="4,362").first
    with office.page.expect_navigation():
        figure.click()
    assert "4,362" in office.says()
    assert "合成データを含みます" in office.says()
    assert office.page.locator("table tbody tr").count() > 0
    office.look("rows of a figure")


def test_targets_are_shown_on_another_day(visit):
    office = visit("planning")
    office.go("/desk/reports/targets/")
    office.look("targets today")
    with office.page.expect_navigation(url="**day=2030-09-30"):  # a day is asked for as soon as it is chosen
        office.page.get_by_label("基準日").fill("2030-09-30")
    assert "12,500" in office.says()
    office.look("targets another day")
