"""A draft beside the book it is to enter: what the linter says, its worked cases, whom it would change."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of, now
from kosetsu.services.programmes.context import book_alone, decider_on, sizes_on
from kosetsu.services.programmes.documents.drafts import Finding, Looked, look_at
from kosetsu.services.programmes.documents.preview import Preview, preview
from kosetsu.services.programmes.models import DescriptionEdition, Draft
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.language import Description
from kosetsu.services.programmes.rules.linting import lint, worded


def looked_at(draft: Draft, at: dt.datetime | None = None) -> Looked:
    """Everything there is to say of the draft now."""
    moment = at or now()

    def book_of(description: Description, day: dt.date) -> Book:
        return _alone(description, day, moment)

    return look_at(draft.text, draft.cases, book_of, lambda one: [*_keys(one, draft), *linted(one, moment)])


def linted(description: Description, at: dt.datetime) -> Iterator[Finding]:
    """The linter's findings in words."""
    day = day_within(description, day_of(at))
    book = decider_on(day, at).book
    for one in lint(description, book.vocabulary, book.descriptions, sizes_on(day), day_of(at)):
        yield Finding(one.severity, 0, one.path, worded(one))


def whom_it_changes(description: Description, at: dt.datetime) -> Preview:
    """Every company on record under the edition in force and under the draft, on a day the draft holds."""
    day = day_within(description, day_of(at))
    known = decider_on(day, at).book
    before = [one for one in known.descriptions if one.identity == description.identity]
    old = Book(day, known.vocabulary, tuple(before), known.sizes) if before else None
    return preview(old, _alone(description, day, at))


def day_within(description: Description, today: dt.date) -> dt.date:
    """Today, or the nearest day on which the description holds."""
    latest = description.effective_to or today
    return max(description.effective_from, min(today, latest))


def worked_cases(edition: DescriptionEdition) -> str:
    """The worked cases an edition was published with, else those of the institute's folder."""
    earlier = DescriptionEdition.objects.of_round(edition).filter(number__lte=edition.number)
    kept = earlier.exclude(cases=None).order_by("-number").values_list("cases__text", flat=True).first()
    return str(kept) if kept is not None else _of_folder(edition.code)


def _of_folder(code: str) -> str:
    folder = Path(settings.KOSETSU_INSTITUTE_DIR) / "programmes" / "cases"
    file = folder / f"{code}.yaml"
    return file.read_text(encoding="utf-8") if file.parent == folder and file.is_file() else ""


def _alone(description: Description, day: dt.date, at: dt.datetime) -> Book:
    return book_alone(description, day, decider_on(day, at).book.vocabulary)


def _keys(description: Description, draft: Draft) -> Iterator[Finding]:
    """A draft becomes the edition it was begun for, and no other."""
    for name in ("code", "fiscal_year", "round"):
        if getattr(description, name) != getattr(draft, name):
            wanted = {"value": getattr(draft, name)}
            yield Finding("error", 0, name, _("この下書きでは「%(value)s」から変えられません。") % wanted)
