"""A company or workplace met for the first time while its consultation is being entered."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.text import fold_company, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Area, Organisation, Workplace
from kosetsu.foundation.parties.states import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWorkplace:
    """A workplace to register: of a company met for the first time, or of one already known."""

    name: str = ""
    area: Area | None = None
    company: str = ""
    organisation: Organisation | None = None


def register(new: NewWorkplace, *, by: Person, at: dt.datetime) -> Workplace:
    """Register the workplace (and its company) as heard, unverified; inside the caller's transaction.

    Raises ``Refused`` where the same workplace stands there already.
    """
    require(_is_new(new))
    organisation = new.organisation or _company(new, by=by, at=at)
    workplace = Workplace.objects.create(
        organisation=organisation, name=tidy_line(new.name) or _("本社"), area=new.area
    )
    audit.record(by=by, at=at, verb="register_workplace", thing=workplace, after={"organisation": organisation.pk})
    return workplace


def _company(new: NewWorkplace, *, by: Person, at: dt.datetime) -> Organisation:
    name = tidy_line(new.company)
    organisation = Organisation.objects.create(
        kind=OrganisationKind.COMPANY, name=name, name_folded=fold_company(name), area=new.area
    )
    audit.record(by=by, at=at, verb="register_organisation", thing=organisation, after={"kind": organisation.kind})
    return organisation


def _is_new(new: NewWorkplace) -> Decision:
    if new.organisation:
        same = Workplace.objects.filter(organisation=new.organisation, name=tidy_line(new.name) or _("本社"))
    else:
        same = Workplace.objects.filter(organisation__name_folded=fold_company(new.company), area=new.area)
    if not same.exists():
        return YES
    return no(_("同じ名前の会社・事業所が、すでに登録されています。"), _("候補から選んでください。"))
