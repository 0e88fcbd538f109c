"""A backup is restored for practice, and that it was is written down."""

import datetime as dt

from django.db import transaction

from kosetsu.foundation.governance import audit
from kosetsu.foundation.governance.models import RestoreDrill
from kosetsu.foundation.governance.safekeeping.archives import Archive
from kosetsu.foundation.governance.safekeeping.drills import drill


def drill_restore(*, at: dt.datetime, archive: Archive) -> RestoreDrill:
    """Restore it beside the running program; the row says whether it lives.

    An operator's command or timer does this on the machine itself: nobody is named. Raises ``Mishap`` where it could
    not be tried.
    """
    made_at, done = archive.made_at, drill(archive)
    with transaction.atomic():
        row = RestoreDrill.objects.create(
            at=at, archive=archive.name, made_at=made_at, rows=done.rows, seconds=round(done.seconds),
            passed=done.passed, said=done.said,
        )  # fmt: skip
        after = {"archive": archive.name, "passed": done.passed, "rows": done.rows}
        audit.record(by=None, at=at, verb="drill_restore", thing=row, after=after)
    return row
