from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverseasConfig(AppConfig):
    name = "kosetsu.services.overseas"
    label = "overseas"
    verbose_name = _("海外展開支援")
