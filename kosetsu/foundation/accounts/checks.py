"""A bad set-up is refused when the program starts, in words that say what to change."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}
ENOUGH_DIFFERENT = 5
FULL = 2
"""SQLite's number for synchronous=FULL."""


def _public() -> bool:
    """Whether strangers reach this program: HTTPS is on, or it answers to a name that is not this machine's."""
    return bool(settings.HTTPS or set(settings.ALLOWED_HOSTS) - LOCAL)


@register(Tags.security)
def check_mode(app_configs: Any, **options: Any) -> list[Error]:
    """Neither DEBUG nor the demo faces the public."""
    if not _public():
        return []
    wrong = [
        (settings.DEBUG, "DEBUG shows source code and settings to strangers.", "Unset DEBUG.", "kosetsu.E001"),
        (settings.KOSETSU_DEMO, "The demo lets anyone sign in as anyone.", "Unset KOSETSU_DEMO.", "kosetsu.E002"),
        (
            not settings.STAFF_SECOND_FACTOR,
            "Staff and partners could sign in with a password alone.",
            "Unset STAFF_SECOND_FACTOR or set it to 1.",
            "kosetsu.E003",
        ),
    ]
    return [Error(message, hint=hint, id=number) for is_wrong, message, hint, number in wrong if is_wrong]


@register(Tags.security)
def check_keys(app_configs: Any, **options: Any) -> list[Error]:
    """Long, varied keys, one for each purpose."""
    keys = {"SECRET_KEY": settings.SECRET_KEY, "AUDIT_KEY": settings.AUDIT_KEY}
    weak = [
        Error(
            f"{name} is weak: at least 32 characters of chance are needed.",
            hint='python -c "import secrets; print(secrets.token_urlsafe(64))"',
            id="kosetsu.E004",
        )
        for name, key in keys.items()
        if len(key) < 32 or len(set(key)) < ENOUGH_DIFFERENT or key.startswith("django-insecure-")
    ]
    if len(set(keys.values())) < len(keys) and _public():
        weak.append(Error("AUDIT_KEY is the same as SECRET_KEY.", hint="Give each its own.", id="kosetsu.E005"))
    return weak


@register(Tags.database)
def check_sqlite(app_configs: Any, databases: Sequence[str] | None = None, **options: Any) -> list[Error]:
    """An acknowledged write must survive a power cut."""
    return [problem for alias in databases or [] for problem in _sqlite(connections[alias])]


def _sqlite(connection: Any) -> list[Error]:
    if connection.vendor != "sqlite":
        return []
    if connection.settings_dict["ENGINE"] != "kosetsu.common.db.sqlite3":
        hint = "Use the engine kosetsu.common.db.sqlite3 (DATABASE_URL=sqlite:///…)."
        return [Error("SQLite runs without the writer gate.", hint=hint, id="kosetsu.E006")]
    with connection.cursor() as cursor:
        level = cursor.execute("PRAGMA synchronous").fetchone()[0]
    if level >= FULL:
        return []
    hint = "Remove PRAGMA synchronous from the database's init_command."
    return [Error("SQLite's synchronous is below FULL: acknowledged writes can be lost.", hint=hint, id="kosetsu.E007")]
