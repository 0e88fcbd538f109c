"""Agreements as the API shows them."""

import datetime as dt
from typing import Literal
from uuid import UUID

from ninja import Schema

from kosetsu.common.api.paging import Asked, Page
from kosetsu.foundation.parties.states import OrganisationKind
from kosetsu.services.alliances.models import Agreement


class AgreementsAsked(Asked):
    """As of which day (today where none is given), and of which scope."""

    day: dt.date | None = None
    scope: Agreement.Scope | Literal[""] = ""


class PaperOut(Schema):
    """A paper signed under an agreement."""

    title: str
    signed_on: dt.date | None


class AgreementOut(Schema):
    """A partnership under an agreement; ``name`` is what the partner was called on the day asked."""

    number: int
    scope: Agreement.Scope
    partner: UUID
    name: str
    kind: OrganisationKind
    branch: str | None
    started_on: dt.date | None
    ended_on: dt.date | None
    papers: list[PaperOut]
    source: str


class AgreementPage(Page):
    """One page of the agreements in force on ``day``; ``total`` counts all pages."""

    day: dt.date
    total: int
    items: list[AgreementOut]


def agreement_out(agreement: Agreement, day: dt.date) -> AgreementOut:
    return AgreementOut(
        number=agreement.number,
        scope=Agreement.Scope(agreement.scope),
        partner=agreement.organisation.public_id,
        name=agreement.organisation.name_on(day),
        kind=OrganisationKind(agreement.organisation.kind),
        branch=agreement.branch.code if agreement.branch else None,
        started_on=agreement.started_on,
        ended_on=agreement.ended_on,
        papers=[PaperOut(title=paper.title, signed_on=paper.signed_on) for paper in agreement.documents.all()],
        source=agreement.source,
    )
