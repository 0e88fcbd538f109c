from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "kosetsu.entrances.api"
    label = "api"
    verbose_name = "API"
