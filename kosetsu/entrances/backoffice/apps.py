from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "kosetsu.entrances.backoffice"
    label = "backoffice"
    verbose_name = "管理"
