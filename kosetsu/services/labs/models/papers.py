"""Papers and money of a tenancy: contracts as they were signed, months that were charged, mails."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.services.labs.models.living import OfTenancyQuerySet
from kosetsu.services.labs.models.tenancies import Tenancy
from kosetsu.services.labs.states import ContractKind, LabLetter


class Contract(PublicRecord):
    """One row for every contract paper of a tenancy; what it says never changes."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField(_("種類"), max_length=10, choices=ContractKind)
    number = models.CharField(_("契約番号"), max_length=30, unique=True)
    signed_on = models.DateField(_("契約日"))
    facts: Any = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    objects = OfTenancyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("契約書")

    def __str__(self) -> str:
        return self.number


class RentMonth(models.Model):
    """One row for every month whose rent was charged; the unique row lets the job run as often as it likes."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="rent_months")
    month = models.DateField()
    first = models.DateField()
    last = models.DateField()
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["month"]
        constraints = [models.UniqueConstraint(fields=["tenancy", "month"], name="one_rent_per_month")]


class LabNotice(OwedMail):
    """One row for every mail about a tenancy, written with the change it tells of and sent by a job."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="notices", verbose_name=_("入居者"))
    kind = models.CharField(_("種別"), max_length=20, choices=LabLetter)
