"""The transcript on paper."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common.clock import day_of
from kosetsu.common.pdf import ACCESSIBLE, render_apart
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.models import Registration
from kosetsu.foundation.parties.models import Institute

TRANSCRIPT = Path(__file__).parents[1] / "templates" / "training" / "transcript.typ"


def hours_of(registration: Registration) -> float | None:
    """The hours of the days somebody came; None for what is seen on demand."""
    gathering = registration.gathering
    if gathering.format == Format.ON_DEMAND:
        return None
    came = {arrival.on_date for arrival in registration.arrivals.all()}
    held = (one for one in gathering.sessions.all() if gathering.day_of(one.starts_at) in came)
    return sum((one.ends_at - one.starts_at for one in held), dt.timedelta()) / dt.timedelta(hours=1)


def result_of(registration: Registration) -> str:
    """What came of it."""
    if getattr(registration, "passed_attempts", None):
        return _("合格")
    if registration.completed_at:
        return _("修了")
    return _("受講") if registration.gathering.format == Format.ON_DEMAND else _("参加")


def transcript_pdf(rows: Sequence[Registration], whose: str, at: dt.datetime, language: str = "ja") -> bytes:
    """All that these registrations say, as an A4 paper."""
    with override(language):
        institute = Institute.current()
        hours = [hours_of(one) for one in rows]
        total = sum(filter(None, hours))
        data = {
            "language": language, "title": _("受講記録"), "whose": whose, "day": f"{day_of(at):%Y/%m/%d}",
            "institute": institute.name if institute else "",
            "heads": [_("開催日"), _("催し"), _("氏名"), _("時間"), _("結果")],
            "rows": [
                [f"{one.gathering.starts_on:%Y/%m/%d}" if one.gathering.starts_on else "", one.gathering.title,
                 one.name, "" if many is None else f"{many:g}", result_of(one)]
                for one, many in zip(rows, hours, strict=True)
            ],
            "total": _("合計 %(count)s件 %(hours)s時間") % {"count": len(rows), "hours": f"{total:g}"},
        }  # fmt: skip
    return render_apart(TRANSCRIPT, data, at=at, standards=ACCESSIBLE)
