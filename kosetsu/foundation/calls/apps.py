from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "kosetsu.foundation.calls"
    label = "calls"
    verbose_name = "公募"
