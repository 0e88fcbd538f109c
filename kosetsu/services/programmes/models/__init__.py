"""The records of programmes: as printed, as described, what companies answered, their projects and plans."""

from kosetsu.services.programmes.models.answers import Answer
from kosetsu.services.programmes.models.editions import DescriptionEdition, Draft, VocabularyEdition
from kosetsu.services.programmes.models.plans import Plan, PlanShare, Project
from kosetsu.services.programmes.models.printed import FeeSubsidy, FeeSubsidyTerms, Programme

__all__ = [
    "Answer", "DescriptionEdition", "Draft", "FeeSubsidy", "FeeSubsidyTerms", "Plan", "PlanShare", "Programme",
    "Project", "VocabularyEdition",
]  # fmt: skip
