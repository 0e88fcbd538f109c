from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "kosetsu.across.reporting"
    label = "reporting"
    verbose_name = "報告"
