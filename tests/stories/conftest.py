"""The demo institute, loaded once per file of stories and taken back afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from kosetsu.common.tables import load_folder
from tests.architecture.house import ROOT

TOKYO = ROOT / "institutes" / "tokyo"


@pytest.fixture(scope="module")
def tokyo(django_db_setup: None, django_db_blocker: object) -> Iterator[Path]:
    """Tokyo's folder with its demo rows, inside a transaction that is rolled back at the end of the file."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        load_folder(TOKYO, demo=True)
        yield TOKYO
        transaction.set_rollback(True)
