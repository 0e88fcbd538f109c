"""What is reviewed by whom under which criteria."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import Named, PublicRecord
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.reviews.states import PanelState, ReviewLetter

PERSON = settings.AUTH_USER_MODEL


class PanelQuerySet(models.QuerySet["Panel"]):
    """Questions over panels; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Those that one of the person's posts runs, and those in which the person reviews."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        mine = Q(reviewers__person=user, reviewers__left_at=None)
        posts = Q(pk__in=Office.objects.filter(post__in=standing(user).roles).values("panel"))
        return self.filter(mine | posts).distinct()

    def run_by(self, user: Any) -> Self:
        """Those that one of the person's posts runs."""
        return self.filter(pk__in=Office.objects.filter(post__in=standing(user).roles).values("panel"))


class Panel(PublicRecord):
    """One row for every set of items that are reviewed under the same criteria: a call's, or a body's programme.

    ``reviews_each`` is how many review an item, ``seniors_each`` how many of them at least are seniors; an item with
    fewer than ``quorum`` reviews handed in has no result. What owns the panel (a call, a screening) points at it.
    """

    title = models.CharField(_("名称"), max_length=200)
    reviews_each = models.PositiveSmallIntegerField(_("1件を審査する人数"))
    seniors_each = models.PositiveSmallIntegerField(_("うち主任審査員の最少人数"), default=0)
    quorum = models.PositiveSmallIntegerField(_("結果に必要な提出数"))
    blind = models.BooleanField(_("申請者の名前を審査員に見せない"), default=False)
    scores_shared = models.BooleanField(_("提出した審査員に、ほかの審査員の採点を見せる"), default=False)
    opens_at = models.DateTimeField(_("採点開始"), null=True, blank=True)
    due_at = models.DateTimeField(_("採点締切"), null=True, blank=True)
    secrecy = models.TextField(_("審査員が守ること"), blank=True)
    """What a reviewer promises before the first item is opened; empty: nothing is asked."""
    state = models.CharField(_("状態"), max_length=12, choices=PanelState, default=PanelState.PREPARING)
    made_at = models.DateTimeField(_("作成日時"))
    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("審査会")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviews_each__gte=1, seniors_each__lte=F("reviews_each"), quorum__gte=1),
                name="a_panel_asks_for_reviews",
            ),
            models.CheckConstraint(condition=Q(quorum__lte=F("reviews_each")), name="a_quorum_can_be_reached"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reviews-desk:panel", args=[self.public_id])

    def overdue(self, at: dt.datetime) -> bool:
        return self.state == PanelState.SCORING and self.due_at is not None and at > self.due_at


class Office(models.Model):
    """One row for every post that runs a panel: it assigns, sees all scores and holds the calibration."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="offices")
    post = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "post"], name="one_office_a_post")]


class Criterion(Named):
    """One row for every thing that is scored, on a scale of whole numbers.

    An item whose mean of it lies below ``veto_below`` cannot be accepted, whatever the other scores are.
    """

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=30)
    text = models.TextField(_("見るところ"), blank=True)
    weight = models.PositiveSmallIntegerField(_("重み"), default=1)
    lowest = models.SmallIntegerField(_("最低点"), default=0)
    highest = models.SmallIntegerField(_("最高点"))
    may_be_na = models.BooleanField(_("「該当しない」を選べる"), default=False)
    comment_needed = models.BooleanField(_("コメントが必要"), default=False)
    veto_below = models.SmallIntegerField(_("足切り点"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("審査項目")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "code"], name="one_criterion_a_code"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, lowest__gte=0, highest__gt=F("lowest")), name="a_scale_goes_up"
            ),
        ]


class Reviewer(PublicRecord):
    """One row for every person who reviews in a panel, and how much; an outsider has a login of their own.

    ``least`` and ``most`` are loads over the whole panel; ``most`` None is no limit. ``left_at``: reviews no more.
    """

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="reviewing")
    senior = models.BooleanField(_("主任審査員"), default=False)
    least = models.PositiveSmallIntegerField(_("最少件数"), default=0)
    most = models.PositiveSmallIntegerField(_("最多件数"), null=True, blank=True)
    promised_at = models.DateTimeField(_("守秘を約束した日時"), null=True, blank=True)
    left_at = models.DateTimeField(_("退任日時"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("審査員")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "person"], name="one_reviewer_a_person"),
            models.CheckConstraint(
                condition=Q(most=None) | Q(most__gte=F("least")), name="a_reviewers_load_can_be_kept"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Leave(models.Model):
    """One row for every period in which a reviewer reviews nothing, first and last day included."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="leaves")
    begins_on = models.DateField(_("初日"))
    ends_on = models.DateField(_("最終日"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="a_leave_ends_after_it_begins")
        ]


class ReviewNotice(OwedMail):
    """One row for every mail to a reviewer. ``due_at``: the deadline it reminds of, once for each deadline."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="notices", verbose_name=_("審査員"))
    kind = models.CharField(_("種別"), max_length=10, choices=ReviewLetter)
    due_at = models.DateTimeField(null=True)

    class Meta(OwedMail.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "kind", "due_at"], condition=Q(due_at__isnull=False), name="one_reminder_a_deadline"
            )
        ]
