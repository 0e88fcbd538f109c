"""A proven identity may verify the company that its person manages."""

from typing import Any

from django.dispatch import receiver

from kosetsu.foundation.accounts.models import ProvenIdentity
from kosetsu.foundation.accounts.signals import identity_proven
from kosetsu.foundation.parties.actions.identities import verify_by_identity


@receiver(identity_proven)
def verify_company(sender: Any, identity: ProvenIdentity, **rest: Any) -> None:
    verify_by_identity(at=identity.proven_at, identity=identity)
