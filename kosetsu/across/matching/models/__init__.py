"""What is kept of a question and its answer."""

from kosetsu.across.matching.models.cohorts import CohortPoints, CohortProposal
from kosetsu.across.matching.models.companies import CompanyDeed, CompanyPoints
from kosetsu.across.matching.models.panels import Best, PanelProposal, Way
from kosetsu.across.matching.models.readers import Bid, Bidding, Deed, ReaderLoad, ReaderPoints, Word
from kosetsu.across.matching.models.searches import Search, Stage

__all__ = [
    "Best",
    "Bid",
    "Bidding",
    "CohortPoints",
    "CohortProposal",
    "CompanyDeed",
    "CompanyPoints",
    "Deed",
    "PanelProposal",
    "ReaderLoad",
    "ReaderPoints",
    "Search",
    "Stage",
    "Way",
    "Word",
]
