"""The web process at the bench's moment."""

from django.conf import settings

from bench.clock import LAST_MOMENT
from kosetsu.config.wsgi import application

settings.KOSETSU_FIXED_NOW = LAST_MOMENT
__all__ = ["application"]
