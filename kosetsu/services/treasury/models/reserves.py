"""Surpluses and reserves (剰余金・目的積立金・積立金): what was recognised, and what it was used for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import Named, PublicRecord
from kosetsu.foundation.parties.models import Dated, DatedQuerySet
from kosetsu.services.treasury import states


class ReservePurpose(Named, Dated):
    """One row for every purpose that the mid-term plan allows a reserve to be used for."""

    code = models.CharField(max_length=20, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(_("出典"), max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]


class Reserve(PublicRecord):
    """One row for every sum recognised as surplus or reserve."""

    kind = models.CharField(_("種類"), max_length=8, choices=states.ReserveKind)
    purpose = models.ForeignKey(ReservePurpose, on_delete=models.PROTECT, null=True, related_name="reserves")
    recognised_on = models.DateField(_("承認日"))
    approval = models.CharField(_("承認番号"), max_length=60, unique=True)
    yen = models.PositiveBigIntegerField(_("金額"))
    used_yen = models.PositiveBigIntegerField(_("使用額"), default=0)
    """Counted by the actions, held within the sum by the database."""
    state = models.CharField(
        _("状態"), max_length=10, choices=states.ReserveState, default=states.ReserveState.RECOGNISED
    )
    source = models.CharField(_("出典"), max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody: a row of the institute's folder."""

    class Meta:
        ordering = ["-recognised_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(yen__gt=0), name="reserve_is_some_money"),
            models.CheckConstraint(
                condition=Q(kind="purpose", purpose__isnull=False) | ~Q(kind="purpose") & Q(purpose=None),
                name="only_a_purpose_reserve_has_a_purpose",
            ),
            models.CheckConstraint(
                condition=Q(state="recognised", used_yen__lt=F("yen")) | Q(state="used", used_yen=F("yen")),
                name="reserve_is_used_to_the_yen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.approval}"

    def get_absolute_url(self) -> str:
        return reverse("treasury-desk:reserve", args=[self.public_id])

    @property
    def left_yen(self) -> int:
        return self.yen - self.used_yen


class ReserveUse(models.Model):
    """One row for every sum of a reserve that was used, append-only."""

    reserve = models.ForeignKey(Reserve, on_delete=models.PROTECT, related_name="uses")
    on_date = models.DateField(_("使用日"))
    yen = models.PositiveBigIntegerField(_("金額"))
    words = models.CharField(_("使いみち"), max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on_date", "pk"]
        constraints = [models.CheckConstraint(condition=Q(yen__gt=0), name="reserve_use_is_some_money")]
