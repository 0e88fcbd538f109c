"""The records of alliances: partners and agreements; the coordinators' programmes and what they bring together."""

from kosetsu.services.alliances.models.liaisons import MANAGERS, Coordinator, Liaison
from kosetsu.services.alliances.models.meetings import LiaisonMeeting, MeetingDecision, MeetingSeat
from kosetsu.services.alliances.models.notices import LiaisonNotice
from kosetsu.services.alliances.models.opportunities import Opportunity, OpportunitySharing
from kosetsu.services.alliances.models.pairings import LiaisonContact, Pairing, ProductSupport
from kosetsu.services.alliances.models.partners import (
    Activity,
    Agreement,
    AgreementDocument,
    NetworkField,
    NetworkMember,
)

__all__ = [
    "MANAGERS",
    "Activity",
    "Agreement",
    "AgreementDocument",
    "Coordinator",
    "Liaison",
    "LiaisonContact",
    "LiaisonMeeting",
    "LiaisonNotice",
    "MeetingDecision",
    "MeetingSeat",
    "NetworkField",
    "NetworkMember",
    "Opportunity",
    "OpportunitySharing",
    "Pairing",
    "ProductSupport",
]
