"""One measure, four readers: DuckDB, SQLite, PostgreSQL and plain Python give the same number."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kosetsu.across.reporting.columns.asking import figure_of, figures_of
from kosetsu.across.reporting.columns.flat import ENTRY_COLUMNS, create_table
from kosetsu.across.reporting.rules.compiling import compile_measure, page
from kosetsu.across.reporting.rules.measures import ENTRIES, Aggregate, Condition, Every, Measure, Some
from kosetsu.across.reporting.rules.periods import Period, day_number
from kosetsu.across.reporting.rules.together import shared
from kosetsu.across.reporting.tests.oracle import value_of
from tests.requirements import postgres_url

Row = dict[str, Any]
BLANK: Row = {
    "service": "consultations", "kind": "consultation", "on_date": dt.date(2021, 5, 1), "fiscal_year": 2021,
    "branch": "", "organisation_id": None, "workplace_id": None, "partner": "", "channel": "visit", "format": "",
    "field": "", "quantity": 1, "unit": "件", "amount_yen": 0, "headcount": 0, "headcount_online": 0,
    "reference": "", "topic": "", "source": "recorded", "sign": 1,
}  # fmt: skip


def tuples(rows: list[Row]) -> list[tuple[Any, ...]]:
    filled = [{**BLANK, **row, "entry_id": n, "on_date_day": day_number(row.get("on_date", BLANK["on_date"]))}
              for n, row in enumerate(rows, start=1)]  # fmt: skip
    return [tuple(row[name] for name in ENTRY_COLUMNS) for row in filled]


class DuckDB:
    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(create_table("entries", ENTRY_COLUMNS))

    def fill(self, rows: list[Row]) -> None:
        self.connection.execute('DELETE FROM "entries"')
        with self.connection.appender("entries") as appender:
            appender.append_rows(tuples(rows))

    def ask(self, question: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(question.sql("duckdb")).fetchall()


class SQLite:
    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute(f"CREATE TABLE entries ({', '.join(ENTRY_COLUMNS)})")

    def fill(self, rows: list[Row]) -> None:
        self.connection.execute("DELETE FROM entries")
        marks = ", ".join("?" * len(ENTRY_COLUMNS))
        values = [tuple(str(v) if isinstance(v, dt.date) else v for v in row) for row in tuples(rows)]
        self.connection.executemany(f"INSERT INTO entries VALUES ({marks})", values)

    def ask(self, question: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(question.sql("sqlite")).fetchall()


class PostgreSQL:
    def __init__(self) -> None:
        import psycopg

        self.connection = psycopg.connect(postgres_url(), connect_timeout=2)
        kinds = ", ".join(f'"{n}" {k.replace("TINYINT", "SMALLINT")}' for n, k in ENTRY_COLUMNS.items())
        self.connection.execute(f"CREATE TEMPORARY TABLE entries ({kinds})")

    def fill(self, rows: list[Row]) -> None:
        self.connection.execute("DELETE FROM entries")
        with self.connection.cursor() as cursor, cursor.copy("COPY entries FROM STDIN") as copy:
            for row in tuples(rows):
                copy.write_row(row)

    def ask(self, question: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(question.sql("postgres")).fetchall()


@pytest.fixture(scope="module", params=[DuckDB, SQLite, pytest.param(PostgreSQL, marks=pytest.mark.postgres)])
def database(request: Any) -> Iterator[Any]:
    reader = request.param()
    yield reader
    reader.connection.close()


def measure(aggregate: Aggregate, *parts: Any) -> Measure:
    return Measure("m", {"ja": "計"}, {"ja": "数える"}, "件", "entries", Every(parts), aggregate, "試験")


FY2021 = Period.of_fiscal_year(2021)
AGGREGATES = [
    Aggregate("count"),
    Aggregate("sum", "quantity"),
    Aggregate("sum", "headcount"),
    Aggregate("distinct", "topic"),
    Aggregate("distinct", "organisation_id"),
    Aggregate("mean", "quantity"),
    Aggregate("new_or_returning", "workplace_id", 5),
]
CONDITIONS = [
    Condition("service", "is", "consultations"),
    Condition("service", "is_not", "consultations"),
    Condition("channel", "in", ("visit", "online")),
    Condition("channel", "not_in", ("visit", "online")),
    Condition("topic", "starts_with", "a"),
    Condition("topic", "is", "50%' --"),
    Condition("workplace_id", "at_least", 2),
    Condition("quantity", "above", 1),
    Condition("on_date", "at_most", dt.date(2021, 9, 30)),
    Some((Condition("service", "is", "labs"), Condition("headcount", "below", 2))),
]
row_strategy = st.fixed_dictionaries(
    {
        "service": st.sampled_from(["consultations", "labs"]),
        "on_date": st.dates(dt.date(2014, 3, 30), dt.date(2022, 4, 2)),
        "organisation_id": st.one_of(st.none(), st.integers(1, 3)),
        "workplace_id": st.one_of(st.none(), st.integers(1, 4)),
        "channel": st.sampled_from(["visit", "online", "mail"]),
        "quantity": st.integers(0, 3),
        "headcount": st.integers(0, 4),
        "topic": st.sampled_from(["", "a", "A", "ab", "錆", "50%' --"]),
        "source": st.sampled_from(["recorded", "synthetic"]),
        "reversed": st.booleans(),
    }
)


def with_reversals(drawn: list[Row]) -> list[Row]:
    rows = [{k: v for k, v in row.items() if k != "reversed"} for row in drawn]
    undone = [{**row, "quantity": -row["quantity"], "headcount": -row["headcount"], "sign": -1}
              for row, given in zip(rows, drawn, strict=True) if given["reversed"]]  # fmt: skip
    return [{**BLANK, **row} for row in rows + undone]


@given(drawn=st.lists(row_strategy, max_size=25), parts=st.lists(st.sampled_from(CONDITIONS), max_size=2))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_aggregate_on_any_rows_equals_the_naive_reading(
    database: Any, drawn: list[Row], parts: list[Any]
) -> None:
    rows = with_reversals(drawn)
    database.fill(rows)
    asked = [measure(aggregate, *parts) for aggregate in AGGREGATES]
    found = [figure_of(compile_measure(m, ENTRIES, FY2021), database).value for m in asked]
    assert found == [value_of(m, rows, FY2021) for m in asked]
    for one in shared(asked, ENTRIES):
        alone = [figure_of(compile_measure(m, ENTRIES, FY2021), database) for m in one.measures]
        assert figures_of(one, ENTRIES, FY2021, database) == alone


@given(drawn=st.lists(row_strategy, max_size=25))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_measures_that_share_a_question_count_what_they_count_alone(database: Any, drawn: list[Row]) -> None:
    database.fill(with_reversals(drawn))
    named = [
        [Condition("channel", "is", "visit")],
        [Condition("channel", "is", "nowhere")],
        [Condition("channel", "in", ("visit", "online"))],
        [Condition("channel", "is", "visit"), Condition("topic", "in", ("a", "A"))],
        [Condition("topic", "is", "a")],
        [Condition("topic", "is", "")],
    ]
    asked = [measure(aggregate, *parts) for aggregate in AGGREGATES for parts in named]
    questions = shared(asked, ENTRIES)
    assert len(questions) == 7
    for one in questions:
        alone = [figure_of(compile_measure(m, ENTRIES, FY2021), database) for m in one.measures]
        assert figures_of(one, ENTRIES, FY2021, database) == alone


@pytest.mark.parametrize(
    ("first", "again", "counted"),
    [
        (dt.date(2016, 6, 1), dt.date(2021, 6, 1), 0),
        (dt.date(2016, 6, 1), dt.date(2021, 6, 2), 1),
        (dt.date(2017, 6, 1), dt.date(2021, 6, 1), 0),
        (dt.date(2016, 2, 29), dt.date(2021, 4, 1), 1),
    ],
)
def test_workplace_back_after_a_gap_counts_only_beyond_five_years(
    database: Any, first: dt.date, again: dt.date, counted: int
) -> None:
    database.fill([{"workplace_id": 1, "on_date": first}, {"workplace_id": 1, "on_date": again}])
    asked = compile_measure(measure(Aggregate("new_or_returning", "workplace_id", 5)), ENTRIES, FY2021)
    assert figure_of(asked, database).value == counted


@pytest.mark.parametrize(("again", "counted"), [(dt.date(2021, 2, 28), 0), (dt.date(2021, 3, 1), 1)])
def test_workplace_of_a_leap_day_is_away_five_years_on_the_first_of_march(
    database: Any, again: dt.date, counted: int
) -> None:
    database.fill([{"workplace_id": 1, "on_date": dt.date(2016, 2, 29)}, {"workplace_id": 1, "on_date": again}])
    asked = measure(Aggregate("new_or_returning", "workplace_id", 5))
    assert figure_of(compile_measure(asked, ENTRIES, Period.of_fiscal_year(2020)), database).value == counted


def test_reversed_consultation_leaves_the_workplace_new(database: Any) -> None:
    visit: Row = {"workplace_id": 1, "on_date": dt.date(2020, 6, 1)}
    undone = {**visit, "quantity": -1, "sign": -1}
    database.fill([visit, undone, {"workplace_id": 1, "on_date": dt.date(2021, 6, 1)}])
    asked = compile_measure(measure(Aggregate("new_or_returning", "workplace_id", 5)), ENTRIES, FY2021)
    assert figure_of(asked, database).value == 1


def test_first_day_is_synthetic_where_the_row_it_shows_is(database: Any) -> None:
    day = {"on_date": dt.date(2021, 6, 1)}
    recorded, synthetic = {**day, "source": "recorded"}, {**day, "source": "synthetic"}
    days = [(1, recorded), (1, synthetic), (2, synthetic), (2, recorded)]
    database.fill([{"workplace_id": place, **row} for place, row in days])
    asked = compile_measure(measure(Aggregate("new_or_returning", "workplace_id", 5)), ENTRIES, FY2021)
    found = figure_of(asked, database)
    sources = [source for (source,) in database.ask(page(asked.rows, ["source"], 9))]
    assert (found.value, found.rows, found.synthetic_rows, sources) == (2, 2, 1, ["recorded", "synthetic"])


def test_mean_of_nothing_is_no_number(database: Any) -> None:
    database.fill([])
    assert figure_of(compile_measure(measure(Aggregate("mean", "quantity")), ENTRIES, FY2021), database).value is None


def test_mean_is_an_exact_fraction(database: Any) -> None:
    database.fill([{"quantity": 90}, {"quantity": 90}, {"quantity": 91}])
    found = figure_of(compile_measure(measure(Aggregate("mean", "quantity")), ENTRIES, FY2021), database)
    assert found.value == Fraction(271, 3)


def test_rows_behind_a_number_are_those_it_counts_page_by_page(database: Any) -> None:
    database.fill([{"topic": str(n), "source": "synthetic"} for n in range(5)] + [{"on_date": dt.date(2020, 5, 1)}])
    compiled = compile_measure(measure(Aggregate("count")), ENTRIES, FY2021)
    pages: Callable[[int], list[Any]] = lambda offset: database.ask(page(compiled.rows, ["topic"], 2, offset))  # noqa: E731
    assert [[topic for (topic,) in pages(offset)] for offset in (0, 2, 4, 6)] == [["0", "1"], ["2", "3"], ["4"], []]
    figure = figure_of(compiled, database)
    assert (figure.rows, figure.synthetic_rows, figure.synthetic) == (5, 5, True)
