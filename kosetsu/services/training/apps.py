from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "kosetsu.services.training"
    label = "training"
    verbose_name = _("人材育成")
