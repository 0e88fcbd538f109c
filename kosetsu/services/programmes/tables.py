"""The institute's tables of programmes: the prefecture's measures and the wards' fee subsidies."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of, now
from kosetsu.common.money import rate
from kosetsu.common.tables import BadRow, Blank, Flag, Table, TableRow, lookup
from kosetsu.foundation.parties.models import Area, Organisation
from kosetsu.foundation.search.changes import touch_all
from kosetsu.services.programmes.actions.demo import carry_over
from kosetsu.services.programmes.actions.demo_matters import begin_matters
from kosetsu.services.programmes.actions.editions import record_description, record_vocabulary
from kosetsu.services.programmes.context import Text, book_alone, sizes_on, vocabulary_of
from kosetsu.services.programmes.descriptions import cases, descriptions, vocabulary
from kosetsu.services.programmes.documents.worked import tried
from kosetsu.services.programmes.models import (
    DescriptionEdition,
    FeeSubsidy,
    FeeSubsidyTerms,
    FitRun,
    InnovationTerms,
    Programme,
    VocabularyEdition,
)
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Description, Vocabulary, Window, WorkedCase
from kosetsu.services.programmes.rules.linting import lint, worded


class ProgrammeRow(TableRow):
    """One measure of one year's booklet."""

    code: str
    fiscal_year: int
    category: str
    name: str
    component: str = ""
    component_kind: str
    operator: str = ""
    target: str = ""
    limit_yen: Blank[int] = None
    limit_note: str = ""
    rate: str = ""
    rate_note: str = ""
    eligible_costs: str = ""
    period_note: str = ""
    scale_note: str = ""
    fee_yen: Blank[int] = None
    prerequisites: str = ""
    other: str = ""
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str


class FeeSubsidyRow(TableRow):
    """One subsidy of one ward, city or association."""

    code: str
    area: Blank[str] = None
    association: Blank[str] = None
    body: str
    operator: str
    name: str = ""
    listed_fiscal_year: int
    source: str


class TermsRow(TableRow):
    """One edition of a subsidy's terms."""

    subsidy: str
    rate: str = ""
    limit_yen: Blank[int] = None
    cut_unit_yen: int = 1
    minimum_cost_yen: int = 0
    conditions: str = ""
    as_of: str
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str
    verified: bool = False
    tax_included: Flag = True


class InnovationTermsRow(TableRow):
    """What a plan for management innovation must reach in a period."""

    effective_from: dt.date
    effective_to: Blank[dt.date] = None
    least_years: int
    most_years: int
    value_added: str
    payroll: str
    source: str


def load_programmes(rows: list[tuple[int, ProgrammeRow]]) -> None:
    """Write every edition and tell the search."""
    for _line, row in rows:
        Programme.objects.update_or_create(
            code=row.code, fiscal_year=row.fiscal_year, defaults=row.model_dump(exclude={"code", "fiscal_year"})
        )
    touch_all("programme", at=now())


def load_fee_subsidies(rows: list[tuple[int, FeeSubsidyRow]]) -> None:
    """Write every subsidy with the area or association it belongs to."""
    areas = {a.code: a for a in Area.objects.all()}
    bodies = {o.code: o for o in Organisation.objects.exclude(code=None) if o.code}
    for line, row in rows:
        FeeSubsidy.objects.update_or_create(
            code=row.code,
            defaults={
                **row.model_dump(exclude={"code", "area", "association"}),
                "area": lookup(areas, row.area, line, "area") if row.area else None,
                "association": lookup(bodies, row.association, line, "association") if row.association else None,
            },
        )
    touch_all("fee_subsidy", at=now())


def load_terms(rows: list[tuple[int, TermsRow]]) -> None:
    """Replace all terms by the file's rows; a rate that is no fraction is refused."""
    known = {s.code: s for s in FeeSubsidy.objects.all()}
    terms = [
        FeeSubsidyTerms(**row.model_dump(exclude={"subsidy"}), subsidy=lookup(known, row.subsidy, line, "subsidy"))
        for line, row in rows
        if _checked(line, row)
    ]
    FeeSubsidyTerms.objects.all().delete()
    FeeSubsidyTerms.objects.bulk_create(terms)


def load_innovation_terms(rows: list[tuple[int, InnovationTermsRow]]) -> None:
    """Replace all terms by the file's rows; what is no fraction is refused."""
    for line, row in rows:
        _fraction(line, "value_added", row.value_added)
        _fraction(line, "payroll", row.payroll)
    InnovationTerms.objects.all().delete()
    InnovationTerms.objects.bulk_create(InnovationTerms(**row.model_dump()) for _line, row in rows)


def _checked(line: int, row: TermsRow) -> bool:
    return not row.rate or _fraction(line, "rate", row.rate)


def _fraction(line: int, name: str, written: str) -> bool:
    try:
        return bool(rate(written))
    except ValueError as error:
        raise BadRow(line, name, str(error)) from None


def without_overlap(rows: list[tuple[int, InnovationTermsRow]]) -> Iterator[BadRow]:
    """One set of terms a day."""
    ordered = sorted(rows, key=lambda pair: pair[1].effective_from)
    for (_line, before), (line, row) in pairwise(ordered):
        if before.effective_to is None or before.effective_to >= row.effective_from:
            yield BadRow(line, "effective_from", _("前の行の期間と重なっています。"))


def load_vocabulary(words: Vocabulary) -> None:
    """An edition of the facts, kinds of cost and definitions, where they are new."""
    record_vocabulary(words, at=now())


def load_description(description: Description) -> None:
    """An edition of a programme's description, where it is new; refused with an error that the linter finds in it.

    What it says of other programmes is shown at the desk: their files may come later.
    """
    words = vocabulary_of(_folders_words())
    for one in lint(description, words, (), sizes_on(day_of(now())), description.effective_from):
        if one.severity == "error" and one.key not in OF_OTHERS:
            raise BadRow(0, f"{description.code} {one.path}", worded(one))
    record_description(description, at=now())


def load_case(case: WorkedCase) -> None:
    """Put to the folder's description: what a person worked out must come out, or nothing is loaded."""
    of_code = DescriptionEdition.objects.filter(code=case.programme, by=None)
    edition = of_code.order_by("pk").values_list("pk", "digest").last()
    place = f"{case.programme} {case.key}"
    if edition is None:
        raise BadRow(0, place, _("この番号の施策の記述がありません。"))
    found = tried(case, _alone(edition, _folders_words(), case.day))
    if not found.good:
        told = _("答えが合いません。例では「%(expected)s」、記述からは「%(found)s」です。")
        raise BadRow(0, place, told % {"expected": found.expected, "found": found.found})


def _folders_words() -> Text | None:
    """The vocabulary's last edition that came from the folder."""
    edition: Text | None = VocabularyEdition.objects.filter(by=None).values_list("pk", "digest").last()
    return edition


@lru_cache(maxsize=2)  # the cases of one programme stand together
def _alone(edition: Text, vocabulary: Text | None, on: dt.date | None) -> Decider:
    said = Description.model_validate(DescriptionEdition.objects.get(pk=edition[0]).body)
    day = on or said.effective_from
    return Decider(book_alone(said, day, vocabulary_of(vocabulary)))


class DemoWindowRow(TableRow):
    """One line of demo/programme_windows.csv: a fictional window so many days before or after the loading day."""

    programme: str
    round: str = ""
    channel: Literal["electronic", "post", "counter", "unsaid"]
    opens_in_days: int
    closes_in_days: int
    closes_at: Blank[dt.time] = None
    decided_in_days: Blank[int] = None
    source: str


def load_demo(rows: list[tuple[int, DemoWindowRow]]) -> None:
    """This fiscal year as the demo shows it."""
    at = now()
    today = day_of(at)
    windows: dict[str, list[Window]] = {}
    for line, row in rows:
        windows.setdefault(row.programme, []).append(window_of(line, row, today))
    carry_over(windows, at, today)
    begin_matters(at)
    _first_night(at)


def _first_night(at: dt.datetime) -> None:
    """Once; the batch evaluator is loaded where it runs."""
    from kosetsu.services.programmes.actions.nightly import evaluate_everyone

    if FitRun.last_finished() is None:
        evaluate_everyone(at=at)


def window_of(line: int, row: DemoWindowRow, today: dt.date) -> Window:
    """The window of a demo loaded ``today``. Raises ``BadRow`` where it would close before it opens."""
    decided = None if row.decided_in_days is None else today + dt.timedelta(days=row.decided_in_days)
    try:
        return Window(
            channel=row.channel,
            opens=today + dt.timedelta(days=row.opens_in_days),
            closes=today + dt.timedelta(days=row.closes_in_days),
            closes_at=row.closes_at,
            decided=decided,
            round=row.round,
            source=row.source,
        )
    except ValueError as error:
        raise BadRow(line, "closes_in_days", str(error)) from None


OF_OTHERS = frozenset({"unknown_programme", "rounds_overlap"})
"""What the linter can only say beside all other descriptions."""

FOLDER = "programmes/"
VOCABULARY = vocabulary(load_vocabulary, FOLDER, order=333, optional=True)
DESCRIPTIONS = descriptions(load_description, FOLDER, order=334, optional=True)
CASES = cases(load_case, FOLDER, order=335, optional=True)

TABLES = [
    Table("programmes/programmes.csv", ProgrammeRow, load_programmes, order=330, optional=True),
    Table("programmes/fee_subsidies.csv", FeeSubsidyRow, load_fee_subsidies, order=331, optional=True),
    Table("programmes/fee_subsidy_terms.csv", TermsRow, load_terms, order=332, optional=True),
    VOCABULARY,
    DESCRIPTIONS,
    CASES,
    Table(
        "programmes/innovation_terms.csv",
        InnovationTermsRow,
        load_innovation_terms,
        order=336,
        optional=True,
        key=("effective_from",),
        check=without_overlap,
    ),
    Table("demo/programme_windows.csv", DemoWindowRow, load_demo, order=650, optional=True, demo=True),
]
