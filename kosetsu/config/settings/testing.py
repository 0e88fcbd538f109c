"""Settings of the test suite: fast hashes, no data directory of a user, fixed places."""

import tempfile
from pathlib import Path

from kosetsu.config.settings.base import env

_data = Path(tempfile.mkdtemp(prefix="kosetsu-test-"))
env.ENVIRON.setdefault("SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")
env.ENVIRON.setdefault("AUDIT_KEY", "only-for-tests-only-for-tests-only-for-tests")
env.ENVIRON["KOSETSU_DATA_DIR"] = str(_data)

from kosetsu.config.settings import *  # noqa: E402, F403
from kosetsu.config.settings import DATABASES  # noqa: E402

KOSETSU_DATA_DIR = _data
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The package's own settings are read before this file can name another data directory: say it where files are written.
STATIC_ROOT = _data / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": _data / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["*"]
STAFF_SECOND_FACTOR = False
DATABASES["default"].setdefault("TEST", {})["NAME"] = env.str("KOSETSU_TEST_DB_NAME", default=None)
