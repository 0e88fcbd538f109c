from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kosetsu.entrances.desk"
    label = "desk"
    verbose_name = "職員の机"
