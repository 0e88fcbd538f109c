"""Who reviews what, the scores, what was agreed, and the log from which the ranking can be made again."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.reviews.models.items import Item
from kosetsu.foundation.reviews.models.panels import Criterion, Panel, Reviewer
from kosetsu.foundation.reviews.states import ALIVE, OPEN, ReviewState

PERSON = settings.AUTH_USER_MODEL


class ReviewQuerySet(models.QuerySet["Review"]):
    """Questions over reviews; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and all of a panel that one of the person's posts runs; of no item one has a conflict with."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        own = Q(reviewer__person=user, reviewer__left_at=None, state__in=ALIVE)
        seen = self.filter(own | Q(item__panel__in=Panel.objects.run_by(user)))
        return seen.filter(item__in=Item.objects.without_conflict_of(user))

    def alive(self) -> Self:
        return self.filter(state__in=ALIVE)

    def open(self) -> Self:
        """Still to be handed in."""
        return self.filter(state__in=OPEN)

    def handed_in(self) -> Self:
        return self.filter(state=ReviewState.HANDED_IN)


class Review(PublicRecord):
    """One row for every item that one reviewer reviews; a void one stays, with its reason, and counts nowhere.

    ``why`` is what the assignment said: parts of the affinity, rank among the eligible, matched terms.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(_("状態"), max_length=10, choices=ReviewState, default=ReviewState.ASSIGNED)
    locked = models.BooleanField(_("割り当てを固定"), default=False)
    why = models.JSONField(_("割り当ての理由"), default=dict)
    comment = models.TextField(_("総合コメント"), blank=True)
    unscored = models.JSONField(_("まだ点のない審査項目のコメント"), default=dict, blank=True)
    """Criterion's code → what was typed of it before its score; empty once the review is handed in."""
    reason = models.CharField(_("差し戻し・無効の理由"), max_length=300, blank=True)
    assigned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(_("割り当て日時"))
    told_at = models.DateTimeField(_("知らせた日時"), null=True, blank=True)
    opened_at = models.DateTimeField(_("最初に開いた日時"), null=True, blank=True)
    handed_in_at = models.DateTimeField(_("提出日時"), null=True, blank=True)
    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("審査票")
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "reviewer"], condition=~Q(state=ReviewState.VOID), name="one_review_a_reviewer"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.VOID) | ~Q(reason=""), name="a_void_review_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.HANDED_IN) | Q(handed_in_at__isnull=False), name="handed_in_has_a_moment"
            ),
        ]


class Score(models.Model):
    """One row for every criterion of a review: a whole number on its scale, or "not applicable"."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.SmallIntegerField(_("点"), null=True)
    """None: not applicable, and left out of every mean."""
    comment = models.TextField(_("コメント"), blank=True)

    class Meta:
        ordering = ["criterion__position"]
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="one_score_a_criterion")]


class Calibration(models.Model):
    """One row for every meeting at which a panel compared its scores: who was there, and the minutes."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="calibrations")
    held_on = models.DateField(_("開催日"))
    present = models.ManyToManyField(Reviewer, related_name="+")
    minutes = models.TextField(_("議事録"))
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("合議")
        ordering = ["held_on", "pk"]


class Agreement(models.Model):
    """One row for every item whose points a calibration set, in place of the mean, as an exact fraction."""

    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="agreements")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="agreements")
    numerator = models.IntegerField()
    denominator = models.PositiveIntegerField(default=1)
    reason = models.CharField(_("理由"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calibration", "item"], name="one_agreement_an_item"),
            models.CheckConstraint(
                condition=Q(numerator__gte=0, denominator__gte=1, numerator__lte=F("denominator") * 100),
                name="agreed_points_are_of_a_hundred",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_agreement_has_a_reason"),
        ]


DISCLOSE = "disclose_conflict"
"""A conflict of interest that a reviewer declared after the results stood: a step from which no result follows."""


class Step(models.Model):
    """One row for every change of a panel that its ranking depends on, append-only, in order.

    ``rules.replay`` makes the ranking from these rows alone; it equals the one made from the records.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    verb = models.CharField(max_length=30)
    data = models.JSONField(default=dict)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["panel", "position"]
        constraints = [models.UniqueConstraint(fields=["panel", "position"], name="one_step_a_position")]
