"""What this floor announces. Governance, one floor up, writes the audit row: it listens inside the transaction."""

from django.dispatch import Signal

person_changed = Signal()
"""Sent inside the transaction of a change to a person; ``person, by, at, verb, before, after, reason``."""

identity_proven = Signal()
"""Sent after commit when a person signed in through an outside provider; ``identity`` (ProvenIdentity).

The floor of organisations may verify a company where ``identity.verifies_company``; it never makes a member join:
a member joins by invitation only, an entry account proves no company.
"""
