"""Serve an identity provider with made-up people, so that signing in by OpenID Connect can be tried in the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kosetsu.foundation.accounts.demo_provider import Provider, ProviderServer

PEOPLE = {
    "demo-prime": {
        "name": "見本 社長",
        "name_kana": "ミホン シャチョウ",
        "email": "prime@example.jp",
        "email_verified": True,
        "account_type": "prime",
        "corporate_number": "7123456789012",
        "organisation_name": "見本精機株式会社",
    },
    "demo-member": {
        "name": "見本 社員",
        "name_kana": "ミホン シャイン",
        "email": "member@example.jp",
        "email_verified": True,
        "account_type": "member",
        "corporate_number": "7123456789012",
        "organisation_name": "見本精機株式会社",
    },
    "demo-entry": {
        "name": "見本 個人",
        "name_kana": "ミホン コジン",
        "email": "entry@example.jp",
        "email_verified": True,
        "account_type": "entry",
    },
}


class Command(BaseCommand):
    help = "Serve a demo OpenID Connect provider (only with KOSETSU_DEMO=1) and print the variables that use it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8010)

    def handle(self, *, port: int, **options: Any) -> None:
        if not settings.KOSETSU_DEMO:
            raise CommandError("デモ(KOSETSU_DEMO=1)でだけ使えます。")
        provider = Provider(PEOPLE)
        with ProviderServer(("127.0.0.1", port), provider) as server:
            self.stdout.write(
                f"GBIZID_SERVER_URL={server.address} GBIZID_CLIENT_ID={provider.client_id} "
                f"GBIZID_CLIENT_SECRET={provider.client_secret}"
            )
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("")
