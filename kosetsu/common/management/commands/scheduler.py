"""Queue periodic jobs when they are due; any number of schedulers may run, each due time is queued once."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from kosetsu.common.clock import now
from kosetsu.common.schedule import enqueue_due


class Command(BaseCommand):
    help = "Queue periodic jobs when they are due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="queue what is due and end")
        parser.add_argument("--interval", type=int, default=15, help="seconds between two looks")

    def handle(self, *, once: bool, interval: int, **options: Any) -> None:
        while True:
            for name in enqueue_due(now()):
                self.stdout.write(name)
            if once:
                return
            close_old_connections()
            time.sleep(interval)
