"""The records of instruments: licences, uses, papers on their pages, how each does and when it is renewed."""

from kosetsu.services.instruments.models.condition import Fault, LowUseStep, UtilisationRule
from kosetsu.services.instruments.models.licences import CourseDate, Licence, LicenceRule
from kosetsu.services.instruments.models.papers import Paper
from kosetsu.services.instruments.models.renewals import RenewalLine, RenewalRule
from kosetsu.services.instruments.models.uses import (
    CancellationFee,
    Companion,
    Consumable,
    Consumed,
    MeteringRule,
    Use,
)

__all__ = [
    "CancellationFee", "Companion", "Consumable", "Consumed", "CourseDate", "Fault", "Licence", "LicenceRule",
    "LowUseStep", "MeteringRule", "Paper", "RenewalLine", "RenewalRule", "Use", "UtilisationRule",
]  # fmt: skip
