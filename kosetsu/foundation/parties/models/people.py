"""Who acts for whom, and who holds which post."""

import datetime as dt
from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties import states
from kosetsu.foundation.parties.models.organisations import Organisation, Workplace
from kosetsu.foundation.parties.models.places import Branch, Group


class HeldQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions over what somebody holds from a day until a day (both inclusive); an empty day sets no end."""

    def on(self, day: dt.date) -> Self:
        """What is held on ``day``."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Membership(models.Model):
    """One row for every person who acts for an organisation (or one workplace of it), in a period."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(_("役割"), max_length=12, choices=states.MembershipRole)
    since = models.DateField(_("開始日"), null=True, blank=True)
    until = models.DateField(_("終了日"), null=True, blank=True)
    objects = HeldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "workplace", "role"],
                condition=Q(until=None, workplace__isnull=False),
                name="one_open_membership_per_workplace",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(until=None, workplace=None),
                name="one_open_membership_of_the_whole",
            ),
        ]


class StaffPost(models.Model):
    """One row for every post a person of the institute holds: role, branch and group, in a period."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(_("職務"), max_length=16, choices=states.StaffRole)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, blank=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True)
    since = models.DateField(_("開始日"), null=True, blank=True)
    until = models.DateField(_("終了日"), null=True, blank=True)
    objects = HeldQuerySet.as_manager()

    @classmethod
    def addresses(cls, among: Collection[str], day: dt.date) -> set[str]:
        """Those of the mail addresses, in small letters, that belong to somebody with a post on that day."""
        people = cls.objects.on(day).annotate(address=Lower("person__email")).filter(address__in=among)
        return set(people.values_list("address", flat=True))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions over invitations."""

    def waiting(self, at: dt.datetime) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


class Invitation(PublicRecord):
    """One row for every colleague who was invited by mail to act for an organisation; its link works once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, blank=True)
    email = models.EmailField(_("メールアドレス"))
    role = models.CharField(_("役割"), max_length=12, choices=states.MembershipRole)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    objects = InvitationQuerySet.as_manager()
