"""What the program is and where its data lives."""

from pathlib import Path

import environ

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[3]

DEBUG = env.bool("DEBUG", default=False)
KOSETSU_DATA_DIR = Path(env.str("KOSETSU_DATA_DIR", default=str(BASE_DIR / "data")))
KOSETSU_BACKUP_DIR = Path(env.str("KOSETSU_BACKUP_DIR", default=str(KOSETSU_DATA_DIR / "backups")))
"""Where backups go: in production another disk."""
KOSETSU_INSTITUTE = env.str("KOSETSU_INSTITUTE", default="tokyo")
KOSETSU_INSTITUTE_DIR = Path(env.str("KOSETSU_INSTITUTE_DIR", default=str(BASE_DIR / "institutes" / KOSETSU_INSTITUTE)))
KOSETSU_ENGINE_APART = env.bool("KOSETSU_ENGINE_APART", default=False)
"""Whether reports are counted in a process of their own, so that a web process stays small; set by wsgi."""
KOSETSU_DEMO = env.bool("KOSETSU_DEMO", default=False)
"""Demo accounts on the sign-in page and synthetic rows; never in production."""

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English"), ("th", "ไทย")]
LOCALE_PATHS = [BASE_DIR / "kosetsu" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Tokyo")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "kosetsu.config.urls"
WSGI_APPLICATION = "kosetsu.config.wsgi.application"
STATIC_URL = "static/"
STATIC_ROOT = KOSETSU_DATA_DIR / "static"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "console": {"class": "logging.StreamHandler"},
        "troubles": {"class": "logging.StreamHandler", "level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django_tasks": {"handlers": ["troubles"], "propagate": False},
        "django_tasks_db": {"handlers": ["troubles"], "propagate": False},
    },
}
"""Django alone would tell of a page that broke only by mail to administrators nobody has named; the worker tells of
every job twice, and what a reader of the console looks for is lost: of jobs only troubles are told."""
