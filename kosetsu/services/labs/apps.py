from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LabsConfig(AppConfig):
    name = "kosetsu.services.labs"
    label = "labs"
    verbose_name = _("製品開発支援ラボ")

    def ready(self) -> None:
        import_module(f"{self.name}.receivers")
