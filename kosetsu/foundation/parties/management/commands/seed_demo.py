"""``manage.py seed_demo``: the institute's folder with the demo's own files, and who one may sign in as."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from kosetsu.foundation.accounts.models import Person


class Command(BaseCommand):
    """Fill a demo and print its accounts; refused anywhere else. Running it again keeps what people did."""

    help = "Load the institute's folder with its demo files, and print the demo accounts (KOSETSU_DEMO only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="only print the demo accounts")

    def handle(self, *args: Any, list: bool, **options: Any) -> None:
        if not settings.KOSETSU_DEMO:
            raise CommandError(_("デモのデータは、環境変数 KOSETSU_DEMO を設定したときだけ読み込めます。"))
        if not list:
            call_command("load_institute", demo=True, stdout=self.stdout)
        self.stdout.write("")
        self.stdout.write(_("デモの利用者（パスワードは %(file)s にあります）:") % {"file": "demo/people.csv"})
        for person in Person.objects.of_the_demo():
            self.stdout.write(f"  {person.email}  {person.demo_role}")
