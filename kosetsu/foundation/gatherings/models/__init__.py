"""The records of gatherings."""

from kosetsu.foundation.gatherings.models.attendance import Attendance
from kosetsu.foundation.gatherings.models.fees import FeeTerms
from kosetsu.foundation.gatherings.models.gatherings import Gathering, GatheringQuerySet, Organiser, Session
from kosetsu.foundation.gatherings.models.materials import Material
from kosetsu.foundation.gatherings.models.opinions import Opinion
from kosetsu.foundation.gatherings.models.registrations import (
    InvitationCode,
    Letter,
    Quota,
    Registration,
    RegistrationQuerySet,
)

__all__ = [
    "Attendance",
    "FeeTerms",
    "Gathering",
    "GatheringQuerySet",
    "InvitationCode",
    "Letter",
    "Material",
    "Opinion",
    "Organiser",
    "Quota",
    "Registration",
    "RegistrationQuerySet",
    "Session",
]
