"""The columns follow the casebook, whatever happens to the folder."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from kosetsu.across.reporting.columns import engines, store
from kosetsu.across.reporting.columns import ledger as ledgers
from kosetsu.across.reporting.columns.asking import DatabaseSource, figure_of
from kosetsu.across.reporting.rules.compiling import compile_measure
from kosetsu.across.reporting.rules.measures import ENTRIES, Aggregate, Every, Measure
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tests.rows import RECORDED, entries, reversal
from kosetsu.foundation.casebook.models import Entry

LATER = RECORDED + dt.timedelta(hours=1)
FY2021 = Period.of_fiscal_year(2021)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.KOSETSU_DATA_DIR = tmp_path
    return ledgers.folder()


def total(kind: str = "sum", column: str = "quantity", source: Any = None) -> Any:
    asked = Measure("m", {"ja": "計"}, {"ja": "計"}, "件", "entries", Every(), Aggregate(kind, column), "試験")
    return figure_of(compile_measure(asked, ENTRIES, FY2021), source or store.entries_source()).value


def test_entry_made_after_the_refresh_is_counted_live() -> None:
    entries({"quantity": 3})
    store.refresh(at=LATER)
    entries({"quantity": 4})
    assert (total(), total(source=DatabaseSource())) == (7, 7)


def test_lost_folder_is_rebuilt_with_the_same_numbers(place: Path) -> None:
    entries({"quantity": 3}, {"quantity": 5, "on_date": dt.date(2022, 4, 1)})
    store.refresh(at=LATER)
    shutil.rmtree(place)
    before = total()
    ledger = store.refresh(at=LATER)
    assert (before, total(), {key: year.rows for key, year in ledger.years.items()}) == (3, 3, {2021: 1, 2022: 1})


def test_missing_partition_file_is_not_read_as_an_empty_year(place: Path) -> None:
    entries({"quantity": 3})
    store.refresh(at=LATER)
    next(place.glob("2021-*.parquet")).unlink()
    assert total() == 3


def test_newest_entry_stays_out_of_the_files_for_the_lag_and_is_read_live() -> None:
    old, _new = entries({"recorded_at": LATER - store.LAG}, {"recorded_at": LATER})
    ledger = store.refresh(at=LATER)
    assert (ledger.watermark, ledger.years[2021].rows, total("count", "")) == (old.id, 1, 2)


def test_entry_that_becomes_visible_below_the_watermark_is_found_by_the_next_refresh() -> None:
    [early, _late] = entries({"quantity": 1}, {"quantity": 2})
    early_id = early.id
    Entry.objects.filter(id=early_id)._raw_delete("default")
    store.refresh(at=LATER)
    assert total() == 2
    entries({"id": early_id, "quantity": 1})
    store.refresh(at=LATER)
    assert total() == 3


def test_folder_of_another_database_is_not_believed() -> None:
    entries({"quantity": 3}, {"quantity": 4})
    store.refresh(at=LATER)
    Entry.objects.all()._raw_delete("default")
    assert total() == 0


def test_frozen_file_is_never_written_again_and_a_correction_stands_beside_it(place: Path) -> None:
    [entry] = entries({"quantity": 3, "topic": '改行\n"引用"、,コンマ'})
    store.freeze(2021, at=LATER)
    [frozen] = ledgers.load(place).years[2021].files
    content = (place / frozen).read_bytes()
    reversal(entry, recorded_at=LATER)
    store.refresh(at=LATER, lag=dt.timedelta(0))
    year = ledgers.load(place).years[2021]
    assert ((place / frozen).read_bytes(), year.files[0], year.rows, year.frozen) == (content, frozen, 2, True)
    assert (total(), total("distinct", "topic")) == (0, 0)


def test_many_small_parts_of_an_open_year_are_packed_into_one() -> None:
    for _n in range(store.PARTS + 1):
        entries({"quantity": 1})
        ledger = store.refresh(at=LATER)
    assert (len(ledger.years[2021].files), total()) == (1, store.PARTS + 1)


def test_columns_too_far_behind_leave_the_answer_to_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LONGEST_TAIL", 1)
    entries({"quantity": 3}, {"quantity": 4})
    assert (type(store.entries_source()), total()) == (DatabaseSource, 7)


def test_blank_text_is_no_value_in_the_files_either() -> None:
    entries({"topic": ""}, {"topic": "錆"}, {"topic": "a'b\\c"})
    live = total("distinct", "topic")
    store.refresh(at=LATER)
    assert (live, total("distinct", "topic"), total("distinct", "topic", DatabaseSource())) == (2, 2, 2)


def test_answer_is_kept_until_one_entry_more_is_there_in_the_tail_or_in_the_files() -> None:
    [first] = entries({"quantity": 3})
    before = store.entries_source()
    asked = total(source=before)
    again = store.entries_source()
    assert (asked, total(source=again), "engine" in vars(again)) == (3, 3, False)
    reversal(first, recorded_at=RECORDED)
    live = total()
    store.refresh(at=LATER)
    assert (live, total()) == (0, 0)


def test_tail_of_as_many_entries_with_the_same_numbers_is_told_from_another() -> None:
    [first] = entries({"quantity": 3})
    before = total()
    Entry.objects.filter(id=first.id)._raw_delete("default")
    entries({"id": first.id, "quantity": 8})
    assert (before, total()) == (3, 8)


def test_engine_in_a_process_beside_answers_alike_and_is_empty_for_the_next_reader(settings: Any) -> None:
    settings.KOSETSU_ENGINE_APART = True
    entries({"quantity": 3, "topic": "錆'\n"})
    store.refresh(at=LATER)
    entries({"quantity": 4})
    source = store.entries_source()
    found = (total(source=source), total("distinct", "topic", source))
    first = source.engine._apart  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError, match="Catalog Error"):
        source.engine.run("SELECT * FROM nowhere")  # type: ignore[attr-defined]
    del source
    following = engines.engine()
    with pytest.raises(RuntimeError, match="Catalog Error"):
        following.run("SELECT * FROM tail")
    assert (found, following._apart is first) == ((7, 1), True)  # type: ignore[attr-defined]
