"""``manage.py load_institute``: the institute's folder into the database, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from kosetsu.common.tables import BrokenTables, load_folder, unused_files


class Command(BaseCommand):
    """Read every file, report every mistake with file, row, field and reason, and write only when there is none."""

    help = "Load the institute's folder (all or nothing; a second run changes only what differs)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.KOSETSU_INSTITUTE_DIR)
        parser.add_argument("--demo", action="store_true", help="also load the demo's own files (KOSETSU_DEMO only)")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")

    def handle(self, *args: Any, folder: Path, demo: bool, dry_run: bool, **options: Any) -> None:
        if demo and not settings.KOSETSU_DEMO:
            raise CommandError(_("デモのデータは、環境変数 KOSETSU_DEMO を設定したときだけ読み込めます。"))
        if not folder.is_dir():
            raise CommandError(_("フォルダー「%(folder)s」がありません。") % {"folder": folder})
        try:
            counts = load_folder(folder, demo=demo, dry_run=dry_run)
        except BrokenTables as broken:
            raise CommandError(self._refusal(broken)) from None
        self._report(folder, counts, dry_run)

    def _refusal(self, broken: BrokenTables) -> str:
        head = _("%(count)d 件の誤りがあるため、何も読み込んでいません。") % {"count": len(broken.errors)}
        return "\n".join([head, *(str(error) for error in broken.errors)])

    def _report(self, folder: Path, counts: dict[str, int], dry_run: bool) -> None:
        for file, count in counts.items():
            self.stdout.write(_("%(file)s: %(count)d 行") % {"file": file, "count": count})
        for file in unused_files(folder):
            self.stdout.write(_("%(file)s: この名前のファイルは、どこからも読み込まれません。") % {"file": file})
        if dry_run:
            self.stdout.write(_("確認だけを行い、何も書き込んでいません。"))
