"""Files of an order: the paper form, photographs of samples, raw data of a measurement."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.services.testing import states
from kosetsu.services.testing.models.orders import Order
from kosetsu.services.testing.models.records import TestRecord
from kosetsu.services.testing.models.samples import Sample


class File(PublicRecord):
    """One row for every file of an order, perhaps of one of its samples or records; kept under a random name."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="files")
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, null=True, related_name="photographs")
    record = models.ForeignKey(TestRecord, on_delete=models.PROTECT, null=True, related_name="raw_data")
    kind = models.CharField(_("種類"), max_length=12, choices=states.FileKind)
    file = models.FileField(upload_to=RandomPlace("testing"), max_length=120)
    name = models.CharField(_("ファイル名"), max_length=150)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name
