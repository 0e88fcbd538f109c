from django.apps import AppConfig


class CasebookConfig(AppConfig):
    name = "kosetsu.foundation.casebook"
    label = "casebook"
    verbose_name = "案件と実績"
