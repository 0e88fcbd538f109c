"""From a consultation to an order: what was proposed is ordered, nothing typed twice."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.services.consultations.models import Consultation, Proposal
from kosetsu.services.testing import actions as testing
from kosetsu.services.testing.actions import Wanted
from kosetsu.services.testing.models import Order
from kosetsu.services.testing.permissions import can_order_for


@transaction.atomic
def order_proposed(*, by: Person, at: dt.datetime, consultation: Consultation) -> Order:
    """Order the tests that a consultation proposed last: who, where, why and what come from it, nothing typed twice."""
    case = Case.objects.select_for_update().get(pk=consultation.case_id)
    require(can_order_proposed(by, consultation))
    assert case.workplace is not None
    return testing.open_order(
        by=by,
        at=at,
        workplace=case.workplace,
        contact=case.contact,
        applicant_name=consultation.caller_name,
        purpose=consultation.understood or consultation.question,
        wanted=[
            Wanted(offering=one.offering, quantity=one.quantity, copies=one.copies, english=one.english)
            for one in proposed_tests(consultation)
        ],
        channel=case.channel,
        wished_on=consultation.wished_on,
        led_from=case,
    )


def proposed_tests(consultation: Consultation) -> list[Proposal]:
    """The tests of the newest proposal that has any."""
    tests = consultation.proposals.filter(offering__kind=OfferingKind.TEST).select_related("offering__group")
    newest = tests.order_by("-message_id").first()
    return list(tests.filter(message=newest.message_id).order_by("pk")) if newest else []


def can_order_proposed(by: Person, consultation: Consultation) -> Decision:
    """Whoever may order for the workplace, once for each proposal that is still open."""
    case = Case.objects.select_related("workplace").get(pk=consultation.case_id)
    if case.workplace is None:
        return no(_("この相談には事業所が登録されていません。"), _("会社と事業所を登録してください。"))
    if not (allowed := can_order_for(by, case.workplace)):
        return allowed
    if not proposed_tests(consultation):
        return no(_("この相談では、まだ試験を提案していません。"), _("先に試験を提案してください。"))
    open_one = Order.objects.open().filter(case__led_from=case).select_related("case").first()
    if open_one:
        return no(_("この提案は、すでに%(number)sとして依頼されています。") % {"number": open_one.case.number})
    return YES
