"""What the verbs of money share: the month is held, the number is the last thing taken, the issuer is printed.

Locks are taken in one order: company (charges, reliefs), paper, payment, then the month, the number series and the
audit log, which hold until the commit.
"""

import datetime as dt
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import Refused, no, require
from kosetsu.common.numbering import issue
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.models import BillingTerms, Issuer
from kosetsu.foundation.billing.permissions import can_date
from kosetsu.foundation.billing.rules import month_of, rule_for
from kosetsu.foundation.casebook.documents import case_number
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation, Workplace

PREFIXES = {"quote": "見", "invoice": "請", "deposit": "前", "return": "返", "receipt": "領"}
"""The letter of each paper's number."""


def hold_month(day: dt.date) -> None:
    """Share the month's fate: nobody closes it between our question and our insert."""
    lock_keys(f"billing:month:{month_of(day)}")
    require(can_date(day))


def number(paper: str, day: dt.date) -> str:
    """The next number of a paper, gapless within its fiscal year; asked for as the last thing before the insert."""
    return case_number(PREFIXES[paper], day, issue(f"billing:{paper}", fiscal.fiscal_year(day)))


def terms_on(day: dt.date, kind: str, client_class: str, yen: int) -> BillingTerms:
    """The rule of paying that holds; without one nothing can be billed."""
    found: BillingTerms | None = rule_for(BillingTerms.objects.on(day), kind, client_class, yen)
    if found is None:
        raise Refused(
            no(
                _("%(day)sに有効な支払いの規則がありません。") % {"day": day.isoformat()},
                _("billing/terms.csvに登録してください。"),
            )
        )
    return found


def issuer_on(day: dt.date) -> dict[str, Any]:
    """Who issues; without a registration number no qualified invoice exists."""
    found = Issuer.objects.on(day).first()
    if found is None:
        raise Refused(
            no(
                _("%(day)sに有効な発行者（登録番号）がありません。") % {"day": day.isoformat()},
                _("billing/issuers.csvに登録してください。"),
            )
        )
    printed: dict[str, Any] = found.printed
    return printed


def addressee(organisation: Organisation, workplace: Workplace | None, day: dt.date) -> str:
    """The name borne on that day, with the workplace."""
    return f"{organisation.name_on(day)} {workplace.name if workplace else ''}".strip()


def record(verb: str, thing: Model, *, by: Person | None, at: dt.datetime, reason: str = "", **after: Any) -> None:
    """The audit row of one verb."""
    audit.record(by=by, at=at, verb=verb, thing=thing, after=after, reason=reason)
