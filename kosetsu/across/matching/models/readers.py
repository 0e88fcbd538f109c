"""What is known of a panel's reviewers beside the panel: what their deeds are worth, their loads, their wishes."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.parties.models import Dated, DatedQuerySet
from kosetsu.foundation.reviews.models import Item, Panel, Reviewer


class Deed(models.TextChoices):
    """What makes a reviewer near to an item, in the order in which it is told."""

    FIELDS = "fields", _("所属の分野")
    CASES = "cases", _("担当した案件")
    TESTS = "tests", _("担当した試験")
    TALKS = "talks", _("研究発表")
    REVIEWS = "reviews", _("過去の審査")


class Word(models.TextChoices):
    """What a reviewer says of an item."""

    WANT = "want", _("ぜひ審査したい")
    MAY = "may", _("できれば審査したい")
    DECLINE = "decline", _("避けたい")


WEIGHED = [*Deed.choices, (Word.WANT.value, Word.WANT.label), (Word.MAY.value, Word.MAY.label)]


class ReaderPoints(Dated):
    """One row for every thing that brings a reviewer nearer to an item, in its period: points for one that answers all
    that the item asks, and how many years of deeds count (none: all)."""

    kind = models.CharField(_("見るもの"), max_length=10, choices=WEIGHED)
    points = models.PositiveSmallIntegerField(_("点"))
    years = models.PositiveSmallIntegerField(_("さかのぼる年数"), null=True, blank=True)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "valid_from"], name="one_points_of_a_deed_from_a_day")]


class ReaderLoad(models.Model):
    """One row for every batch, or month, of which a reviewer is to have at least or at most so many items; what holds
    of the whole panel stands with the reviewer."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="loads")
    batch = models.PositiveSmallIntegerField(_("回"), null=True, blank=True)
    month = models.DateField(_("月"), null=True, blank=True)
    """Its first day."""
    least = models.PositiveSmallIntegerField(_("最少件数"), default=0)
    most = models.PositiveSmallIntegerField(_("最多件数"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("審査員の件数の範囲")
        ordering = ["reviewer", "batch", "month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(batch=None, month__isnull=False) | Q(batch__isnull=False, month=None),
                name="a_reader_load_is_of_one_span",
            ),
            models.CheckConstraint(
                condition=Q(most=None) | Q(most__gte=F("least")), name="a_reader_load_can_be_reached"
            ),
            models.UniqueConstraint(
                fields=["reviewer", "batch"], condition=Q(month=None), name="one_reader_load_a_batch"
            ),
            models.UniqueConstraint(
                fields=["reviewer", "month"], condition=Q(batch=None), name="one_reader_load_a_month"
            ),
        ]  # fmt: skip


class Bid(models.Model):
    """One row for every item of which a reviewer wants it, may take it, or declines it; declined is not assigned."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="bids")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="bids")
    word = models.CharField(_("意向"), max_length=10, choices=Word)
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("審査員の意向")
        constraints = [models.UniqueConstraint(fields=["item", "reviewer"], name="one_bid_a_pair")]


class BiddingQuerySet(models.QuerySet["Bidding"]):
    """Questions over biddings."""

    def open_on(self, day: dt.date) -> Self:
        return self.filter(closed_at=None, until__gte=day)


class Bidding(models.Model):
    """One row for every panel that asks its reviewers what they want to review: through the day ``until``, unless its
    office closes it before. Whoever runs the panel may enter bids at any time.
    """

    panel = models.OneToOneField(Panel, on_delete=models.CASCADE, related_name="bidding", verbose_name=_("審査会"))
    until = models.DateField(_("意向の締切日"))
    opened_at = models.DateTimeField(_("受け付けを始めた日時"))
    closed_at = models.DateTimeField(_("受け付けを終えた日時"), null=True, blank=True)
    objects = BiddingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("審査員の意向の受け付け")

    def open_on(self, day: dt.date) -> bool:
        return self.closed_at is None and day <= self.until
