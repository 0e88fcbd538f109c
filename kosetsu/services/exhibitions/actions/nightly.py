"""The night: the log of looks is counted anew and must say what the pages say."""

import datetime as dt

from django.db import transaction
from django.db.models import Count

from kosetsu.services.exhibitions.models import Exhibition, Look, Recount, Viewing
from kosetsu.services.exhibitions.states import ExhibitionState, Verdict


def recount_all(*, at: dt.datetime) -> int:
    """Every exhibition whose figures are still read; how many."""
    live = Exhibition.objects.filter(state__in=(ExhibitionState.OPEN, ExhibitionState.CLOSED))
    return len([recount(at=at, exhibition=one) for one in live])


@transaction.atomic
def recount(*, at: dt.datetime, exhibition: Exhibition) -> Recount:
    """Distinct visitors of every booth out of the log, beside the ones kept; what differs is named."""
    looks = Look.objects.filter(booth__exhibition=exhibition)
    logged = dict(
        looks.filter(verdict=Verdict.COUNTED).values_list("booth").annotate(Count("visitor", distinct=True)).order_by()
    )
    kept = dict(
        Viewing.objects.filter(booth__exhibition=exhibition).values_list("booth").annotate(Count("pk")).order_by()
    )
    differing = sorted(key for key in logged.keys() | kept.keys() if logged.get(key, 0) != kept.get(key, 0))
    return Recount.objects.create(
        exhibition=exhibition, at=at, looks=looks.count(), viewers=sum(logged.values()), differing=differing
    )
