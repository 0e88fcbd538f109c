"""What the program does by itself: names of ended passes go."""

import datetime as dt

from django.db import transaction

from kosetsu.common.clock import day_of
from kosetsu.foundation.governance import audit
from kosetsu.services.labs.models import LabTerms, Pass


@transaction.atomic
def purge_names(*, at: dt.datetime) -> int:
    """Erase who held a pass, so many days after it ended; that there was one stays. How many names went."""
    terms = LabTerms.of(day_of(at))
    if terms is None:
        return 0
    gone = list(Pass.objects.old_names(day_of(at), terms.keep_names_days).select_for_update())
    for one in gone:
        audit.record(by=None, at=at, verb="purge_pass_name", thing=one)
    Pass.objects.filter(pk__in=[one.pk for one in gone]).update(holder="", telephone="")
    return len(gone)
