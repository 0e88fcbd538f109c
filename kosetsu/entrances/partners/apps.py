from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "kosetsu.entrances.partners"
    label = "partners"
    verbose_name = "連携機関の窓口"
