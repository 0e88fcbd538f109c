from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "kosetsu.services.programmes"
    label = "programmes"
    verbose_name = "支援施策"
