"""The records of circles."""

from kosetsu.services.circles.models.calls import Application, ApplicationQuerySet, Intake, IntakeQuerySet
from kosetsu.services.circles.models.circles import (
    Circle,
    CircleQuerySet,
    Commission,
    Member,
    MemberQuerySet,
    Office,
    Secretary,
)
from kosetsu.services.circles.models.councils import Council, CouncilSeat
from kosetsu.services.circles.models.developments import Development, DevelopmentQuerySet, Partner
from kosetsu.services.circles.models.meetings import Attendance, Meeting, MeetingQuerySet, Notice, Task
from kosetsu.services.circles.models.sharing import Note, NoteFile, NoteQuerySet
from kosetsu.services.circles.models.videos import Video, VideoWeek, View
from kosetsu.services.circles.models.years import Outcome, YearReport

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "Attendance",
    "Circle",
    "CircleQuerySet",
    "Commission",
    "Council",
    "CouncilSeat",
    "Development",
    "DevelopmentQuerySet",
    "Intake",
    "IntakeQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "Member",
    "MemberQuerySet",
    "Note",
    "NoteFile",
    "NoteQuerySet",
    "Notice",
    "Office",
    "Outcome",
    "Partner",
    "Secretary",
    "Task",
    "Video",
    "VideoWeek",
    "View",
    "YearReport",
]
