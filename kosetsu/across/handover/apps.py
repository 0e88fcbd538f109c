from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "kosetsu.across.handover"
    label = "handover"
    verbose_name = "引き継ぎ"
