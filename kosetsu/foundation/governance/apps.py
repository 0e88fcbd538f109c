from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "kosetsu.foundation.governance"
    label = "governance"
    verbose_name = "統制"

    def ready(self) -> None:
        from kosetsu.foundation.governance import receivers  # noqa: F401
