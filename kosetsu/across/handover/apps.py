from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoverConfig(AppConfig):
    name = "kosetsu.across.handover"
    label = "handover"
    verbose_name = _("引き継ぎ")

    def ready(self) -> None:
        import_module(f"{self.name}.receivers")
