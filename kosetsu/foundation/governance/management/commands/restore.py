"""Restore a backup into an empty database and an empty data directory."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kosetsu.foundation.governance.safekeeping.archives import Archive
from kosetsu.foundation.governance.safekeeping.restoring import restore


class Command(BaseCommand):
    help = "Restore a backup, whole or not at all; then: migrate, verify_audit, start."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        archive = Archive(folder)
        restore(archive)
        self.stdout.write(self.style.SUCCESS(f"{archive.name}: {archive.rows:,} rows, equal to the backup"))
