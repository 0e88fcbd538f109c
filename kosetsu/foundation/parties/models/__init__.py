"""Who takes part: the institute and its branches, organisations and their workplaces, and who acts for whom."""

from kosetsu.foundation.parties.models.dated import Dated, DatedQuerySet
from kosetsu.foundation.parties.models.organisations import Affiliation, Organisation, OrganisationName, Workplace
from kosetsu.foundation.parties.models.people import Invitation, Membership, StaffPost
from kosetsu.foundation.parties.models.places import Area, Branch, BranchStatus, Group, Institute

__all__ = [
    "Affiliation",
    "Area",
    "Branch",
    "BranchStatus",
    "Dated",
    "DatedQuerySet",
    "Group",
    "Institute",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationName",
    "StaffPost",
    "Workplace",
]
