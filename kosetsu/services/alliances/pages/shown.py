"""How records of the coordinators' programmes are written on every page."""

from kosetsu.services.alliances.models import LiaisonMeeting, Opportunity, Pairing
from kosetsu.services.alliances.states import MeetingState, OpportunityState, PairingState

OPPORTUNITY_COLOURS = {
    OpportunityState.FOUND: "waiting", OpportunityState.OPEN: "active", OpportunityState.DONE: "done",
}  # fmt: skip
PAIRING_COLOURS = {
    PairingState.CANDIDATE: "waiting", PairingState.TOLD: "waiting", PairingState.INTERVIEWING: "active",
    PairingState.MATCHED: "active", PairingState.ENDED: "done",
}  # fmt: skip
MEETING_COLOURS = {MeetingState.CALLED: "waiting", MeetingState.HELD: "done"}
WAY = (
    PairingState.CANDIDATE, PairingState.TOLD, PairingState.INTERVIEWING, PairingState.MATCHED, PairingState.ENDED,
)  # fmt: skip
"""The straight way, for the chain on top."""
KNOWN_WAY = WAY[1:]
"""The same as its company sees it."""


def opportunity_colour(one: Opportunity) -> str:
    return OPPORTUNITY_COLOURS.get(one.state, "stopped")


def pairing_colour(one: Pairing) -> str:
    return PAIRING_COLOURS.get(PairingState(one.state), "stopped")


def meeting_colour(one: LiaisonMeeting) -> str:
    return MEETING_COLOURS.get(MeetingState(one.state), "stopped")
