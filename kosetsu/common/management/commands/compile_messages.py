"""Compile the message catalogues without gettext's tools, so that a user's machine needs only Python."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile every .po file that is newer than its .mo file."

    def handle(self, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in Path(folder).rglob("*.po"):
                target = source.with_suffix(".mo")
                if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                    polib.pofile(str(source)).save_as_mofile(str(target))
