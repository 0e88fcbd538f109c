from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    name = "kosetsu.foundation.reviews"
    label = "reviews"
    verbose_name = _("審査")
