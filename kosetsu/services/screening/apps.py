from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    name = "kosetsu.services.screening"
    label = "screening"
    verbose_name = _("技術審査")
