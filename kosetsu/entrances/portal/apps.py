from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kosetsu.entrances.portal"
    label = "portal"
    verbose_name = "公開窓口"
