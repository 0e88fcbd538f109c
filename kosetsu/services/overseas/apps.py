from django.apps import AppConfig


class OverseasConfig(AppConfig):
    name = "kosetsu.services.overseas"
    label = "overseas"
    verbose_name = "海外展開支援"
