"""The institute's tables: licence rules, course dates, metering, consumables; the demo's licences, uses, faults."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field

from kosetsu.common.clock import day_of, now
from kosetsu.common.tables import BadRow, Blank, Flag, Table, TableRow, lookup
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.actions.demo import Visit
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind, TaxClass
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.governance.actions import declare
from kosetsu.foundation.governance.models import ExportDeclaration
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Dated
from kosetsu.services.instruments import actions, rules
from kosetsu.services.instruments.actions.demo import Broken, Used, play_faults, play_uses
from kosetsu.services.instruments.actions.papers import can_show
from kosetsu.services.instruments.models import (
    Consumable,
    CourseDate,
    Licence,
    LicenceRule,
    MeteringRule,
    Use,
    UtilisationRule,
)
from kosetsu.services.instruments.states import Basis, LicenceState, PaperKind, Rounding


class DatedRow(TableRow):
    """A rule with its first and last day, and its source."""

    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str


class LicenceRuleRow(DatedRow):
    """One period in which one instrument needs a licence."""

    offering: str
    level: Annotated[int, Field(ge=1, le=3)]
    course: str
    months: Annotated[int, Field(ge=1, le=600)]
    renewal_months: Blank[Annotated[int, Field(ge=0, le=60)]] = None


class MeteringRow(DatedRow):
    """How one instrument's time is counted."""

    offering: str
    basis: Basis = Basis.USED
    unit_minutes: Annotated[int, Field(ge=1, le=1440)]
    rounding: Rounding
    guide_yen: Blank[Annotated[int, Field(ge=0)]] = None
    guide_tax_class: TaxClass = TaxClass.INCLUDED_10


class ConsumableRow(DatedRow):
    """One consumable's price."""

    offering: str
    code: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    unit: str
    yen: Annotated[int, Field(ge=0)]
    tax_class: TaxClass = TaxClass.INCLUDED_10


class UtilisationRow(DatedRow):
    """Below which rate an instrument is looked at, as a fraction."""

    low_rate: Annotated[str, Field(pattern=r"^\d+/[1-9]\d*$")]


class CourseDateRow(TableRow):
    """One date of one course; what it is called and where it is held is its offering's."""

    code: str
    course: str
    starts_on: dt.date
    ends_on: Blank[dt.date] = None
    source: str


def _replace(model: type[Dated]) -> Callable[[list[tuple[int, Any]]], None]:
    """Replace all rows of a dated rule by the file's."""

    def load(rows: list[tuple[int, Any]]) -> None:
        known = {one.code: one for one in Offering.objects.all()}
        made = []
        for line, row in rows:
            fields = row.model_dump()
            for name in ("offering", "course"):
                if name in fields:
                    fields[name] = _of_kind(known, fields[name], line, name)
            made.append(model(**fields))
        model.objects.all().delete()  # type: ignore[attr-defined]
        model.objects.bulk_create(made)  # type: ignore[attr-defined]

    return load


def _of_kind(known: dict[str, Offering], code: str, line: int, name: str) -> Offering:
    found: Offering = lookup(known, code, line, name)
    kind = OfferingKind.COURSE if name == "course" else OfferingKind.INSTRUMENT
    if found.kind != kind:
        raise BadRow(line, name, code)
    return found


def load_consumables(rows: list[tuple[int, ConsumableRow]]) -> None:
    """Write every price by instrument, code and first day: what was taken keeps its price."""
    known = {one.code: one for one in Offering.objects.all()}
    for line, row in rows:
        Consumable.objects.update_or_create(
            offering=_of_kind(known, row.offering, line, "offering"),
            code=row.code,
            valid_from=row.valid_from,
            defaults=row.model_dump(exclude={"offering", "code", "valid_from"}),
        )


def load_course_dates(rows: list[tuple[int, CourseDateRow]]) -> None:
    """Write every date as a gathering of its course."""
    known = {one.code: one for one in Offering.objects.select_related("branch")}
    for line, row in rows:
        course = _of_kind(known, row.course, line, "course")
        gathering, _new = Gathering.objects.update_or_create(
            code=row.code,
            defaults={
                "kind": "course", "title": course.name_ja, "summary": course.summary, "starts_on": row.starts_on,
                "ends_on": row.ends_on or row.starts_on, "format": Format.ON_SITE, "branch": course.branch,
                "reference": course.code,
            },
        )  # fmt: skip
        CourseDate.objects.update_or_create(gathering=gathering, defaults={"course": course, "source": row.source})


DECLARED_BEFORE = dt.timedelta(days=90)
"""When the demo's people declared: before their first use, and so lately that it still holds."""


class DemoLicenceRow(TableRow):
    """One card of the demo, good since so many days before the demo is loaded; its person has declared."""

    offering: str
    person: str
    days_ago: Annotated[int, Field(ge=0, le=3000)]
    source: str


def load_demo(rows: list[tuple[int, DemoLicenceRow]]) -> None:
    """Write the demo's cards once: a database that knows licences is left alone."""
    if Licence.objects.exists():
        return
    at = now()
    people = {str(one.email): one for one in Person.objects.exclude(email=None)}
    offerings = {one.code: one for one in Offering.objects.all()}
    for number, (line, row) in enumerate(rows, start=1):
        person = lookup(people, row.person, line, "person")
        offering = _of_kind(offerings, row.offering, line, "offering")
        first = day_of(at) - dt.timedelta(days=row.days_ago)
        rule = LicenceRule.of([offering.pk], day_of(at)).get(offering.pk)
        if not ExportDeclaration.objects.filter(person=person).exists():
            declare(by=person, at=at - DECLARED_BEFORE, person=person, resident=True)
        if rule is None:
            continue
        Licence.objects.create(
            person=person, offering=offering, course=rule.course, level=rule.level, months=rule.months,
            state=LicenceState.LICENSED, attended_on=first, passed_on=first, number=f"DEMO-{number:05d}",
            valid_from=first, valid_until=rules.last_day(first, rule.months), issued_at=at,
        )  # fmt: skip


def _counted(value: Any) -> Any:
    """ "STUB=2;CARBON=1" → how many of each."""
    if not isinstance(value, str):
        return value
    return {code: int(count) for code, count in (part.split("=") for part in value.split(";") if part.strip())}


class DemoUseRow(TableRow):
    """One line of demo/uses.csv: a use so many working days before the loading, or a visit that nobody made."""

    resource: str
    working_days_ago: Annotated[int, Field(ge=1, le=200)]
    starts: dt.time
    ends: dt.time
    organisation: str
    person: str
    staff: str
    purpose: str
    guidance_minutes: Annotated[int, Field(ge=0)] = 0
    consumables: Annotated[dict[str, int], BeforeValidator(_counted)] = {}
    missed: Flag = False
    source: str


def load_uses(rows: list[tuple[int, DemoUseRow]]) -> None:
    """Let the demo's uses happen, once: a database that knows uses is left alone."""
    if Use.objects.exists():
        return
    cast, resources = Cast(now()), _resources()
    uses = []
    for line, row in rows:
        visit = Visit(
            resource=lookup(resources, row.resource, line, "resource"), working_days=-row.working_days_ago,
            person=lookup(cast.people, row.person, line, "person"), starts=row.starts, ends=row.ends,
            workplace=lookup(cast.workplaces, row.organisation, line, "organisation"), purpose=row.purpose,
        )  # fmt: skip
        plain = row.model_dump(include={"staff", "guidance_minutes", "consumables", "missed"})
        uses.append(Used(visit=visit, **plain))
    play_uses(uses, cast)


class DemoFaultRow(TableRow):
    """One line of demo/faults.csv: what was broken so many days before the loading, and how it was mended."""

    resource: str
    days_ago: Annotated[int, Field(ge=1, le=300)]
    mended_days_ago: Annotated[int, Field(ge=0, le=300)] = 0
    who: str
    text: str
    unusable: Flag = False
    mending: str = ""
    source: str


def load_faults(rows: list[tuple[int, DemoFaultRow]]) -> None:
    """Report the faults that are not in the records yet."""
    resources = _resources()
    faults = [
        Broken(
            **row.model_dump(exclude={"resource", "source"}),
            resource=lookup(resources, row.resource, line, "resource"),
        )
        for line, row in rows
    ]
    play_faults(faults, Cast(now()))


def _resources() -> dict[str, Resource]:
    return {one.code: one for one in Resource.objects.select_related("branch", "group", "offering")}


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
        offering = _of_kind(known, row.offering, line, "offering")
        folder = Path(settings.KOSETSU_INSTITUTE_DIR).resolve()
        path = (folder / row.file).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise BadRow(line, "file", _("「%(file)s」というファイルはありません。") % {"file": row.file})
        if not (decision := can_show(row.kind, path.name, path.read_bytes())):
            raise BadRow(line, "file", str(decision))
        given.append((offering, path, row.model_dump(exclude={"offering", "file"})))
    actions.keep_papers(given, at=now())


OFFERING = {"offering": "catalogue/offerings.csv"}
RESOURCE = {"resource": "bookings/resources.csv"}
COURSE = {"course": "catalogue/offerings.csv"}
TABLES = [
    Table(
        "instruments/licence_rules.csv",
        LicenceRuleRow,
        _replace(LicenceRule),
        order=370,
        optional=True,
        key=("offering", "valid_from"),
        refers=OFFERING | COURSE,
    ),
    Table(
        "instruments/metering.csv",
        MeteringRow,
        _replace(MeteringRule),
        order=371,
        optional=True,
        key=("offering", "valid_from"),
        refers=OFFERING,
    ),
    Table(
        "instruments/consumables.csv",
        ConsumableRow,
        load_consumables,
        order=372,
        optional=True,
        key=("offering", "code", "valid_from"),
        refers=OFFERING,
    ),
    Table("instruments/utilisation.csv", UtilisationRow, _replace(UtilisationRule), order=373, optional=True),
    Table(
        "instruments/course_dates.csv",
        CourseDateRow,
        load_course_dates,
        order=374,
        optional=True,
        key=("code",),
        refers=COURSE,
    ),
    Table("instruments/papers.csv", PaperRow, load_papers, order=375, optional=True, refers=OFFERING),
    Table("demo/licences.csv", DemoLicenceRow, load_demo, order=605, optional=True, demo=True, refers=OFFERING),
    Table("demo/uses.csv", DemoUseRow, load_uses, order=615, optional=True, demo=True, refers=RESOURCE),
    Table("demo/faults.csv", DemoFaultRow, load_faults, order=617, optional=True, demo=True, refers=RESOURCE),
]
