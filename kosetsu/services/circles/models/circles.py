"""Circles of companies: who belongs to them, who leads them, who advises them."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.governance.models import Consent
from kosetsu.foundation.parties.models import Branch, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.circles.models.calls import Application, Intake
from kosetsu.services.circles.states import ALIVE, FOUNDED, Aim, CircleKind, CircleState, Role

PERSON = settings.AUTH_USER_MODEL
SECRECY = "circle-secrecy"
"""The consent by which a person keeps the secrets of one circle: nobody reads the members' part without it."""


class CircleQuerySet(models.QuerySet["Circle"]):
    """Questions over circles; whatever a person sees passes through :meth:`visible_to`."""

    def shown(self) -> Self:
        """What everyone may know of."""
        return self.filter(public=True).exclude(state=CircleState.FORMING)

    def in_council(self) -> Self:
        """Those whose officers sit in the groups' council: every living cohort."""
        return self.filter(state__in=ALIVE).exclude(kind__in=FOUNDED)

    def of(self, user: Any, day: dt.date) -> Self:
        """The circles of the person's workplaces, and those the person advises, on the day."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        mine = Member.objects.on(day).filter(workplace__in=Workplace.objects.acted_for_by(user)).values("circle")
        advised = Commission.objects.filter(adviser=user, since__lte=day, until__gte=day).values("circle")
        return self.filter(Q(pk__in=mine) | Q(pk__in=advised))

    def inside(self, user: Any, day: dt.date) -> Self:
        """Those whose members' part the person reads: the institute's people all, anyone else after the pledge."""
        if standing(user).is_staff:
            return self
        if not getattr(user, "is_authenticated", False):
            return self.none()
        pledged = Consent.objects.in_force().filter(person=user, purpose=SECRECY).values("subject")
        return self.of(user, day).filter(code__in=pledged)

    def visible_to(self, user: Any, day: dt.date) -> Self:
        """The institute's people see all; anyone else their own and what is public."""
        if standing(user).is_staff:
            return self
        return self.filter(Q(pk__in=self.shown().values("pk")) | Q(pk__in=self.of(user, day).values("pk")))


class Circle(PublicRecord):
    """One row for every circle of companies, from its founding to its end; a committee has its joint meeting.

    ``statutes``, ``fee_yen`` and ``purpose`` are its own (a society has them from the first day). ``summary`` is what
    everyone reads, once ``public``.
    """

    code = models.CharField(_("番号"), max_length=20, unique=True)
    kind = models.CharField(_("種類"), max_length=10, choices=CircleKind)
    aim = models.CharField(_("型"), max_length=10, choices=Aim, blank=True)
    name = models.CharField(_("名称"), max_length=200)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, null=True, related_name="circles")
    gathering = models.OneToOneField(Gathering, on_delete=models.PROTECT, null=True, related_name="committee")
    """The joint meeting that a committee prepares."""
    fiscal_year = models.PositiveSmallIntegerField(_("発足年度"))
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    meeting_day = models.CharField(_("例会の曜日・時間"), max_length=60, blank=True)
    state = models.CharField(_("状態"), max_length=12, choices=CircleState)
    public = models.BooleanField(_("公開する"), default=False)
    summary = models.TextField(_("紹介文"), blank=True)
    purpose = models.CharField(_("目的"), max_length=300, blank=True)
    statutes = models.TextField(_("会則"), blank=True)
    fee_yen = models.PositiveIntegerField(_("年会費（円）"), null=True, blank=True)
    launched_on = models.DateField(_("発足日"), null=True)
    handed_over_on = models.DateField(_("自主運営の開始日"), null=True)
    closed_on = models.DateField(_("終了日"), null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    """Why it ended."""
    objects = CircleQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CircleState.FORMING) | Q(launched_on__isnull=False) | Q(state=CircleState.CLOSED),
                name="a_running_circle_was_launched",
            ),
            models.CheckConstraint(
                condition=~Q(state=CircleState.CLOSED) | (Q(closed_on__isnull=False) & ~Q(reason="")),
                name="a_closed_circle_has_a_day_and_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind=CircleKind.COMMITTEE, gathering__isnull=False)
                | (~Q(kind=CircleKind.COMMITTEE) & Q(gathering=None)),
                name="a_committee_prepares_a_joint_meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("circles:circle", args=[self.public_id])

    @property
    def is_called(self) -> bool:
        """Whether a year's call composed it."""
        return self.kind not in FOUNDED


class TermQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions over what lasts from a day until a day."""

    def on(self, day: dt.date) -> Self:
        """Who belonged on the day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class MemberQuerySet(TermQuerySet):
    """Questions over members."""

    def for_lists(self) -> Self:
        return self.select_related("workplace__organisation")


class Member(PublicRecord):
    """One row for every workplace that belongs to a circle, from a day until a day; its people take part.

    ``listed`` is the company's own consent that its name stands on the public page.
    """

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="members")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="circle_members")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, null=True, related_name="member")
    contact_name = models.CharField(_("担当者"), max_length=100, blank=True)
    contact_email = models.EmailField(_("メールアドレス"), blank=True)
    since = models.DateField(_("加入日"))
    until = models.DateField(_("退会日"), null=True)
    listed = models.BooleanField(_("会社名を公開する"), default=False)
    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "workplace"], condition=Q(until=None), name="a_workplace_belongs_to_a_circle_once"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="a_member_leaves_later"),
        ]

    def __str__(self) -> str:
        return str(self.workplace)


class Office(models.Model):
    """One row for every term of an officer: one chair, one treasurer at a time."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="offices")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(_("役"), max_length=10, choices=Role)
    name = models.CharField(_("氏名"), max_length=100)
    since = models.DateField(_("任期の初日"))
    until = models.DateField(_("任期の末日"), null=True)

    class Meta:
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "role"],
                condition=Q(until=None, role__in=[Role.CHAIR, Role.TREASURER]),
                name="one_chair_and_one_treasurer",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="an_office_ends_later"),
        ]


class Secretary(PublicRecord):
    """One row for every colleague who looks after a circle, from a day until a day; on a committee they sit with the
    members, and what a meeting decides may be their part."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="secretaries")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("担当の初日"))
    until = models.DateField(_("担当の末日"), null=True)
    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], condition=Q(until=None), name="a_colleague_looks_after_a_circle_once"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="a_secretary_ends_later"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Commission(models.Model):
    """One row for every term of an adviser; once more after it, ``renews`` it, and then no more."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="commissions")
    adviser = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="commissions")
    since = models.DateField(_("委嘱の初日"))
    until = models.DateField(_("委嘱の末日"))
    renews = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="renewed_by")

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_commission_ends_later"),
            models.UniqueConstraint(fields=["circle"], condition=Q(renews=None), name="one_adviser_first"),
        ]
