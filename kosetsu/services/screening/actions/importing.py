"""A body's list of applications: looked at first, taken in when nothing in it is wrong, all of it or nothing.

Whoever takes in holds the programme's lock, reads the list once more under it, and writes by hundreds.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of, written
from kosetsu.common.decisions import Refused, no, require
from kosetsu.common.spreadsheets import read_table
from kosetsu.common.text import fold
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.catalogue.models import TechnologyField
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.services.screening.actions import beats
from kosetsu.services.screening.documents.archives import Archive
from kosetsu.services.screening.documents.intake import Read, Reader, Row, columns_of
from kosetsu.services.screening.models import FormEdition, ImportedSheet, ScreeningProgramme, Submission
from kosetsu.services.screening.permissions import can_move

AT_ONCE = 500


def look_at_submissions(
    *, by: Person, at: dt.datetime, programme: ScreeningProgramme, content: bytes, name: str,
    archive: bytes | None = None,
) -> Read:  # fmt: skip
    """What taking the list in would do now; nothing is kept. Raises ``Mistake`` where it is no such list at all."""
    require(can_move(by, programme, "import_submissions", at))
    return _read(programme, content, name, Archive(archive), at)


@transaction.atomic
def import_submissions(
    *, by: Person, at: dt.datetime, programme: ScreeningProgramme, content: bytes, name: str,
    archive: bytes | None = None,
) -> Read:  # fmt: skip
    """Every row becomes an item of the panel, and conflicts of interest are looked for; with a problem, none does."""
    programme = beats.asked(programme, "import_submissions", by=by, at=at)
    digest = sha256(content + (archive or b"")).hexdigest()
    _require_new(programme, digest)
    opened = Archive(archive)
    read = _read(programme, content, name, opened, at)
    if read.problems:
        return read
    sheet = ImportedSheet.objects.create(
        programme=programme, name=name[-150:], digest=digest, rows=len(read.rows), files=read.files, at=at, by=by
    )
    _write(programme, sheet, read.rows, opened, by, at)
    after = {"name": sheet.name, "rows": sheet.rows, "files": sheet.files}
    beats.move(programme, "import_submissions", by=by, at=at, after=after)
    assert programme.panel
    reviews.find_conflicts(by=by, at=at, panel=programme.panel)
    return read


def _read(programme: ScreeningProgramme, content: bytes, name: str, archive: Archive, at: dt.datetime) -> Read:
    edition = FormEdition.of(programme.body.form, day_of(at))
    rows = read_table(content, name, columns_of(edition.said if edition else None))
    assert programme.panel
    taken = programme.panel.items.values_list("number", flat=True)
    fields = {
        fold(name): one.code
        for one in TechnologyField.objects.all()
        for name in (one.code, one.name_ja, one.name_en, one.name_th)
        if name
    }
    return Reader(rows, archive, taken, fields, at).all()


def _require_new(programme: ScreeningProgramme, digest: str) -> None:
    came = ImportedSheet.objects.filter(programme=programme, digest=digest).first()
    if came:
        raise Refused(
            no(
                _("この一覧は、すでに%(moment)sに取り込まれています。") % {"moment": written(came.at)},
                _("続きの申請は、新しい番号の行だけの一覧にしてください。"),
            )
        )


def _write(
    programme: ScreeningProgramme, sheet: ImportedSheet, rows: Sequence[Row], archive: Archive, by: Person,
    at: dt.datetime,
) -> None:  # fmt: skip
    given = [
        reviews.Given(
            number=row.number, title=row.title, applicant=row.applicant, received_at=row.received_at,
            corporate_number=row.corporate_number, organisation=row.known.organisation, text=row.text,
            fields=row.fields, files=_files(row, archive),
        )
        for row in rows
    ]  # fmt: skip
    assert programme.panel
    items = reviews.add_items(by=by, at=at, panel=programme.panel, given=given)
    Submission.objects.bulk_create(
        (
            Submission(
                item=item, programme=programme, sheet=sheet, row=row.row, workplace=row.known.workplace,
                workplace_name=row.workplace_name, matched=row.known.matched,
            )
            for item, row in zip(items, rows, strict=True)
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


def _files(row: Row, archive: Archive) -> Iterator[tuple[Any, bool]]:
    """One after the other, so that they are never all in memory; what a body sends may always name the applicant."""
    for name in row.files:
        yield archive.file(name), True
