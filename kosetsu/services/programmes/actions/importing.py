"""Records of Jグランツ into drafts: looked at first, then all of them or none."""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.tables.errors import reason
from kosetsu.foundation.accounts.models import Person
from kosetsu.services.programmes.actions.drafts import new_draft
from kosetsu.services.programmes.documents.drafts import written_out
from kosetsu.services.programmes.models import DescriptionEdition, Draft
from kosetsu.services.programmes.permissions import can_edit_descriptions
from kosetsu.services.programmes.rules.jgrants import FieldError, records_of, take
from kosetsu.services.programmes.rules.language import Description

MOST = 500
"""Records of one file."""


@dataclass
class Import:
    """What a file holds: the descriptions its records become, and what is wrong in which record and field."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        return bool(self.bodies) and not self.errors


def look_at_records(content: str, *, at: dt.datetime) -> Import:
    """The dry run: nothing is written."""
    found = Import()
    try:
        records = records_of(json.loads(content))
    except (ValueError, RecursionError) as error:
        text = _("JSON として読めません。") if isinstance(error, json.JSONDecodeError | RecursionError) else str(error)
        found.errors.append(FieldError(0, "", text))
        return found
    if len(records) > MOST:
        found.errors.append(FieldError(0, "", _("一度に取り込めるのは%(most)d件までです。") % {"most": MOST}))
        return found
    known = _known()
    for number, record in enumerate(records, 1):
        if taken := take(number, record, day_of(at), found.errors):
            found.errors += _wrong(number, taken.body, known)
            found.bodies.append(taken.body)
            known.add(_key(taken.body))
    return found


@transaction.atomic
def import_records(*, by: Person, at: dt.datetime, content: str) -> list[Draft]:
    """Every record as a draft; with one error in the file none."""
    require(can_edit_descriptions(by))
    found = look_at_records(content, at=at)
    require(YES if found.ready else no(_("誤りがあるため、何も取り込んでいません。")))
    return [
        new_draft(by=by, at=at, code=body["code"], fiscal_year=body["fiscal_year"], text=written_out(body))
        for body in found.bodies
    ]  # fmt: skip


def _wrong(number: int, body: dict[str, Any], known: set[tuple[str, int]]) -> list[FieldError]:
    try:
        Description.model_validate(body)
    except ValidationError as error:
        return [FieldError(number, ".".join(map(str, one["loc"])), reason(one)) for one in error.errors()]
    if _key(body) in known:
        return [FieldError(number, "id", _("この番号は、この年度の記述・下書き・このファイルの前の記録にあります。"))]
    return []


def _key(body: dict[str, Any]) -> tuple[str, int]:
    return body["code"], body["fiscal_year"]


def _known() -> set[tuple[str, int]]:
    there = DescriptionEdition.objects.filter(round="").values_list("code", "fiscal_year")
    return {*there, *Draft.objects.filter(round="").values_list("code", "fiscal_year")}
