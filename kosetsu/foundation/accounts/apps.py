from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kosetsu.foundation.accounts"
    label = "accounts"
    verbose_name = "利用者"

    def ready(self) -> None:
        from kosetsu.foundation.accounts import checks, receivers  # noqa: F401
