from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "kosetsu.services.consultations"
    label = "consultations"
    verbose_name = "技術相談"
