from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "kosetsu.foundation.parties"
    label = "parties"
    verbose_name = "組織と事業所"

    def ready(self) -> None:
        from kosetsu.foundation.parties import receivers  # noqa: F401
