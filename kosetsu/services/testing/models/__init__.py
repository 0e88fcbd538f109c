"""The records of commissioned tests: orders and their parts, samples and who holds them, what was measured."""

from kosetsu.services.testing.models.files import File
from kosetsu.services.testing.models.names import NameUse, NameUseTerms
from kosetsu.services.testing.models.notices import Notice, SurveyAnswer
from kosetsu.services.testing.models.orders import Batch, Order, OrderItem
from kosetsu.services.testing.models.records import (
    Calculation,
    Reading,
    RecordTemplate,
    TestRecord,
    UsedDevice,
    Verification,
)
from kosetsu.services.testing.models.reports import Report, ReportCopy, ReportPaper, ReportRecord, Withdrawal
from kosetsu.services.testing.models.samples import Custody, ExpectedSample, Sample
from kosetsu.services.testing.models.terms import CancellationTerms

__all__ = [
    "Batch", "Calculation", "CancellationTerms", "Custody", "ExpectedSample", "File", "NameUse", "NameUseTerms",
    "Notice", "Order", "OrderItem", "Reading", "RecordTemplate", "Report", "ReportCopy", "ReportPaper",
    "ReportRecord", "Sample", "SurveyAnswer", "TestRecord", "UsedDevice", "Verification", "Withdrawal",
]  # fmt: skip
