from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "kosetsu.foundation.search"
    label = "search"
    verbose_name = _("検索")

    def ready(self) -> None:
        if settings.KOSETSU_ENGINE_APART:  # a web process: nobody's first question waits for the encoder
            from kosetsu.foundation.search.engine import meaning

            meaning.warm()
