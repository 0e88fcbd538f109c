from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "kosetsu.services.circles"
    label = "circles"
    verbose_name = _("異業種交流・研究会")
