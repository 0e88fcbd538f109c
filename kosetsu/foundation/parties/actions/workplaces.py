"""A place of business is added, corrected and closed; it is never deleted, for entries and relief point at it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Area, Organisation, Workplace
from kosetsu.foundation.parties.permissions import can_keep_organisation

_FIELDS = ("name", "area", "postal_code", "address", "telephone", "opened_on")


@transaction.atomic
def add_workplace(
    *,
    by: Person,
    at: dt.datetime,
    organisation: Organisation,
    name: str,
    area: Area | None,
    postal_code: str = "",
    address: str = "",
    telephone: str = "",
    opened_on: dt.date | None = None,
) -> Workplace:
    """Add a place; a second open place of the same name is refused."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(can_keep_organisation(by, locked))
    tidy = tidy_line(name)
    require(YES if tidy else no(_("事業所名がありません。"), _("「本社」「城東工場」のように入力してください。")))
    same = locked.workplaces.filter(name=tidy, closed_on=None)
    require(no(_("「%(name)s」はすでに登録されています。") % {"name": tidy}) if same.exists() else YES)
    workplace = locked.workplaces.create(
        name=tidy,
        area=area,
        postal_code=postal_code,
        address=tidy_line(address),
        telephone=telephone,
        opened_on=opened_on,
    )
    audit.record(by=by, at=at, verb="add_workplace", thing=workplace, after=_said(workplace))
    return workplace


@transaction.atomic
def change_workplace(*, by: Person, at: dt.datetime, workplace: Workplace, **fields: Any) -> Workplace:
    """Correct a place: any of its name, area, postal code, address, telephone, opening day."""
    locked = Workplace.objects.select_for_update().get(pk=workplace.pk)
    require(can_keep_organisation(by, locked.organisation))
    before = _said(locked)
    for name in set(_FIELDS) & fields.keys():
        setattr(locked, name, fields[name])
    locked.save(update_fields=[*_FIELDS])
    audit.record(by=by, at=at, verb="change_workplace", thing=locked, before=before, after=_said(locked))
    return locked


@transaction.atomic
def close_workplace(*, by: Person, at: dt.datetime, workplace: Workplace, on: dt.date) -> Workplace:
    """The place was last open on ``on``."""
    locked = Workplace.objects.select_for_update().get(pk=workplace.pk)
    require(can_keep_organisation(by, locked.organisation))
    require(no(_("この事業所はすでに閉鎖されています。")) if locked.closed_on else YES)
    early = locked.opened_on and on < locked.opened_on
    require(no(_("閉鎖日が開設日より前になっています。")) if early else YES)
    locked.closed_on = on
    locked.save(update_fields=["closed_on"])
    audit.record(by=by, at=at, verb="close_workplace", thing=locked, after={"closed_on": on.isoformat()})
    return locked


def _said(workplace: Workplace) -> dict[str, Any]:
    said = {name: getattr(workplace, name) for name in _FIELDS}
    return said | {"area": workplace.area.code if workplace.area else None, "opened_on": str(workplace.opened_on or "")}
