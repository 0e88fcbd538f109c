"""Draw the house into docs/generated/, so that a reader sees what the code says today."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kosetsu.common.drawing import DRAWINGS, drawn

FOLDER = Path(settings.BASE_DIR) / "docs" / "generated"


class Command(BaseCommand):
    help = "Write docs/generated: states, floors, routes, entries."

    def handle(self, *args: Any, **options: Any) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in DRAWINGS:
            text = drawn(name)
            (FOLDER / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/generated/{name}: {len(text.splitlines())} lines")
