"""What an instrument's page shows: photographs and documents."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import Named, PublicRecord
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.services.instruments import states

PERSON = settings.AUTH_USER_MODEL


class PaperQuerySet(models.QuerySet["Paper"]):
    """Questions over photographs and papers."""

    def visible_to(self, user: Any) -> Self:
        """Those of the instruments that the person may see: everyone's, once they are offered."""
        return self.filter(offering__in=Offering.objects.visible_to(user))


class Paper(PublicRecord, Named):
    """One row for every photograph and document on an instrument's page; its name says what is to be seen (alt text).

    Those of the institute's folder have nobody who added them, and follow the folder.
    """

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("種類"), max_length=12, choices=states.PaperKind)
    file = models.FileField(upload_to=RandomPlace("instruments"), max_length=120)
    file_name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    source = models.CharField(max_length=200, blank=True)
    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
