"""Tenancies: who has a room from when to when; and the days that make two at once impossible."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.models import Invoice
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.labs.models.rooms import Lab
from kosetsu.services.labs.states import INSIDE, STOOD, TenancyState


class TenancyQuerySet(models.QuerySet["Tenancy"]):
    """Questions over tenancies; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Staff see every one; a company's person those of the workplaces acted for; anyone else none."""
        return self if standing(user).is_staff else self.filter(case__in=Case.objects.visible_to(user))

    def for_lists(self) -> Self:
        """With everything a list row or a page shows."""
        return self.select_related(
            "case__organisation", "case__workplace", "case__contact", "lab__branch", "lab__offering", "deposit"
        )

    def stood(self) -> Self:
        """Of a contract that was not called off."""
        return self.filter(case__state__in=STOOD)

    def inside(self) -> Self:
        """Who has a room to use."""
        return self.filter(case__state__in=INSIDE)

    def on(self, day: dt.date) -> Self:
        """Whose days hold ``day``."""
        return self.filter(since__lte=day, last__gte=day)


class Tenancy(PublicRecord):
    """One row for every room a workplace is offered, has or had; its case holds number and state."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="tenancies")
    theme = models.CharField(_("製品開発のテーマ"), max_length=300)
    since = models.DateField(_("契約の開始日"))
    until = models.DateField(_("契約の終了日"))
    leaving_on = models.DateField(_("退去日"), null=True, blank=True)
    last = models.GeneratedField(
        expression=Coalesce("leaving_on", "until"), output_field=models.DateField(), db_persist=True
    )
    """The last day the room is theirs: that of leaving, else of the contract."""
    origin = models.CharField(_("もとになった手続き"), max_length=100, blank=True)
    """Where it came from, loosely: "calls:application:…"; whoever hands over knows how to read it."""
    monthly_yen = models.PositiveIntegerField(_("契約時の月額"), null=True, blank=True)
    deposit_yen = models.PositiveIntegerField(_("保証金"), null=True, blank=True)
    deposit = models.OneToOneField(Invoice, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    moved_in_on = models.DateField(_("入居日"), null=True, blank=True)
    left_on = models.DateField(_("明渡日"), null=True, blank=True)
    show_name = models.BooleanField(_("企業名とテーマを公開する"), default=False)
    ended_because = models.CharField(_("理由"), max_length=300, blank=True)
    objects = TenancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("入居")
        indexes = [models.Index(fields=["lab", "since"])]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="a_tenancy_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(leaving_on=None) | Q(leaving_on__gte=F("since"), leaving_on__lte=F("until")),
                name="a_tenant_leaves_within_the_contract",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(leaving_on__isnull=False), name="who_left_had_a_leaving_day"
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state(self) -> TenancyState:
        return TenancyState(self.case.state)

    @property
    def organisation(self) -> Organisation:
        """The tenant; every such case has one."""
        assert self.case.organisation
        return self.case.organisation

    @property
    def workplace(self) -> Workplace:
        assert self.case.workplace
        return self.case.workplace

    @property
    def last_day(self) -> dt.date:
        """The last day the room is theirs, as it stands in memory."""
        return self.leaving_on or self.until

    def address(self, *, desk: bool) -> str:
        """Its page at the desk, or the tenant's."""
        return reverse(f"labs{'-desk' if desk else ''}:tenancy", args=[self.public_id])

    def get_absolute_url(self) -> str:
        return self.address(desk=True)


class HeldDay(models.Model):
    """One row for every day a tenancy has its room. The unique row is the guard: nobody has it twice."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.CASCADE, related_name="days")
    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lab", "day"], name="one_tenancy_per_room_and_day")]
