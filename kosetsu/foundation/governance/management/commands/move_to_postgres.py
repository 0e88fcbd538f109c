"""Move the embedded database to a PostgreSQL server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kosetsu.foundation.governance.safekeeping.moving import move


class Command(BaseCommand):
    help = "Copy every row of the SQLite database into a PostgreSQL with tables and no users; stop the program first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="postgres://user:password@host/name, where `migrate` was run")

    def handle(self, *, url: str, **options: Any) -> None:
        held = move(url)
        rows = sum(one.rows for one in held.values())
        self.stdout.write(self.style.SUCCESS(f"{rows:,} rows in {len(held)} tables, equal in both databases."))
        self.stdout.write("Now set DATABASE_URL to that address, run verify_audit, and start.")
