"""The records of training."""

from kosetsu.services.training.models.bundles import Bundle, BundlePlace
from kosetsu.services.training.models.dispatches import StaffDay, StaffDispatch
from kosetsu.services.training.models.learning import Attempt, OnDemandCourse, Part, Progress, Question
from kosetsu.services.training.models.tailored import (
    Participant,
    SyllabusPart,
    TailoredCourse,
    TailoredNotice,
    TailoredTerms,
)
from kosetsu.services.training.models.trainees import TraineeName, TraineeStay, TraineeTerms
from kosetsu.services.training.models.transcripts import transcript

__all__ = [
    "Attempt",
    "Bundle",
    "BundlePlace",
    "OnDemandCourse",
    "Part",
    "Participant",
    "Progress",
    "Question",
    "StaffDay",
    "StaffDispatch",
    "SyllabusPart",
    "TailoredCourse",
    "TailoredNotice",
    "TailoredTerms",
    "TraineeName",
    "TraineeStay",
    "TraineeTerms",
    "transcript",
]
