from django.apps import AppConfig


class NavigatorConfig(AppConfig):
    name = "kosetsu.across.navigator"
    label = "navigator"
    verbose_name = "相談ナビ"
