from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "kosetsu.common"
    label = "common"
    verbose_name = "共通"
