from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "kosetsu.foundation.catalogue"
    label = "catalogue"
    verbose_name = "支援メニュー"
