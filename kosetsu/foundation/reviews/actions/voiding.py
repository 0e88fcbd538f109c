"""A review that counts no more stays, with its reason; no score of it is in any mean."""

import datetime as dt

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.reviews.actions.beats import log
from kosetsu.foundation.reviews.models import Review
from kosetsu.foundation.reviews.states import REVIEW


def void_review(review: Review, *, by: Person | None, at: dt.datetime, reason: str) -> Review:
    """Void a review of a locked panel."""
    audit.move_record(review, REVIEW, "void_review", by=by, at=at, because=reason, reason=reason)
    log(review.item.panel, "void_review", by=by, at=at, review=str(review.public_id), reason=reason)
    return review
