from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "kosetsu.foundation.parties"
    label = "parties"
    verbose_name = _("組織と事業所")

    def ready(self) -> None:
        from kosetsu.foundation.parties import receivers  # noqa: F401
