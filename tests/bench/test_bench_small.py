"""The bench runs: its small size in the test database, every benchmark once; how fast is nobody's question here."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db.models import Model

from bench.__main__ import BENCHMARKS
from bench.clock import LAST_MOMENT
from bench.places import copy_institute
from bench.scale.generate import generate
from bench.scale.sizes import SMALL
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.services.consultations.models import Consultation

COUNTED: tuple[type[Model], ...] = (Case, Consultation, Entry)


@pytest.fixture
def filled(db: None, settings: Any, tmp_path: Path) -> dict[type[Model], int]:
    """The demo institute with the small size of five years; how many rows the generator added to its own."""
    settings.KOSETSU_DATA_DIR = tmp_path / "data"
    settings.KOSETSU_INSTITUTE_DIR = tmp_path / "institute"
    settings.KOSETSU_DEMO = True
    settings.KOSETSU_FIXED_NOW = LAST_MOMENT
    copy_institute(configured.KOSETSU_INSTITUTE_DIR)
    call_command("load_institute", demo=True, verbosity=0, folder=configured.KOSETSU_INSTITUTE_DIR, stdout=_Nowhere())
    own = {model: model._default_manager.count() for model in COUNTED}
    written = generate(SMALL, say=lambda _text: None)
    added = {model: model._default_manager.count() - own[model] for model in COUNTED}
    assert added[Entry] == written
    return added


class _Nowhere:
    """A standard output nobody reads."""

    def write(self, _text: str) -> None:
        """Nothing."""


def test_small_size_fills_the_casebook_and_every_benchmark_says_something(filled: dict[type[Model], int]) -> None:
    assert filled[Case] == SMALL.cases
    assert filled[Consultation] == SMALL.cases
    assert Organisation.objects.clients().count() == SMALL.organisations + _own_clients()
    assert Workplace.objects.count() >= SMALL.workplaces
    assert abs(filled[Entry] - SMALL.entries) < SMALL.entries * 0.02
    for name in BENCHMARKS:
        lines = list(importlib.import_module(f"bench.benchmarks.{name}").run(SMALL))
        assert [line for line in lines if line.figure], name


def _own_clients() -> int:
    return Organisation.objects.clients().exclude(name_folded__endswith="株式会社").count()
