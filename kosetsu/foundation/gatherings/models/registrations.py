"""Who wants to come: places, invitation codes, registrations, and the mails about them."""

import datetime as dt
import secrets
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.models import Charge, Invoice
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.models.gatherings import Gathering
from kosetsu.foundation.gatherings.states import AWAITED, OPEN, SEATED, LetterKind, RegistrationState
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing

PERSON = settings.AUTH_USER_MODEL


PLACES = [(one.value, one.label) for one in (Format.ON_SITE, Format.ONLINE, Format.IN_WRITING)]


class Quota(models.Model):
    """One row for every pool of places of a gathering: so many on site, so many online, so many for those invited."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="quotas")
    name = models.CharField(_("区分"), max_length=60)
    format = models.CharField(_("参加方法"), max_length=10, choices=PLACES)
    capacity = models.PositiveIntegerField(_("定員"), null=True, blank=True)
    """None: as many as come."""
    invited = models.BooleanField(_("招待者だけ"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["gathering", "name"], name="one_quota_per_name")]

    def __str__(self) -> str:
        return self.name


class InvitationCode(models.Model):
    """One row for every code that opens the places of those invited, for so many people."""

    quota = models.ForeignKey(Quota, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(_("招待コード"), max_length=20)
    most = models.PositiveIntegerField(_("人数の上限"), default=1)
    note = models.CharField(_("渡した相手"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quota", "code"], name="one_code_per_quota")]


def new_ticket() -> str:
    """An address that nobody guesses."""
    return secrets.token_urlsafe(24)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Questions over registrations."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all, anyone else their own and those they made for others."""
        if standing(user).is_staff:
            return self
        signed_in = getattr(user, "is_authenticated", False)
        return self.filter(Q(person=user) | Q(leader__person=user)) if signed_in else self.none()

    def seated(self) -> Self:
        """Those who hold a place."""
        return self.filter(state__in=SEATED)

    def for_mail(self) -> Self:
        """With all that a mail says of them, read once for many."""
        return self.select_related("gathering__branch", "quota", "advance").prefetch_related("gathering__sessions")

    def due(self, at: dt.datetime) -> Self:
        """Whose place is kept no longer, and whose advance has been paid meanwhile."""
        paid = Q(state=RegistrationState.UNPAID, advance__settled_yen=F("advance__total_yen"))
        return self.filter(Q(state__in=AWAITED, offered_until__lte=at) | paid)

    def in_turn(self) -> Self:
        """Who waits, the first first."""
        return self.filter(state=RegistrationState.WAITING).order_by("turn", "pk")


class Registration(PublicRecord):
    """One row for everyone who registered for a gathering, with or without an account.

    Whoever holds a place has a ``seat`` of the quota, which no two people can have: so many seats, so many people.
    ``turn`` is the place in the waiting list. The address with ``ticket`` is the person's own, as sent by mail.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="registrations")
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    leader = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="members")
    """Who registered the person along with others."""
    code = models.ForeignKey(InvitationCode, on_delete=models.PROTECT, null=True, related_name="registrations")
    name = models.CharField(_("氏名"), max_length=100)
    email = models.EmailField(_("メールアドレス"))
    company = models.CharField(_("所属"), max_length=200, blank=True)
    language = models.CharField(max_length=5, default="ja")
    state = models.CharField(_("状態"), max_length=10, choices=RegistrationState)
    seat = models.PositiveIntegerField(null=True)
    turn = models.PositiveIntegerField(null=True)
    ticket = models.CharField(max_length=32, unique=True, default=new_ticket, editable=False)
    made_at = models.DateTimeField(_("申込日時"))
    agreed_at = models.DateTimeField(null=True)
    offered_until = models.DateTimeField(_("期限"), null=True)
    """Until when the place is kept for who has neither accepted nor paid."""
    advance = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="+")
    """The paper that asks for the price beforehand; one for all who got their places together."""
    fee_yen = models.PositiveIntegerField(_("前納額"), null=True)
    """What of that paper is this person's."""
    answered = models.BooleanField(default=False)
    """Whether the survey was answered; not when, so that no answer can be told to be this one's."""
    completed_at = models.DateTimeField(_("修了日時"), null=True)
    """When all was done that an on-demand course asks for."""
    reminded_at = models.DateTimeField(null=True)
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True, related_name="+")
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "offered_until"])]
        constraints = [
            models.UniqueConstraint(fields=["quota", "seat"], name="one_person_per_seat"),
            models.UniqueConstraint(
                fields=["gathering", "email"], condition=Q(state__in=OPEN), name="one_open_registration_per_address"
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=False, seat__gte=1, state__in=SEATED) | (Q(seat=None) & ~Q(state__in=SEATED)),
                name="a_seat_exactly_while_a_place_is_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AWAITED, offered_until__isnull=False)
                | (~Q(state__in=AWAITED) & Q(offered_until=None)),
                name="an_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(advance=None, fee_yen=None) | Q(advance__isnull=False, fee_yen__gt=0),
                name="an_advance_is_of_some_yen",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.UNPAID) | Q(advance__isnull=False),
                name="who_is_to_pay_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Letter(OwedMail):
    """One row for every mail about a registration."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=10, choices=LetterKind)
    calendar = models.TextField(blank=True)

    def letter(self) -> EmailMessage:
        """With the appointment as a file, where there is one."""
        letter = super().letter()
        if self.calendar:
            method = "CANCEL" if self.kind in (LetterKind.CANCELLED, LetterKind.CALLED_OFF) else "REQUEST"
            letter.attach("event.ics", self.calendar, f"text/calendar; charset=utf-8; method={method}")
        return letter
