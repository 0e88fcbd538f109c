"""Contracts as they were signed: numbered without gaps, their words kept."""

import datetime as dt

from kosetsu.common import fiscal
from kosetsu.common.numbering import issue
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.documents import case_number
from kosetsu.services.labs.documents.contracts import contract_facts
from kosetsu.services.labs.models import Contract, LabTerms, Tenancy
from kosetsu.services.labs.states import ContractKind


def sign(
    tenancy: Tenancy, kind: ContractKind, terms: LabTerms, day: dt.date, *, by: Person, at: dt.datetime
) -> Contract:
    """Write down what the tenancy's contract says on this day; the number is the last thing taken."""
    facts = contract_facts(tenancy, kind, terms, day)
    number = case_number("約", day, issue("labs:contract", fiscal.fiscal_year(day)))
    return Contract.objects.create(
        tenancy=tenancy, kind=kind, number=number, signed_on=day, facts=facts, made_at=at, made_by=by
    )
