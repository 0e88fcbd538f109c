"""What is handed out: files are added, with an embargo or none, and withdrawn."""

import datetime as dt
from typing import Any

from django.db import transaction

from kosetsu.common.attachments import can_attach, label_of
from kosetsu.common.decisions import require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.gatherings.models import Gathering, Material
from kosetsu.foundation.gatherings.permissions import can_add_material, can_withdraw_material
from kosetsu.foundation.gatherings.states import Audience
from kosetsu.foundation.governance import audit


@transaction.atomic
def add_material(
    *,
    by: Person,
    at: dt.datetime,
    gathering: Gathering,
    file: Any,
    title: str,
    audience: Audience,
    released_at: dt.datetime | None = None,
) -> Material:
    """A file for these people, from that moment on."""
    require(can_add_material(by, gathering))
    require(can_attach(file))
    file.seek(0)
    made = Material.objects.create(
        gathering=gathering, file=file, name=label_of(file), size=file.size, title=tidy_line(title) or label_of(file),
        audience=audience, released_at=released_at, added_by=by, added_at=at,
    )  # fmt: skip
    after = {"name": made.name, "audience": audience, "released_at": released_at and released_at.isoformat()}
    audit.record(by=by, at=at, verb="add_material", thing=made, after=after)
    return made


@transaction.atomic
def withdraw_material(*, by: Person, at: dt.datetime, material: Material) -> Material:
    """Nobody but the institute's people has it any more."""
    now = Material.objects.select_for_update().select_related("gathering").get(pk=material.pk)
    require(can_withdraw_material(by, now))
    now.withdrawn_at = at
    now.save(update_fields=["withdrawn_at"])
    audit.record(by=by, at=at, verb="withdraw_material", thing=now, after={"name": now.name})
    return now
