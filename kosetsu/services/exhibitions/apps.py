from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExhibitionsConfig(AppConfig):
    name = "kosetsu.services.exhibitions"
    label = "exhibitions"
    verbose_name = _("展示会")
