"""Back everything up, while the program runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from kosetsu.common.clock import now
from kosetsu.foundation.governance.safekeeping import archives


class Command(BaseCommand):
    help = "Back up database, files and audit anchors into a new folder; keys are not part of it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.KOSETSU_BACKUP_DIR)
        parser.add_argument("--keep", type=int, help="delete all but so many of the newest backups there")

    def handle(self, *, to: Path, keep: int | None, **options: Any) -> None:
        made = archives.make(to, now())
        said = f"{made.folder}: {made.rows:,} rows in {len(made.holdings)} tables, {len(made.said['files'])} files"
        gone = [] if keep is None else archives.thin_out(to, keep)
        if bucket := made.said["bucket"]:
            self.stderr.write(f"Files lie in the bucket {bucket}: keep its versions, they are not in this backup.")
        for one in gone:
            self.stdout.write(f"deleted {one.folder}")
        self.stdout.write(self.style.SUCCESS(said))
