"""A purchase or project of a company, and the plans that were made for it."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.clock import day_of, now
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.standing import standing


class ProjectQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Whose projects a person may see."""

    def visible_to(self, user: Any) -> Self:
        """A company's own; the staff do not see plans that were not brought to them."""
        return self.filter(organisation__in=standing(user).organisations)


class Project(PublicRecord):
    """One row for every purchase or project a company plans, with its costs and dates."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="projects")
    title = models.CharField(_("件名"), max_length=200)
    lines = models.JSONField(_("経費"))
    """[{"key": …, "kind": kind of cost, "words": …, "yen": …}, …]"""
    order_from = models.DateField(_("発注できる最初の日"))
    order_by = models.DateField(_("発注の期限"))
    complete_by = models.DateField(_("完了の期限"))
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(order_from__lte=models.F("order_by")), name="project_ordered_in_time"),
            models.CheckConstraint(condition=Q(order_by__lte=models.F("complete_by")), name="project_ends_after_order"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def cost_yen(self) -> int:
        """All lines together."""
        return sum(line["yen"] for line in self.lines)


class PlanQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Whose plans a person may see: one's own company's, and what a company shared with one's body."""

    def visible_to(self, user: Any) -> Self:
        """Own plans, and those whose sharing stands."""
        return self.own_of(user) | self.shared_with(user)

    def own_of(self, user: Any) -> Self:
        """Those of the companies the person acts for."""
        return self.filter(project__organisation__in=standing(user).organisations)

    def shared_with(self, user: Any) -> Self:
        """Those that companies show to the body of which the person is the officer, as long as they do."""
        return self.filter(pk__in=PlanShare.objects.open_to(user).values("plan"))

    def with_share(self, user: Any) -> Self:
        """Since when and until when they are shown to the person's body."""
        own = Q(shares__in=PlanShare.objects.open_to(user))
        return self.annotate(shared_at=Max("shares__shared_at", filter=own), until=Max("shares__until", filter=own))


class Plan(PublicRecord):
    """One row for every plan that was made: what was asked, as of when, and the answer. Append-only.

    Made again from ``asked`` as of ``day`` and ``known_at`` it has the same ``digest``, whatever was published since.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="plans")
    day = models.DateField(_("基準日"))
    known_at = models.DateTimeField()
    asked = models.JSONField()
    """The answers, the cost lines and dates, what was refused and what is fixed."""
    found = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(_("作成日時"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.project} {self.day}"


class PlanShareQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Which consents stand."""

    def on(self, day: dt.date) -> Self:
        """Neither over on the day nor taken back."""
        return self.filter(taken_back_at=None, until__gte=day)

    def open_to(self, user: Any) -> Self:
        """Those of today to the bodies of which the person is the officer."""
        return self.on(day_of(now())).filter(partner__in=standing(user).partner_organisations)


class PlanShare(models.Model):
    """One row for every time a company agrees to show a plan to a body (a bank, a consultant), until a day or until it
    takes that back."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="shares")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    until = models.DateField(_("見せる最後の日"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    """Also when a new consent takes its place."""
    objects = PlanShareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "partner"], condition=Q(taken_back_at=None), name="one_standing_share"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} → {self.partner}"
