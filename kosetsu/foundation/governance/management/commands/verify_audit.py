"""Verify the audit chain: exit code 0 when every row fits, 1 when one does not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kosetsu.foundation.governance import anchors
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.governance.verification import WORDS, verify


class Command(BaseCommand):
    help = "Verify the audit chain against its keys and its anchors; with --anchor, write an anchor for the newest row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", action="store_true")
        parser.add_argument("--show", type=int, default=20, help="how many findings to print")

    def handle(self, *, anchor: bool, show: int, **options: Any) -> None:
        verdict = verify()
        for finding in verdict.findings[:show]:
            self.stderr.write(f"#{finding.sequence} {finding.fault}: {WORDS[finding.fault]}")
        summary = f"監査記録 {verdict.rows}行、控え {verdict.anchors}件、"
        if not verdict:
            raise CommandError(summary + f"不一致 {len(verdict.findings)}件", returncode=1)
        if anchor and (newest := AuditEvent.objects.order_by("-sequence").first()):
            anchors.write(newest)
        self.stdout.write(self.style.SUCCESS(summary + "すべて一致しました。"))
