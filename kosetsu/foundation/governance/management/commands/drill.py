"""Restore the newest backup for practice, and write down how it went."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kosetsu.common.clock import now
from kosetsu.foundation.governance.actions.drills import drill_restore
from kosetsu.foundation.governance.safekeeping.archives import Archive, newest


class Command(BaseCommand):
    help = "Restore a backup (the newest) beside the running program, look whether it lives, throw it away again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?")

    def handle(self, *, folder: Path | None, **options: Any) -> None:
        archive = Archive(folder) if folder else newest(settings.KOSETSU_BACKUP_DIR)
        if archive is None:
            raise CommandError(f"There is no backup in {settings.KOSETSU_BACKUP_DIR}. Make one: manage.py backup")
        row = drill_restore(at=now(), archive=archive)
        self.stdout.write(row.said)
        if not row.passed:
            raise CommandError(f"{archive.name} could not be restored.", returncode=1)
        self.stdout.write(self.style.SUCCESS(f"{archive.name}: {row.rows:,} rows restored in {row.seconds} s"))
