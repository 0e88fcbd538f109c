"""The records of calls."""

from kosetsu.foundation.calls.models.applications import (
    Appeal,
    Application,
    ApplicationFile,
    CallApplicationQuerySet,
    Entrant,
    Letter,
)
from kosetsu.foundation.calls.models.calls import Call, CallQuerySet, Counselling, Round, Window
from kosetsu.foundation.calls.models.kinds import KindEdition, KindEditionQuerySet

__all__ = [
    "Appeal",
    "Application",
    "ApplicationFile",
    "Call",
    "CallApplicationQuerySet",
    "CallQuerySet",
    "Counselling",
    "Entrant",
    "KindEdition",
    "KindEditionQuerySet",
    "Letter",
    "Round",
    "Window",
]
