"""The records of reviews."""

from kosetsu.foundation.reviews.models.items import Conflict, ConflictRule, Item, ItemFile, ItemQuerySet
from kosetsu.foundation.reviews.models.panels import (
    Criterion,
    Leave,
    Office,
    Panel,
    PanelQuerySet,
    Reviewer,
    ReviewNotice,
)
from kosetsu.foundation.reviews.models.reviews import (
    DISCLOSE,
    Agreement,
    Calibration,
    Review,
    ReviewQuerySet,
    Score,
    Step,
)

__all__ = [
    "DISCLOSE",
    "Agreement",
    "Calibration",
    "Conflict",
    "ConflictRule",
    "Criterion",
    "Item",
    "ItemFile",
    "ItemQuerySet",
    "Leave",
    "Office",
    "Panel",
    "PanelQuerySet",
    "Review",
    "ReviewNotice",
    "ReviewQuerySet",
    "Reviewer",
    "Score",
    "Step",
]
