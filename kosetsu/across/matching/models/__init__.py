"""What is kept of a question and its answer."""

from kosetsu.across.matching.models.cohorts import CohortPoints, CohortProposal, Stage

__all__ = ["CohortPoints", "CohortProposal", "Stage"]
