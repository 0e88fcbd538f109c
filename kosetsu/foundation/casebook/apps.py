from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasebookConfig(AppConfig):
    name = "kosetsu.foundation.casebook"
    label = "casebook"
    verbose_name = _("案件と実績")
