from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    name = "kosetsu.foundation.bookings"
    label = "bookings"
    verbose_name = _("予約")

    def ready(self) -> None:
        import_module(f"{self.name}.receivers")
