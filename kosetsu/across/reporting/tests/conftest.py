"""The demo institute, loaded once for the tests of its printed figures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kosetsu.across.reporting.tables.book import Book, read_book
from kosetsu.common.tables import load_folder


@pytest.fixture(scope="module")
def tokyo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Book]:
    """Tokyo's whole folder in the database until the module's last test."""
    from django.db import transaction

    folder = Path(settings.BASE_DIR) / "institutes" / "tokyo"
    with django_db_blocker.unblock(), transaction.atomic():
        load_folder(folder, demo=True)
        yield read_book(folder / "reporting")
        transaction.set_rollback(True)
