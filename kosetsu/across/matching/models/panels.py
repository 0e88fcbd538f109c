"""Proposals of who reviews what: what was asked, what was found, what a person settled of it."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.across.matching.models.searches import WORKING, Search, Stage
from kosetsu.foundation.reviews.models import Conflict, Item, Panel


class Best(models.TextChoices):
    """What is best."""

    WORST = "worst", _("最も合わない審査対象を、できるだけ良くする")
    TOTAL = "total", _("合計を、できるだけ多くする")
    BLEND = "blend", _("合計に、最も合わない審査対象の重みを加える")


class Way(models.TextChoices):
    """What may become of what is assigned already; what a reviewer has begun or handed in stays anyway."""

    ANEW = "anew", _("まだ始まっていない担当は、組み替えてよい")
    AGAIN = "again", _("いまの担当を残し、変えるのはわずかにする")


class PanelProposalQuerySet(models.QuerySet["PanelProposal"]):
    """Questions over proposals."""

    def visible_to(self, user: Any) -> Self:
        """Of panels that the person runs; none that holds an item the person has a conflict with, since its loads,
        totals and clashes would tell of the item. Whoever has one asks for a proposal of their own, without the item.
        """
        barred = Conflict.objects.in_force().filter(person=user, item__proposals=OuterRef("pk"))
        return self.filter(panel__in=Panel.objects.run_by(user)).exclude(Exists(barred))


class PanelProposal(Search):
    """One row for every time that somebody asked who is to review what of a panel, or of one batch of it.

    ``items`` are those the asker may see. ``weights`` are the points of its day; ``locks`` the pairs (row numbers of an
    item and a reviewer) that a person settled, for the next search. ``marks`` tell whether the panel is still as the
    search found it. ``pairs`` is the answer (``documents.panel_answers``), ``takes_away`` the reviews that end with it.
    """

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="proposals")
    items = models.ManyToManyField(Item, related_name="proposals")
    batch = models.PositiveSmallIntegerField(_("回"), null=True)
    forecast = models.ForeignKey(Panel, on_delete=models.PROTECT, null=True, related_name="+")
    """An earlier year's panel: what its later batches brought is expected again."""
    best = models.CharField(_("目標"), max_length=10, choices=Best, default=Best.WORST)
    floor = models.PositiveSmallIntegerField(default=0)
    juniors = models.PositiveSmallIntegerField(default=0)
    way = models.CharField(_("組み方"), max_length=10, choices=Way, default=Way.ANEW)
    most_changed = models.PositiveSmallIntegerField(default=3)
    weights = models.JSONField(default=dict)
    locks = models.JSONField(default=list)
    marks = models.JSONField(default=dict)
    pairs = models.JSONField(default=list)
    takes_away = models.JSONField(default=list)
    stale_by = models.JSONField(default=list)
    """What of the panel had changed when somebody wanted to settle it: the keys of ``marks``."""
    worst = models.IntegerField(null=True)
    worst_bound = models.IntegerField(null=True)
    value = models.IntegerField(null=True)
    settled_after = models.PositiveIntegerField(null=True)
    """The last step of the panel's log when its settlement began: read before all else, so that of two settlements
    that pass each other by, the second either sees the first or stands upon the same step.
    """
    objects = PanelProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel"], condition=Q(stage__in=WORKING), name="one_search_of_a_panel_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["panel", "settled_after"], condition=Q(stage=Stage.DECIDED),
                name="two_proposals_are_not_settled_upon_one_state",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.DECIDED) | Q(settled_after__isnull=False), name="a_settled_proposal_says_when"
            ),
            models.CheckConstraint(
                condition=Q(forecast=None) | (Q(batch__isnull=False) & ~Q(forecast=F("panel"))),
                name="a_forecast_is_another_panels",
            ),
        ]  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("matching-desk:panel_proposal", args=[self.public_id])

    @property
    def proven(self) -> bool:
        """Whether nothing is better."""
        return None not in (self.value, self.bound) and self.value >= self.bound and self.worst >= self.worst_bound  # type: ignore[operator]
