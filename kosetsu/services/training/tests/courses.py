"""A course on demand with two films and one question, open for ten days."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.models import Registration
from kosetsu.foundation.gatherings.tests.conftest import DAY, published
from kosetsu.services.training import actions
from kosetsu.services.training.models import OnDemandCourse
from tests import build
from tests.fixtures import AT

WEBM = b"\x1aE\xdf\xa3" + bytes(96)


def film(content: bytes = WEBM, name: str = "film.webm") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def course(institute: build.Institute, questions: int = 1, **changes: Any) -> OnDemandCourse:
    """Two films of 100 seconds; each question has the second choice right."""
    given: dict[str, Any] = {
        "kind": "seminar", "format": Format.ON_DEMAND, "parts": [gatherings.Part(AT, AT + 10 * DAY)],
        "pools": [gatherings.Pool("オンデマンド", Format.ONLINE)],
    }  # fmt: skip
    gathering = published(institute, **{**given, **changes})
    for title in ("前編", "後編"):
        part = actions.PartGiven(title, film(), 100, "WEBVTT\n\n00:00.000 --> 00:02.000\nこんにちは\n")
        actions.add_part(by=institute.researcher, at=AT, gathering=gathering, given=part)
    for number in range(questions):
        actions.add_question(
            by=institute.researcher, at=AT, gathering=gathering, text=f"問{number}", choices=["誤", "正"], right=[1]
        )
    return OnDemandCourse.objects.get_or_create(gathering=gathering)[0]


def see(registration: Registration, course: OnDemandCourse, percent: int = 100, at: Any = AT) -> None:
    """That much of every film."""
    for part in course.parts.all():
        actions.watch(at=at, registration=registration, part=part, spans=[(0, percent)], second=percent)
