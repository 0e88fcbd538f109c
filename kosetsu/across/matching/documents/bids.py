"""What reviewers said of a panel's items, as far as a person may know of these."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from kosetsu.across.matching.models import Bid, Word
from kosetsu.foundation.reviews.models import Conflict, Item, Panel, Reviewer
from kosetsu.foundation.reviews.states import Origin


def told(panel: Panel, user: Any) -> Any:
    """The panel's reviewers, each with how many items of those that the person sees they ``want``, ``may`` take or
    ``decline``. What the person has a conflict with is in no number.
    """
    seen = Q(bids__item__in=Item.objects.visible_to(user).filter(panel=panel).waiting())
    counts = {word.value: Count("bids", filter=seen & Q(bids__word=word), distinct=True) for word in Word}
    rows = panel.reviewers.filter(left_at=None).select_related("person", "panel").order_by("pk")
    return rows.annotate(**counts)


def declared(panel: Panel, user: Any) -> set[int]:
    """People who declared a conflict with an item that the person sees."""
    seen = Item.objects.visible_to(user).filter(panel=panel)
    rows = Conflict.objects.in_force().filter(item__in=seen, origin=Origin.DECLARED)
    return set(rows.values_list("person", flat=True))


def silent(panel: Panel, user: Any) -> QuerySet[Reviewer]:
    """Reviewers who said nothing of what the person sees."""
    seen = Item.objects.visible_to(user).filter(panel=panel)
    spoke = Bid.objects.filter(item__in=seen).values("reviewer")
    rows = panel.reviewers.filter(left_at=None).select_related("person", "panel").order_by("pk")
    return rows.exclude(pk__in=spoke).exclude(person__in=declared(panel, user))
