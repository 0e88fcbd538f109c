from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "kosetsu.entrances.backoffice"
    label = "backoffice"
    verbose_name = _("管理")
    default = True

    def ready(self) -> None:
        from kosetsu.entrances.backoffice import receivers  # noqa: F401
        from kosetsu.entrances.backoffice.naming import name_models

        name_models()


class OfficeAdminConfig(admin.AdminConfig):
    """Django's admin with the house's own door; stands in INSTALLED_APPS in its place."""

    default = False
    default_site = "kosetsu.entrances.backoffice.office.Office"
