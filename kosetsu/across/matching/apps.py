from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "kosetsu.across.matching"
    label = "matching"
    verbose_name = "マッチング"
