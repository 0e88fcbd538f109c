"""``manage.py refresh_columns``: bring the columns up to the casebook; run it from a timer, every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from kosetsu.across.reporting.columns import store
from kosetsu.common.clock import now


class Command(BaseCommand):
    help = "Bring the Parquet columns of the casebook up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        ledger = store.refresh(at=now())
        rows = sum(year.rows for year in ledger.years.values())
        self.stdout.write(f"{rows} entries in {len(ledger.years)} fiscal years, up to entry {ledger.watermark}")
