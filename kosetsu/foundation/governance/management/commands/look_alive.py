"""Whether the program answers: its first pages, its sign-in, and the own page of somebody who is signed in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test import Client
from django.urls import reverse

from kosetsu.foundation.accounts.models import Person


class Command(BaseCommand):
    help = "Open a few pages inside this process: as a visitor, and signed in as one person."

    def handle(self, **options: Any) -> None:
        host = next((one.lstrip(".") for one in settings.ALLOWED_HOSTS if one != "*"), "localhost")
        client = Client(SERVER_NAME=host, headers={"x-forwarded-proto": "https"} if settings.HTTPS else {})
        seen = [self._open(client, address) for address in ("/healthz", "/", reverse(settings.LOGIN_URL))]
        if person := Person.objects.filter(is_active=True).order_by("pk").first():
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
            seen.append(self._open(client, settings.LOGIN_REDIRECT_URL))
        self.stdout.write(self.style.SUCCESS(", ".join(seen)))

    def _open(self, client: Client, address: str) -> str:
        status = client.get(address, follow=True).status_code
        if status != 200:
            raise CommandError(f"{address} answers {status}")
        return f"{address} {status}"
