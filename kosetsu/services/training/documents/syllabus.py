"""The syllabus (教程表) of a tailored course: what is taught how long by whom; A4."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import eras
from kosetsu.common.clock import day_of
from kosetsu.common.pdf import ACCESSIBLE, render_apart
from kosetsu.foundation.parties.models import Institute
from kosetsu.services.training.models import SyllabusPart, TailoredCourse

TEMPLATE: Final = Path(__file__).parent.parent / "templates" / "training" / "syllabus.typ"


def syllabus_pdf(course: TailoredCourse, *, at: dt.datetime) -> bytes:
    """The paper as the syllabus stands now."""
    return render_apart(TEMPLATE, syllabus_data(course, day_of(at)), at=at, standards=ACCESSIBLE)


def syllabus_data(course: TailoredCourse, day: dt.date) -> dict[str, Any]:
    """All that the template prints, in Japanese."""
    institute, case = Institute.current(), course.case
    with override("ja"):
        return {
            "title": _("教程表"),
            "number": case.number,
            "day": eras.long_text(day),
            "client": [str(case.organisation), case.workplace.name if case.workplace else ""],
            "honorific": _("御中"),
            "institute": [institute.name if institute else "", str(case.branch or ""), str(case.group or "")],
            "facts": [
                [_("名称"), case.title],
                [_("教程のねらい"), course.outline],
                [_("目標"), course.goals],
                [_("受講する人数"), _("%(count)s人") % {"count": course.people}],
                [_("場所"), str(course.get_place_display())],
                [_("時間"), _("全%(days)s回 %(minutes)s分") % {"days": len(course.days), "minutes": course.minutes}],
            ],
            "heads": [_("回"), _("内容"), _("時間（分）"), _("講師")],
            "parts": [_part(one) for one in course.parts.all()],
        }


def _part(part: SyllabusPart) -> list[str]:
    return [str(part.day), part.title, str(part.minutes), part.lecturer]
