"""Reading a confidential consultation leaves a record: who, what, which page."""

from typing import Any

from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations.models import Consultation


def note_reading(request: Any, consultation: Consultation) -> None:
    """Note it, where the consultation is confidential and the reader is of the institute."""
    if consultation.confidential and standing(request.user).is_staff:
        access.note(request.user, consultation, request.path, request.at)
