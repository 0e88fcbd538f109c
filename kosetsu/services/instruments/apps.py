from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstrumentsConfig(AppConfig):
    name = "kosetsu.services.instruments"
    label = "instruments"
    verbose_name = _("機器利用")

    def ready(self) -> None:
        import_module(f"{self.name}.receivers")
