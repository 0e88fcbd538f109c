"""The demo's companies, the people one may sign in as, who has just registered; all fictional, only in a demo."""

import datetime as dt
from typing import Annotated, Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator

from kosetsu.common import corporate_number
from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Flag, Items, TableRow, cells, lookup, upsert
from kosetsu.common.text import fold_company
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties import actions
from kosetsu.foundation.parties.actions import Profile
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Area, Branch, Group, Membership, Organisation, StaffPost, Workplace
from kosetsu.foundation.parties.states import MembershipRole, OrganisationKind, StaffRole

EVENING = dt.time(20, 15)


class CompanyRow(TableRow):
    """One line of demo/companies.csv; ``workplaces`` is "name@area;name@area"."""

    code: str = Field(pattern=r"^DEMO\d+$")
    kind: OrganisationKind
    name: str
    name_kana: str = ""
    corporate_number: Annotated[str, AfterValidator(lambda text: text and corporate_number.normalise(text))] = ""
    industry: str = ""
    capital_yen: Blank[int] = None
    employees: Blank[int] = None
    large_owned: Flag = False
    workplaces: Items
    source: str


class RegistrationRow(TableRow):
    """One line of demo/registrations.csv: a person's own business, registered on the web and not looked at yet."""

    person: str
    days_ago: Annotated[int, Field(ge=0, le=300)]
    kind: OrganisationKind
    name: str
    name_kana: str = ""
    industry: str = ""
    employees: Blank[int] = None
    workplace: str
    area: str
    source: str


class PersonRow(TableRow):
    """One line of demo/people.csv: someone of the institute (``branch``), of an organisation, or (no role) of none."""

    email: str
    name: str
    name_kana: str = ""
    label: str
    language: str = "ja"
    password: str = Field(min_length=12)
    role: str = ""
    branch: str = ""
    group: str = ""
    organisation: str = ""
    workplace: str = ""
    source: str

    @model_validator(mode="after")
    def _stands_somewhere(self) -> "PersonRow":
        if not (self.role or self.branch or self.organisation):
            return self
        if bool(self.branch) == bool(self.organisation):
            raise ValueError(_("拠点と組織は、どちらか一つだけを書いてください。"))
        roles: Any = StaffRole if self.branch else MembershipRole
        if self.role not in roles.values:
            raise ValueError(_("「%(role)s」という役割はありません。") % {"role": self.role})
        return self


def load_companies(rows: list[tuple[int, CompanyRow]]) -> None:
    """The fictional companies with their places."""
    wanted = {
        row.code: {
            **row.model_dump(exclude={"code", "workplaces", "corporate_number"}),
            "corporate_number": row.corporate_number or None,
            "name_folded": fold_company(row.name),
        }
        for row in cells(rows)
    }
    upsert(Organisation, "code", wanted)
    areas = {area.code: area for area in Area.objects.all()}
    known = set(Workplace.objects.values_list("organisation__code", "name"))
    companies = Organisation.objects.in_bulk(list(wanted), field_name="code")
    Workplace.objects.bulk_create(
        Workplace(organisation=companies[row.code], name=name, area=lookup(areas, area, line, "workplaces"))
        for line, row in rows
        for name, _at, area in (place.partition("@") for place in row.workplaces)
        if (row.code, name) not in known
    )


def load_people(rows: list[tuple[int, PersonRow]]) -> None:
    """Make the people that are not there yet; whoever changed the own account keeps the change."""
    known = set(Person.objects.values_list("email", flat=True))
    for line, row in rows:
        if row.email not in known:
            _place(line, row, _person(row))


def load_registrations(rows: list[tuple[int, RegistrationRow]]) -> None:
    """Let those register their business who act for nobody yet."""
    cast, areas = Cast(now()), {area.code: area for area in Area.objects.all()}
    for line, row in rows:
        person = _one(Person, line, "person", email=row.person)
        if person.memberships.exists():
            continue
        area = lookup(areas, row.area, line, "area")
        at = cast.moment(-row.days_ago, EVENING)
        plain = row.model_dump(include={"kind", "name_kana", "industry", "employees"})
        made = actions.register_own_company(by=person, at=at, name=row.name, profile=Profile(**plain, area=area))
        actions.add_workplace(by=person, at=at, organisation=made, name=row.workplace, area=area)


def _person(row: PersonRow) -> Person:
    administrator = row.role == StaffRole.ADMINISTRATOR
    person = Person.objects.create_user(
        row.email,
        row.password,
        **row.model_dump(include={"name", "name_kana", "language"}),
        demo_role=row.label,
        is_staff=administrator,
        is_superuser=administrator,
    )
    EmailAddress.objects.create(user=person, email=row.email, verified=True, primary=True)
    return person


def _place(line: int, row: PersonRow, person: Person) -> None:
    if row.branch:
        group = _one(Group, line, "group", code=row.group) if row.group else None
        StaffPost.objects.create(
            person=person, role=row.role, branch=_one(Branch, line, "branch", code=row.branch), group=group
        )
        return
    if not row.organisation:
        return
    organisation = _one(Organisation, line, "organisation", code=row.organisation)
    workplace = (
        _one(Workplace, line, "workplace", organisation=organisation, name=row.workplace) if row.workplace else None
    )
    Membership.objects.create(person=person, organisation=organisation, workplace=workplace, role=row.role)


def _one(model: Any, line: int, field: str, **wanted: Any) -> Any:
    found = model.objects.filter(**wanted).first()
    if found is None:
        raise BadRow(line, field, _("「%(key)s」は登録されていません。") % {"key": list(wanted.values())[-1]})
    return found
