from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GatheringsConfig(AppConfig):
    name = "kosetsu.foundation.gatherings"
    label = "gatherings"
    verbose_name = _("催し")

    def ready(self) -> None:
        import_module(f"{self.name}.receivers")
