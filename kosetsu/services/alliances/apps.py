from django.apps import AppConfig


class AlliancesConfig(AppConfig):
    name = "kosetsu.services.alliances"
    label = "alliances"
    verbose_name = "連携"
