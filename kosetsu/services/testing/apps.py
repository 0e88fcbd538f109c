from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TestingConfig(AppConfig):
    name = "kosetsu.services.testing"
    label = "testing"
    verbose_name = _("依頼試験")

    def ready(self) -> None:
        import_module(f"{self.name}.receivers")
