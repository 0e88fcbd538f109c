from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "kosetsu.services.programmes"
    label = "programmes"
    verbose_name = _("支援施策")
