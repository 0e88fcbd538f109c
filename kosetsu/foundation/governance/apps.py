from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "kosetsu.foundation.governance"
    label = "governance"
    verbose_name = _("統制")

    def ready(self) -> None:
        from kosetsu.foundation.governance import receivers  # noqa: F401
