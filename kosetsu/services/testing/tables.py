"""The institute's folder: dated templates of test records, terms of name use and of cancelling; the demo's orders."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, field_validator

from kosetsu.common import money
from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Table, TableRow, lookup, overwrite
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.parties.actions.demo import Step
from kosetsu.services.testing.actions.demo import PARTS, Scene, Stage
from kosetsu.services.testing.models import CancellationTerms, NameUseTerms, RecordTemplate


class TemplateRow(TableRow):
    """One dated template of a test item."""

    offering: str
    method: str
    uncertainty: str = ""
    decision_rule: str = ""
    verifiers: Annotated[int, Field(ge=1, le=5)] = 1
    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    source: str


class LineRow(TableRow):
    """One line of a template: a condition to be noted, or a quantity to be read with what is computed from it."""

    offering: str
    valid_from: dt.date
    part: Literal["condition", "quantity"]
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
    label: str
    unit: str = ""
    calculations: str = ""
    """Keys of ``rules.CALCULATIONS``, divided by ;"""


def load_templates(rows: list[tuple[int, TemplateRow]]) -> None:
    """Write the templates by item and first day; what the file no longer names goes: records keep their own copy."""
    known = {one.code: one for one in Offering.objects.all()}
    wanted = [{**row.model_dump(), "offering": lookup(known, row.offering, line, "offering")} for line, row in rows]
    overwrite(RecordTemplate, ("offering", "valid_from"), wanted).delete()


def load_lines(rows: list[tuple[int, LineRow]]) -> None:
    """Put the lines into their templates, in the order of the file."""
    templates = {
        f"{one.offering.code} {one.valid_from}": one for one in RecordTemplate.objects.select_related("offering")
    }
    parts: dict[int, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for line, row in rows:
        template = lookup(templates, f"{row.offering} {row.valid_from}", line, "offering")
        parts[template.pk][row.part].append({"key": row.key, "label": row.label, "unit": row.unit})
        for kind in filter(None, row.calculations.split(";")):
            parts[template.pk]["calculation"].append({"quantity": row.key, "kind": kind})
    for template in templates.values():
        said = parts[template.pk]
        template.conditions, template.quantities = said["condition"], said["quantity"]
        template.calculations = said["calculation"]
        template.save(update_fields=["conditions", "quantities", "calculations"])


class CancellationTermsRow(TableRow):
    """One line of testing/cancellation_terms.csv."""

    state: Literal["enquired", "quoted", "applied", "accepted", "testing", "tested"]
    share: str
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str = Field(min_length=1)

    @field_validator("share")
    @classmethod
    def _is_a_share(cls, value: str) -> str:
        if money.rate(value) > 1:
            raise ValueError(_("取消し料は、見積金額を超えられません。"))
        return value


def load_cancellation_terms(rows: list[tuple[int, CancellationTermsRow]]) -> None:
    """The file's rows in place of the ones before; what was charged keeps its formula."""
    CancellationTerms.objects.all().delete()
    CancellationTerms.objects.bulk_create(CancellationTerms(**row.model_dump()) for _line, row in rows)


class NameUseTermsRow(TableRow):
    """One line of testing/name_use_terms.csv."""

    within_years: int = Field(ge=1, le=50)
    valid_years: int = Field(ge=1, le=50)
    notice_months: int = Field(ge=0, le=24)
    conditions: str = Field(min_length=1)
    conditions_en: str = ""
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str = Field(min_length=1)


def load_name_use_terms(rows: list[tuple[int, NameUseTermsRow]]) -> None:
    """The file's rows in place of the ones before; approved name uses keep the terms they were given."""
    wanted = [NameUseTerms(**row.model_dump()) for _line, row in rows]
    if [_plain(one) for one in wanted] != [_plain(one) for one in NameUseTerms.objects.order_by("pk")]:
        NameUseTerms.objects.all().delete()
        NameUseTerms.objects.bulk_create(wanted)


def _plain(one: NameUseTerms) -> dict[str, object]:
    return {name: getattr(one, name) for name in NameUseTermsRow.model_fields}


def _steps(value: Any) -> Any:
    """ "ask:60;quote:59:surface" → verb, days ago, who."""
    if not isinstance(value, str):
        return value
    parts = [part.split(":") for part in value.split(";") if part.strip()]
    return tuple(Step(verb, int(days), *who) for verb, days, *who in parts)


def _named(value: Any) -> Any:
    """ "loss=1.2/1.3;rating=9" → each key with what stands behind it."""
    if not isinstance(value, str):
        return value
    return dict(part.split("=", 1) for part in value.split(";") if part.strip())


Named = Annotated[dict[str, str], BeforeValidator(_named)]


class DemoOrderRow(TableRow):
    """One line of demo/orders.csv: an order, told by its steps with the days before the loading day."""

    code: str
    organisation: str
    asked_by: str = ""
    applicant: str = ""
    purpose: str = Field(min_length=1)
    offering: str
    quantity: int = Field(ge=1)
    copies: int = Field(default=0, ge=0)
    staff: str = ""
    head: str = ""
    export_note: str = ""
    sample: str = ""
    mark: str = ""
    material: str = ""
    pieces: int = Field(default=1, ge=1)
    condition: str = ""
    place: str = ""
    device: Blank[str] = None
    conditions: Named = {}
    values: Named = {}
    remarks: str = ""
    reason: str = ""
    product: str = ""
    used_in: str = ""
    wording: str = ""
    steps: Annotated[tuple[Step, ...], BeforeValidator(_steps)]
    source: str


def check_steps(rows: list[tuple[int, DemoOrderRow]]) -> Iterator[BadRow]:
    """Steps are known verbs in the order of time, and an order begins by being asked for."""
    for line, row in rows:
        days = [step.days_ago for step in row.steps]
        if days != sorted(days, reverse=True):
            yield BadRow(line, "steps", _("日数は、古いものから順に書いてください。"))
        for step in row.steps:
            if step.verb not in PARTS:
                yield BadRow(line, "steps", _("「%(verb)s」という操作はありません。") % {"verb": step.verb})
        if not row.steps or row.steps[0].verb != "ask":
            yield BadRow(line, "steps", _("依頼は「ask」から始めてください。"))


def load_demo(rows: list[tuple[int, DemoOrderRow]]) -> None:
    """Play the orders that are not in the records yet, as if the last months had passed."""
    stage = Stage(now())
    offerings = Offering.objects.select_related("group__branch", "branch", "field").in_bulk(field_name="code")
    devices = Device.objects.in_bulk(field_name="code")
    scenes = []
    for line, row in rows:
        device = lookup(devices, row.device, line, "device") if row.device else None
        plain = row.model_dump(include={"code", "quantity", "copies", "pieces", "conditions"})
        scenes.append(
            Scene(
                **plain, workplace=lookup(stage.cast.workplaces, row.organisation, line, "organisation"),
                offering=lookup(offerings, row.offering, line, "offering"), device=device, steps=row.steps,
                values={key: texts.split("/") for key, texts in row.values.items()}, words=_words(row),
            )
        )  # fmt: skip
    stage.play(scenes)


def _words(row: DemoOrderRow) -> dict[str, str]:
    """The row's texts, and who does what no column names."""
    texts = {name: value for name, value in row.model_dump().items() if isinstance(value, str)}
    return texts | {"desk": "counter", "office": "accounts"}


TABLES = [
    Table("testing/templates.csv", TemplateRow, load_templates, order=300, optional=True,
          key=("offering", "valid_from"), refers={"offering": "catalogue/offerings.csv"}),
    Table("testing/template_lines.csv", LineRow, load_lines, order=301, optional=True,
          key=("offering", "valid_from", "key")),
    Table("testing/name_use_terms.csv", NameUseTermsRow, load_name_use_terms, order=302, optional=True,
          key=("valid_from",)),
    Table("testing/cancellation_terms.csv", CancellationTermsRow, load_cancellation_terms, order=303, optional=True,
          key=("state", "valid_from")),
    Table("demo/orders.csv", DemoOrderRow, load_demo, order=604, optional=True, demo=True, key=("code",),
          refers={"organisation": "demo/companies.csv", "offering": "catalogue/offerings.csv",
                  "device": "devices/devices.csv"}, check=check_steps),
]  # fmt: skip
