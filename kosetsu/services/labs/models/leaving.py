"""What is looked at before somebody has left."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.billing.models import Charge
from kosetsu.services.labs.models.tenancies import Tenancy
from kosetsu.services.labs.states import ItemState


class LeavingItem(models.Model):
    """One row for every item of a tenancy's leaving check (原状回復), as the rule of its notice named it."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="leaving_items")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("確認すること"), max_length=200)
    state = models.CharField(_("結果"), max_length=10, choices=ItemState, default=ItemState.OPEN)
    note = models.CharField(_("記録"), max_length=300, blank=True)
    cost_yen = models.PositiveIntegerField(_("費用（円）"), default=0)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["tenancy", "position"], name="one_leaving_item_per_position"),
            models.CheckConstraint(
                condition=Q(state="charged", cost_yen__gt=0) | ~Q(state="charged") & Q(cost_yen=0),
                name="only_what_is_charged_costs",
            ),
        ]

    def __str__(self) -> str:
        return self.name
