from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "kosetsu.foundation.billing"
    label = "billing"
    verbose_name = "料金"
