"""The records of programmes: as printed, as described, what companies answered and planned, and what came of it."""

from kosetsu.services.programmes.models.answers import Answer
from kosetsu.services.programmes.models.cases import (
    Award,
    Dispatch,
    DispatchVisit,
    InnovationPlan,
    InnovationTerms,
    OutcomeReport,
    ProgrammeNotice,
)
from kosetsu.services.programmes.models.editions import DescriptionEdition, Draft, EditionCases, VocabularyEdition
from kosetsu.services.programmes.models.fits import Fit, FitChange, FitCount, FitRun
from kosetsu.services.programmes.models.plans import Plan, PlanShare, Project
from kosetsu.services.programmes.models.printed import FeeSubsidy, FeeSubsidyTerms, Programme

__all__ = [
    "Answer", "Award", "DescriptionEdition", "Dispatch", "DispatchVisit", "Draft", "EditionCases", "FeeSubsidy",
    "FeeSubsidyTerms", "Fit", "FitChange", "FitCount", "FitRun", "InnovationPlan", "InnovationTerms", "OutcomeReport",
    "Plan", "PlanShare", "Programme", "ProgrammeNotice", "Project", "VocabularyEdition",
]  # fmt: skip
