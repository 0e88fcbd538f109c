"""What an outside identity proves about a company: a prime account's number, nothing else."""

import datetime as dt

from django.db import transaction

from kosetsu.common.db.locks import lock_keys
from kosetsu.foundation.accounts.models import ProvenIdentity
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.actions.organisations import REGISTER_LOCK
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.foundation.parties.states import MembershipRole


@transaction.atomic
def verify_by_identity(*, at: dt.datetime, identity: ProvenIdentity) -> Organisation | None:
    """The number that a company's manager claimed is proven by their own prime account.

    Where another body already has the number nothing happens here: staff must look.
    """
    lock_keys(REGISTER_LOCK)
    number = identity.corporate_number
    if not identity.verifies_company or Organisation.objects.filter(corporate_number=number).exists():
        return None
    managed = Membership.objects.filter(person=identity.person, role=MembershipRole.OWNER, until=None)
    organisation = (
        Organisation.objects.select_for_update()
        .filter(claimed_number=number, pk__in=managed.values("organisation"))
        .order_by("pk")
        .first()
    )
    if organisation is None:
        return None
    organisation.corporate_number, organisation.claimed_number, organisation.verified_at = number, "", at
    organisation.save(update_fields=["corporate_number", "claimed_number", "verified_at"])
    after = {"corporate_number": number, "provider": identity.provider}
    audit.record(by=identity.person, at=at, verb="verify_by_identity", thing=organisation, after=after)
    return organisation
