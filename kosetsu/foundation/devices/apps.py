from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DevicesConfig(AppConfig):
    name = "kosetsu.foundation.devices"
    label = "devices"
    verbose_name = _("機器台帳")
