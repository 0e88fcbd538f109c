"""The records of the screening for other bodies."""

from kosetsu.services.screening.models.bodies import (
    Edition,
    FeeRule,
    FormEdition,
    RequestingBody,
    ScreeningTerms,
    SheetEdition,
)
from kosetsu.services.screening.models.programmes import APPROVERS, MANAGERS, ScreeningNotice, ScreeningProgramme
from kosetsu.services.screening.models.returns import CommitteeDispatch, ReturnPaper
from kosetsu.services.screening.models.submissions import ImportedSheet, SecondReading, Submission

__all__ = [
    "APPROVERS",
    "MANAGERS",
    "CommitteeDispatch",
    "Edition",
    "FeeRule",
    "FormEdition",
    "ImportedSheet",
    "RequestingBody",
    "ReturnPaper",
    "ScreeningNotice",
    "ScreeningProgramme",
    "ScreeningTerms",
    "SecondReading",
    "SheetEdition",
    "Submission",
]
