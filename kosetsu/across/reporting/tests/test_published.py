"""Story 11: what the demo institute printed comes out of its entries and registers, equal, figure by figure."""

import pytest

from kosetsu.across.reporting.columns.asking import DatabaseSource, figure_of
from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.rules.compiling import compile_measure
from kosetsu.across.reporting.rules.measures import ENTRIES
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import Book

pytestmark = pytest.mark.django_db


def test_every_printed_figure_with_records_comes_out_equal(tokyo: Book) -> None:
    reader = Reader()
    printed = [row for row in tokyo.published if row.measure]
    found = {
        (row.fiscal_year, row.figure): reader.figure(
            tokyo.measures[row.measure or ""], Period.of_fiscal_year(int(row.fiscal_year or 2021))
        ).value
        for row in printed
    }
    assert found == {(row.fiscal_year, row.figure): row.value for row in printed}


def test_every_figure_of_fiscal_2021_has_a_measure(tokyo: Book) -> None:
    assert [row.figure for row in tokyo.published if row.fiscal_year == "2021" and not row.measure] == []


def test_printed_targets_are_the_targets_held(tokyo: Book) -> None:
    printed = {row.figure[11:14]: row.value for row in tokyo.published if row.figure.startswith("kpi_target.")}
    assert {target.key: target.target for target in tokyo.targets} == printed


def test_database_itself_gives_the_same_figures(tokyo: Book) -> None:
    period, reader, source = Period.of_fiscal_year(2021), Reader(), DatabaseSource()
    counted = [m for m in tokyo.measures.values() if m.relation == "entries"]
    asked = {m.key: figure_of(compile_measure(m, ENTRIES, period), source) for m in counted}
    assert asked == dict(reader.figures(counted, period))


def test_two_records_of_one_meeting_stay_two(tokyo: Book) -> None:
    both = [tokyo.measures["tkf.meeting_attendance"], tokyo.measures["mtep.liaison_meeting_attendance"]]
    figures = Reader().figures(both, Period.of_fiscal_year(2021))
    assert {key: figure.value for key, figure in figures.items()} == {
        "tkf.meeting_attendance": 47,
        "mtep.liaison_meeting_attendance": 46,
    }
