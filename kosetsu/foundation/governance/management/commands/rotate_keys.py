"""New keys in the place of the present ones, which stay known: what was signed with them can still be verified."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

OLD = {"AUDIT_KEY": "AUDIT_OLD_KEYS", "SECRET_KEY": "SECRET_OLD_KEYS"}
FALLBACKS = {"AUDIT_KEY": "AUDIT_OLD_KEYS", "SECRET_KEY": "SECRET_KEY_FALLBACKS"}


class Command(BaseCommand):
    help = "Make a new AUDIT_KEY or SECRET_KEY; kept in data/keys, or printed where the environment gives the keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(OLD))
        parser.add_argument("--forget", action="store_true", help="of SECRET_KEY: sign everybody out, old links end")

    def handle(self, *, name: str, forget: bool, **options: Any) -> None:
        if forget and name == "AUDIT_KEY":
            raise CommandError("Audit rows are verified with the keys they were made with: none may be forgotten.")
        new, old = secrets.token_urlsafe(64), [getattr(settings, name), *getattr(settings, FALLBACKS[name])]
        old = [] if forget else old
        if os.environ.get(name):
            self.stdout.write(f"{name}={new}\n{OLD[name]}={','.join(old)}")
            self.stderr.write("Put both lines into the secret store, then restart every process. Nothing was changed.")
            return
        folder = Path(settings.KOSETSU_DATA_DIR) / "keys"
        _write(folder / OLD[name].lower(), "\n".join(old))  # first: a key that nobody knows any more is never lost
        _write(folder / name.lower(), new)
        self.stdout.write(self.style.SUCCESS(f"{name} is new. Restart the program; keep {folder} in a safe."))


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    with part.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
