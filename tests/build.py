"""Builders of the few records that most tests start from; a test makes anything else by actions."""

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

from django.test import Client

from kosetsu.entrances.api.actions import issue_token
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.models import BillingTerms, DunningRule, Issuer
from kosetsu.foundation.parties import models, states

_serial = count(1)


@dataclass(frozen=True, slots=True)
class Institute:
    """The records of the small test institute."""

    institute: models.Institute
    head_office: models.Branch
    tama: models.Branch
    surface: models.Group
    emc: models.Group
    counter: Person
    researcher: Person
    colleague: Person
    planner: Person
    exporter: Person
    accountant: Person
    administrator: Person


@dataclass(frozen=True, slots=True)
class Company:
    """One company with one workplace and one signed-up person."""

    organisation: models.Organisation
    workplace: models.Workplace
    engineer: Person


def person(name: str, **fields: object) -> Person:
    """A person who can sign in with the password "secret-for-tests"."""
    return Person.objects.create_user(f"p{next(_serial)}@example.jp", "secret-for-tests", name=name, **fields)


def post(
    who: Person, role: states.StaffRole, branch: models.Branch | None, group: models.Group | None = None
) -> Person:
    """Give ``who`` a post of the institute."""
    models.StaffPost.objects.create(person=who, role=role, branch=branch, group=group)
    return who


def area(code: str) -> models.Area:
    """A municipality by its code; the name matters to nobody here."""
    return models.Area.objects.get_or_create(code=code, defaults={"name_ja": f"市区{code}", "kind": "ward"})[0]


def institute() -> Institute:
    """The small test institute."""
    row = models.Institute.objects.create(key="test", name_ja="県立産業技術センター", short_name="産技センター")
    head = models.Branch.objects.create(code="B01", name_ja="本部", area=area("131083"))
    tama = models.Branch.objects.create(code="B02", name_ja="多摩テクノプラザ", area=area("132071"))
    for branch in (head, tama):
        models.BranchStatus.objects.create(branch=branch, status="open")
    surface = models.Group.objects.create(code="G-SURF", name_ja="表面・化学技術グループ", branch=head)
    emc = models.Group.objects.create(code="G-EMC", name_ja="電子・機械グループ", branch=tama)
    role = states.StaffRole
    return Institute(
        row,
        head,
        tama,
        surface,
        emc,
        counter=post(person("窓口 係"), role.COUNTER, head),
        researcher=post(person("表面 研究員"), role.RESEARCHER, head, surface),
        colleague=post(person("電磁 研究員"), role.RESEARCHER, tama, emc),
        planner=post(person("企画 係"), role.PLANNING, head),
        exporter=post(person("輸出 管理"), role.EXPORT_CONTROL, head),
        accountant=post(person("経理 係"), role.ACCOUNTS, head),
        administrator=post(person("管理 者", is_staff=True, is_superuser=True), role.ADMINISTRATOR, head),
    )


def company(name: str, area_code: str) -> Company:
    """A company whose one workplace stands in ``area_code``, with one engineer who can sign in."""
    organisation = models.Organisation.objects.create(
        kind=states.OrganisationKind.COMPANY,
        name=name,
        name_folded=name,
        industry="E24",
        capital_yen=10_000_000,
        employees=12,
    )
    workplace = models.Workplace.objects.create(organisation=organisation, name="本社工場", area=area(area_code))
    engineer = person(f"{name} 技術")
    models.Membership.objects.create(
        person=engineer, organisation=organisation, workplace=workplace, role=states.MembershipRole.ENGINEER
    )
    return Company(organisation, workplace, engineer)


def workplace(organisation: models.Organisation, name: str) -> models.Workplace:
    """One more workplace."""
    return models.Workplace.objects.create(organisation=organisation, name=name)


def rules_of_paying() -> None:
    """Everything is paid afterwards within 30 days; a reminder a week later; who issues, with a registration number."""
    BillingTerms.objects.create(
        payment_timing="postpaid", due_days=30, quote_days=30, tax_rounding="down", source="試験"
    )
    DunningRule.objects.create(step=1, after_days=7, name_ja="お願い", text_ja="お支払いください。", source="試験")
    Issuer.objects.create(
        registration_number="T4040005001234", name_ja="県立産業技術センター", postal_code="135-0064", address="江東区",
        telephone="03-0000-0000", office="財務会計課", seal_note="公印省略", bank_account="みほん銀行 普通 0001234",
        source="試験",
    )  # fmt: skip


def once(**fields: Any) -> dict[str, Any]:
    """What a form sends, under a key of its own: with the same key again, it is the same form once more."""
    return {"submission_key": str(uuid4()), **fields}


def bearer(who: Person, at: dt.datetime, *scopes: str) -> dict[str, str]:
    """The headers of a call of the API with a token of this person's."""
    _token, secret = issue_token(by=who, at=at, name="連携", scopes=list(scopes), days=30)
    return {"Authorization": f"Bearer {secret}"}


def browser(who: Person | None = None) -> Client:
    """A browser with this person's session; without one, nobody's."""
    client = Client()
    if who is not None:
        client.force_login(who)
    return client
