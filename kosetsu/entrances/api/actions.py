"""The verbs of a token: issued (and shown once), used, revoked."""

import datetime as dt
import secrets
from collections.abc import Collection
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from kosetsu.common.decisions import require
from kosetsu.common.models import SubmittedForm
from kosetsu.common.text import tidy_line
from kosetsu.entrances.api.models import ApiToken, KeptAnswer
from kosetsu.entrances.api.permissions import can_issue_token, can_revoke_token
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit

PREFIX = "kst_"
"""Lets a scanner of leaked secrets recognise a token."""
NOTED_EVERY = dt.timedelta(minutes=10)
KEPT = dt.timedelta(days=7)
OWNER = "api:"
"""What the owners of idempotency keys begin with."""


def digest_of(secret: str) -> str:
    """What is stored of a token: 256 random bits need no slow hash."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_token(*, by: Person, at: dt.datetime, name: str, scopes: Collection[str], days: int) -> tuple[ApiToken, str]:
    """Make a token of ``by``; the second value is the token itself, which nobody can read again."""
    Person.objects.select_for_update().get(pk=by.pk)
    require(can_issue_token(by))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=by,
        name=tidy_line(name),
        scopes=sorted(scopes),
        digest=digest_of(secret),
        ending=secret[-4:],
        issued_at=at,
        expires_at=at + dt.timedelta(days=days),
    )
    after = {"name": token.name, "scopes": token.scopes, "expires_at": token.expires_at}
    audit.record(by=by, at=at, verb="issue_token", thing=token, after=after)
    return token, secret


@transaction.atomic
def revoke_token(*, by: Person, at: dt.datetime, token: ApiToken) -> ApiToken:
    """End a token at once."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    require(can_revoke_token(by, token))
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    audit.record(by=by, at=at, verb="revoke_token", thing=token, after={"revoked_at": at})
    return token


def note_use(*, token: ApiToken, at: dt.datetime) -> None:
    """Remember when the token was last used, to ten minutes: reading must not become writing."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=at - NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at < at - NOTED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)


@transaction.atomic
def forget_answers(*, at: dt.datetime) -> int:
    """Drop kept answers, and their keys, after a week: nobody repeats a request that late; returns how many."""
    old = KeptAnswer.objects.filter(at__lt=at - KEPT)
    SubmittedForm.objects.filter(owner__startswith=OWNER, at__lt=at - KEPT).delete()
    return old.delete()[0]
