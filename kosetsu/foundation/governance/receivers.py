"""Changes to people, one floor below, are recorded here: in their own transaction where they have one.

And a decided declaration wakes the job that mails its person.
"""

from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.db import transaction
from django.dispatch import receiver

from kosetsu.common.clock import now
from kosetsu.foundation.accounts.signals import person_changed
from kosetsu.foundation.governance.audit import record
from kosetsu.foundation.governance.jobs import tell_decision
from kosetsu.foundation.governance.signals import declaration_decided


@receiver(person_changed)
def record_change_of_person(
    sender: Any, *, person: Any, by: Any, at: Any, verb: str, before: Any, after: Any, reason: str, **rest: Any
) -> None:
    record(by=by, at=at, verb=verb, thing=person, before=before, after=after, reason=reason)


@receiver(user_logged_in)
def record_sign_in(sender: Any, *, request: Any, user: Any, **rest: Any) -> None:
    _record("sign_in", user)


@receiver([password_changed, password_reset])
def record_new_password(sender: Any, *, user: Any, **rest: Any) -> None:
    _record("change_password", user)


@receiver(email_changed)
def record_new_email(sender: Any, *, user: Any, **rest: Any) -> None:
    _record("change_email", user)


@receiver(authenticator_added)
def record_new_factor(sender: Any, *, user: Any, authenticator: Any, **rest: Any) -> None:
    _record("add_factor", user, {"type": authenticator.type})


@receiver(authenticator_removed)
def record_removed_factor(sender: Any, *, user: Any, authenticator: Any, **rest: Any) -> None:
    _record("remove_factor", user, {"type": authenticator.type})


@receiver(declaration_decided)
def mail_decision(sender: Any, *, declaration: Any, **rest: Any) -> None:
    tell_decision.enqueue(declaration.pk)


@transaction.atomic
def _record(verb: str, person: Any, after: dict[str, Any] | None = None) -> None:
    """What allauth did by itself; it has no transaction of its own."""
    record(by=person, at=now(), verb=verb, thing=person, after=after)
