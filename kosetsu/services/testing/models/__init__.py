"""The records of commissioned tests: orders and their parts, samples and who holds them, what was measured."""

from kosetsu.services.testing.models.files import File
from kosetsu.services.testing.models.orders import Batch, Order, OrderItem
from kosetsu.services.testing.models.records import (
    Calculation,
    Reading,
    RecordTemplate,
    TestRecord,
    UsedDevice,
    Verification,
)
from kosetsu.services.testing.models.samples import Custody, Sample

__all__ = [
    "Batch", "Calculation", "Custody", "File", "Order", "OrderItem", "Reading", "RecordTemplate", "Sample",
    "TestRecord", "UsedDevice", "Verification",
]  # fmt: skip
