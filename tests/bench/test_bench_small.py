"""The bench runs: its small size in the test database, every benchmark once; how fast is nobody's question here."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command

from bench.__main__ import BENCHMARKS
from bench.clock import LAST_MOMENT
from bench.places import copy_institute
from bench.scale.generate import generate
from bench.scale.sizes import SMALL
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.services.consultations.models import Consultation

STORED = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture
def filled(db: None, settings: Any, tmp_path: Path) -> int:
    """The demo institute with the small size of five years."""
    settings.KOSETSU_DATA_DIR = tmp_path / "data"
    settings.KOSETSU_INSTITUTE_DIR = tmp_path / "institute"
    settings.KOSETSU_DEMO = True
    settings.KOSETSU_FIXED_NOW = LAST_MOMENT
    copy_institute(configured.KOSETSU_INSTITUTE_DIR)
    call_command("load_institute", demo=True, verbosity=0, folder=configured.KOSETSU_INSTITUTE_DIR, stdout=_Nowhere())
    return generate(SMALL, say=lambda _text: None)


class _Nowhere:
    """A standard output nobody reads."""

    def write(self, _text: str) -> None:
        """Nothing."""


def test_small_size_fills_the_casebook_and_every_benchmark_says_something(filled: int) -> None:
    assert Case.objects.count() == SMALL.cases
    assert Consultation.objects.count() == SMALL.cases
    assert Organisation.objects.clients().count() == SMALL.organisations + _own_clients()
    assert Workplace.objects.count() >= SMALL.workplaces
    assert filled == Entry.objects.exclude(recorded_by=None).count()
    assert abs(filled - SMALL.entries) < SMALL.entries * 0.02
    for name in BENCHMARKS:
        lines = list(importlib.import_module(f"bench.benchmarks.{name}").run(SMALL))
        assert [line for line in lines if line.figure], name


def _own_clients() -> int:
    return Organisation.objects.clients().exclude(name_folded__endswith="株式会社").count()
