"""Units are said in the reader's language: the institute's words, Japanese where it has none."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from kosetsu.common import units

HOURS = "24時間・個"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ["本", "24時間・個", "100cm3", "反"]),
        ("en", ["piece", "24 hours · piece", "100 cm³", "反"]),
        ("th", ["ชิ้น", "24 ชั่วโมง · ชิ้น", "100 ลบ.ซม.", "反"]),
    ],
)
def test_unit_is_said_in_the_readers_language_and_an_unknown_one_as_it_is(language, said):
    with translation.override(language):
        assert [units.unit_name(one) for one in ("本", HOURS, "100cm3", "反")] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ["1時間", "4,000時間", "30（24時間・個）", "7"]),
        ("en", ["1\N{NO-BREAK SPACE}hour", "4,000\N{NO-BREAK SPACE}hours", "30 (24 hours · piece)", "7"]),
        ("th", ["1\N{NO-BREAK SPACE}ชั่วโมง", "4,000\N{NO-BREAK SPACE}ชั่วโมง", "30 (24 ชั่วโมง · ชิ้น)", "7"]),
    ],
)
def test_quantity_is_counted_as_the_language_counts(language, said):
    asked = [(1, "時間"), (4000, "時間"), (30, HOURS), (7, "")]
    with translation.override(language):
        assert [units.quantity(count, one) for count, one in asked] == said


def test_institute_without_the_file_keeps_its_own_words(settings, tmp_path):
    settings.KOSETSU_INSTITUTE_DIR = tmp_path
    with translation.override("en"):
        assert units.quantity(3, "時間") == "3\N{NO-BREAK SPACE}時間"


@pytest.mark.parametrize("institute", ["tokyo", "minimal"])
def test_every_unit_of_the_institutes_tables_has_its_words(institute):
    folder = Path(settings.KOSETSU_INSTITUTE_DIR).parent / institute
    counted = {row[column] for file, column in COLUMNS.items() for row in _rows(folder / file)}
    written = {name for one in counted for _step, name in units.factors(one)}
    known = {row["unit"] for row in _rows(folder / "units.csv") if row["en"] and row["en_many"] and row["th"]}
    assert {one for one in written if not one.isascii()} - known == set()


COLUMNS = {"catalogue/tariffs.csv": "unit", "instruments/consumables.csv": "unit", "gatherings.csv": "headcount_unit"}


def _rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []
