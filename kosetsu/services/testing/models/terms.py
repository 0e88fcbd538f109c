"""What the institute's folder says of orders called off."""

from django.db import models

from kosetsu.foundation.parties.models import Dated, DatedQuerySet
from kosetsu.services.testing import states


class CancellationTerms(Dated):
    """One row for every period in which calling off an order in this state costs this share of its quote."""

    state = models.CharField(max_length=10, choices=states.OrderState)
    share = models.CharField(max_length=12)
    """ "1/2", "30%": read by :func:`kosetsu.common.money.rate`."""
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["state", "valid_from", "pk"]
