"""Tokens of the API, and the answers kept so that a repeated request gets the first one's."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions over tokens."""

    def visible_to(self, user: Any) -> "ApiTokenQuerySet":
        """A person sees the own ones."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def usable(self, at: dt.datetime) -> "ApiTokenQuerySet":
        """Neither revoked nor expired, and the owner may still sign in."""
        return self.filter(revoked_at=None, expires_at__gt=at, person__is_active=True)


class ApiToken(PublicRecord):
    """One row for every token a person made for a program of theirs; the token itself is nowhere, only its digest."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("名前"), max_length=60)
    scopes = models.JSONField(_("権限"), default=list)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(max_length=4, editable=False)
    """The last characters, so that a person can tell which one stands in a program's settings."""
    issued_at = models.DateTimeField(_("発行日時"))
    expires_at = models.DateTimeField(_("有効期限"))
    last_used_at = models.DateTimeField(_("最後に使われた日時"), null=True)
    revoked_at = models.DateTimeField(_("失効日時"), null=True)
    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="a_token_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(PublicRecord):
    """One row for every POST carried out under an Idempotency-Key: what was answered, to be answered again."""

    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    at = models.DateTimeField(db_index=True)
