from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "kosetsu.foundation.governance"
    label = "governance"
    verbose_name = "統制"
