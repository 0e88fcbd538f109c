from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "kosetsu.services.consultations"
    label = "consultations"
    verbose_name = _("技術相談")
