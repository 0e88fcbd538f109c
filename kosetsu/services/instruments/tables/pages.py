"""What the folder says for people to read: the dates of the courses, photographs and documents."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, TableRow
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.actions.papers import can_show
from kosetsu.services.instruments.models import CourseDate
from kosetsu.services.instruments.states import PaperKind
from kosetsu.services.instruments.tables.dated import of_kind


class CourseDateRow(TableRow):
    """One date of one course; what it is called and where it is held is its offering's."""

    code: str
    course: str
    starts_on: dt.date
    ends_on: Blank[dt.date] = None
    source: str


def load_course_dates(rows: list[tuple[int, CourseDateRow]]) -> None:
    """Write every date as a gathering of its course."""
    known = {one.code: one for one in Offering.objects.select_related("branch")}
    for line, row in rows:
        course = of_kind(known, row.course, line, "course")
        gathering, _new = Gathering.objects.update_or_create(
            code=row.code,
            defaults={
                "kind": "course", "title": course.name_ja, "summary": course.summary, "starts_on": row.starts_on,
                "ends_on": row.ends_on or row.starts_on, "format": Format.ON_SITE, "branch": course.branch,
                "reference": course.code,
            },
        )  # fmt: skip
        CourseDate.objects.update_or_create(gathering=gathering, defaults={"course": course, "source": row.source})


class PaperRow(TableRow):
    """One photograph or document in the institute's folder; its name is the photograph's alt text."""

    offering: str
    kind: PaperKind
    file: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    source: str


def load_papers(rows: list[tuple[int, PaperRow]]) -> None:
    """The pages show what the folder holds; what people added stays."""
    known = {one.code: one for one in Offering.objects.all()}
    given = []
    for line, row in rows:
        offering = of_kind(known, row.offering, line, "offering")
        folder = Path(settings.KOSETSU_INSTITUTE_DIR).resolve()
        path = (folder / row.file).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise BadRow(line, "file", _("「%(file)s」というファイルはありません。") % {"file": row.file})
        if not (decision := can_show(row.kind, path.name, path.read_bytes())):
            raise BadRow(line, "file", str(decision))
        given.append((offering, path, row.model_dump(exclude={"offering", "file"})))
    actions.keep_papers(given, at=now())
