from importlib import import_module

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "kosetsu.services.consultations"
    label = "consultations"
    verbose_name = "技術相談"

    def ready(self) -> None:
        import_module(f"{self.name}.receivers")
