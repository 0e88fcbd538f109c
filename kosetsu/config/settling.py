"""What a web process does once before its first page."""

import gc
from importlib import import_module

from django.conf import settings


def settle() -> None:
    """Load every page now; what is loaded stays, so that no later collection has to look through it."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
