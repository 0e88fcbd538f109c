from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevicesConfig(AppConfig):
    name = "kosetsu.foundation.devices"
    label = "devices"
    verbose_name = _("機器台帳")

    def ready(self) -> None:
        import_module(f"{self.name}.receivers")
