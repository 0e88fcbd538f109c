from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "kosetsu.foundation.accounts"
    label = "accounts"
    verbose_name = _("利用者")

    def ready(self) -> None:
        from kosetsu.foundation.accounts import checks, receivers  # noqa: F401
