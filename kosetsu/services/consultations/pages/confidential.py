"""Reading a confidential consultation leaves a record: who, what, which page."""

from typing import Any

from kosetsu.foundation.governance.models import AccessRecord
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations.models import Consultation


def note_reading(request: Any, consultation: Consultation) -> None:
    """Note it, where the consultation is confidential and the reader is of the institute."""
    if consultation.confidential and standing(request.user).is_staff:
        AccessRecord.objects.create(
            at=request.at,
            person=request.user,
            thing=consultation._meta.label,
            thing_id=str(consultation.pk),
            page=request.path[:200],
        )
