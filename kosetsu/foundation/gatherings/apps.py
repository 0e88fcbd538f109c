from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "kosetsu.foundation.gatherings"
    label = "gatherings"
    verbose_name = "催し"
