"""The records of exhibitions."""

from kosetsu.services.exhibitions.models.after import Fee, FollowUp
from kosetsu.services.exhibitions.models.booths import Booth, Edition, Letter, Panel, Recommendation
from kosetsu.services.exhibitions.models.exhibitions import CountingRule, Exhibition, Invitation
from kosetsu.services.exhibitions.models.fairs import Away, Fair, Meeting, Proposal, Slot, Wish
from kosetsu.services.exhibitions.models.outings import Lead, Outing
from kosetsu.services.exhibitions.models.talks import Talk
from kosetsu.services.exhibitions.models.tours import Tour, TourLetter
from kosetsu.services.exhibitions.models.visitors import (
    Card,
    Look,
    Question,
    Recount,
    Saved,
    Viewing,
    Visitor,
)

__all__ = [
    "Away",
    "Booth",
    "Card",
    "CountingRule",
    "Edition",
    "Exhibition",
    "Fair",
    "Fee",
    "FollowUp",
    "Invitation",
    "Lead",
    "Letter",
    "Look",
    "Meeting",
    "Outing",
    "Panel",
    "Proposal",
    "Question",
    "Recommendation",
    "Recount",
    "Saved",
    "Slot",
    "Talk",
    "Tour",
    "TourLetter",
    "Viewing",
    "Visitor",
    "Wish",
]
