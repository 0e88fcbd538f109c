from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "kosetsu.common"
    label = "common"
    verbose_name = _("共通")

    def ready(self) -> None:
        from kosetsu.common.checks import database_on_a_local_disk

        register(database_on_a_local_disk, Tags.database)
