"""A person agrees to a text, in its version, and may take it back."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import Refused, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import consents, signals
from kosetsu.foundation.governance.audit import record
from kosetsu.foundation.governance.models import Consent
from kosetsu.foundation.governance.permissions import can_consent


@transaction.atomic
def give_consent(
    *, by: Person, at: dt.datetime, person: Person, purpose: str, version: str, subject: str = ""
) -> Consent:
    """Record that the person agreed to this version, the one they were shown; an older consent ends."""
    lock_keys(f"consents of {person.pk}")
    require(can_consent(by, person))
    text = consents.text_in_force(purpose, day_of(at))
    if text is None or text.version != version:
        raise Refused(
            no(_("同意の文面が改められました。"), _("画面を開き直し、新しい文面を読んでから手続きしてください。"))
        )
    before = consents.given(person, purpose, subject)
    if before and before.text_version == version:
        return before
    if before:
        _end(before, at)
    consent = Consent.objects.create(person=person, purpose=purpose, text_version=version, subject=subject, given_at=at)
    record(by=by, at=at, verb="give_consent", thing=consent, after={"purpose": purpose, "version": version})
    return consent


@transaction.atomic
def withdraw_consent(*, by: Person, at: dt.datetime, consent: Consent) -> Consent:
    """Record that the person took the consent back; what rests on it stops at the next request."""
    lock_keys(f"consents of {consent.person_id}")
    consent.refresh_from_db()
    require(can_consent(by, consent.person))
    if consent.withdrawn_at:
        return consent
    _end(consent, at)
    record(by=by, at=at, verb="withdraw_consent", thing=consent, before={"purpose": consent.purpose})
    transaction.on_commit(partial(signals.consent_withdrawn.send, Consent, consent=consent))
    return consent


def _end(consent: Consent, at: dt.datetime) -> None:
    consent.withdrawn_at = at
    consent.save(update_fields=["withdrawn_at"])
