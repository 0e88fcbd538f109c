"""Proposals of cohorts: what was asked, how far the search is, what it found, what a person made of it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.across.matching.models.searches import WORKING, Search
from kosetsu.foundation.parties.models import Dated, DatedQuerySet
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.circles.models import Intake


class CohortPoints(Dated):
    """One row for every period in which a composition is worth such points; a trait's first number is for the first
    member with it, the second for the second, and what comes after brings nothing."""

    trade = models.JSONField(_("業種"))
    size = models.JSONField(_("規模"))
    place = models.JSONField(_("所在地"))
    interest = models.JSONField(_("関心"))
    met = models.IntegerField(_("以前も同じグループだった2社"))
    floor = models.PositiveSmallIntegerField(_("最も弱いグループの重み"))
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["valid_from"], name="one_set_of_cohort_points_from_a_day")]


class CohortProposalQuerySet(models.QuerySet["CohortProposal"]):
    """Questions over proposals."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people."""
        return self if standing(user).is_staff else self.none()


class CohortProposal(Search):
    """One row for every time that somebody asked how the applicants of a call go together.

    ``days`` and ``members`` (by cohort, the applications' row numbers) are the answer as a person has it now;
    ``locks`` (row number → cohort) is what that person settled, and what the next search keeps.
    """

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="proposals")
    locks = models.JSONField(default=dict)
    least = models.PositiveSmallIntegerField()
    points = models.ForeignKey(CohortPoints, on_delete=models.PROTECT, related_name="proposals")
    """What a composition is worth: those of the day it was asked for."""
    days = models.JSONField(default=list)
    members = models.JSONField(default=list)
    objects = CohortProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake"], condition=Q(stage__in=WORKING), name="one_search_of_an_intake_at_a_time"
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("matching-desk:cohorts", args=[self.public_id])
