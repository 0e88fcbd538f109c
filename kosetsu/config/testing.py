"""Settings of the test suite: fast hashes, a data directory of its own, fixed places.

Stands outside the settings package, so that the environment is set before any setting is read.
"""

import os
import tempfile
from pathlib import Path

_data = Path(tempfile.mkdtemp(prefix="kosetsu-test-"))
(_data / "static").mkdir()
os.environ.setdefault("SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")
os.environ.setdefault("AUDIT_KEY", "only-for-tests-only-for-tests-only-for-tests")
os.environ["KOSETSU_DATA_DIR"] = str(_data)

from kosetsu.config.settings import *  # noqa: E402, F403
from kosetsu.config.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["*"]
STAFF_SECOND_FACTOR = False
# A name of its own for SQLite: the test runner's suffix per process would make a file name of no folder.
_in_memory = ":memory:" if DATABASES["default"]["ENGINE"].endswith("sqlite3") else None
DATABASES["default"].setdefault("TEST", {})["NAME"] = os.environ.get("KOSETSU_TEST_DB_NAME", _in_memory)
