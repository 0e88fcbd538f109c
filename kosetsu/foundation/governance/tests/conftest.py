"""What the tests of this room share."""

import pytest
from django.db import connection


@pytest.fixture
def vendor():
    """The database the suite runs on."""
    return connection.vendor


@pytest.fixture(autouse=True)
def _own_anchors(settings, tmp_path):
    settings.KOSETSU_DATA_DIR = tmp_path
