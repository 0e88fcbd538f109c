from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "kosetsu.services.labs"
    label = "labs"
    verbose_name = "製品開発支援ラボ"
