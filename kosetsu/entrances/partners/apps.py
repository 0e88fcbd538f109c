from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "kosetsu.entrances.partners"
    label = "partners"
    verbose_name = _("連携機関の窓口")
