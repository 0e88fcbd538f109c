"""What a panel reviews, and who may not review it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.models import Dated, DatedQuerySet, Organisation
from kosetsu.foundation.reviews.models.panels import Panel
from kosetsu.foundation.reviews.states import ALIVE, Ground, ItemState, Origin

PERSON = settings.AUTH_USER_MODEL


class ItemQuerySet(models.QuerySet["Item"]):
    """Questions over items; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """The office's people see all, a reviewer what is assigned; neither sees what they have a conflict with."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        own = Q(reviews__reviewer__person=user, reviews__reviewer__left_at=None, reviews__state__in=ALIVE)
        return self.filter(own | Q(panel__in=Panel.objects.run_by(user))).without_conflict_of(user).distinct()

    def without_conflict_of(self, person: Any) -> Self:
        """Those of which nothing is known that would forbid the person to review them."""
        return self.exclude(Exists(Conflict.objects.in_force().filter(item=OuterRef("pk"), person=person)))

    def waiting(self) -> Self:
        return self.filter(state=ItemState.WAITING)


class Item(PublicRecord):
    """One row for every application or the like that a panel reviews.

    ``applicant`` is the name as it was given; ``organisation`` the body where it is known. ``terms`` are words and
    fields by which reviewers are found; ``batch`` tells when it came, where a panel goes through a year in batches.
    """

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="items")
    number = models.CharField(_("番号"), max_length=30)
    title = models.CharField(_("題名"), max_length=200)
    applicant = models.CharField(_("申請者"), max_length=200)
    corporate_number = models.CharField(_("法人番号"), max_length=13, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("内容"), blank=True)
    fields = models.JSONField(_("分野"), default=list)
    batch = models.PositiveSmallIntegerField(_("回"), default=1)
    received_at = models.DateTimeField(_("受付日時"))
    state = models.CharField(_("状態"), max_length=10, choices=ItemState, default=ItemState.WAITING)
    reason = models.CharField(_("取り下げの理由"), max_length=300, blank=True)
    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("審査対象")
        ordering = ["panel", "number"]
        constraints = [models.UniqueConstraint(fields=["panel", "number"], name="one_item_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ItemFile(PublicRecord):
    """One row for every file of an item; in a blind panel a reviewer gets those that do not name the applicant."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=RandomPlace("reviews"), max_length=120)
    name = models.CharField(_("ファイル名"), max_length=150)
    size = models.PositiveBigIntegerField(_("大きさ"))
    sha256 = models.CharField(max_length=64)
    names_applicant = models.BooleanField(_("申請者の名前が分かる"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("審査対象のファイル")
        ordering = ["pk"]


class ConflictRule(Dated):
    """One row for every ground looked for in the records, and how many years back; none: as long as it holds."""

    ground = models.CharField(_("理由"), max_length=16, choices=Ground)
    years = models.PositiveSmallIntegerField(_("さかのぼる年数"), null=True, blank=True)
    source = models.CharField(_("出典"), max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("利益相反の規則")
        constraints = [models.UniqueConstraint(fields=["ground", "valid_from"], name="one_conflict_rule_from_a_day")]


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Questions over conflicts."""

    def in_force(self) -> Self:
        return self.filter(lifted_at=None)


class Conflict(models.Model):
    """One row for every reason why a person may not review an item.

    It is a hard block: while it is in force the database takes no review of the item by the person and no score. Only
    one that was a mistake is lifted, by the office, with a reason.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("理由"), max_length=16, choices=Ground)
    origin = models.CharField(_("わかった経緯"), max_length=10, choices=Origin)
    detail = models.CharField(_("詳細"), max_length=300, blank=True)
    found_at = models.DateTimeField(_("登録日時"))
    found_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("取り消した日時"), null=True, blank=True)
    lifted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_because = models.CharField(_("取り消した理由"), max_length=300, blank=True)
    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("利益相反")
        ordering = ["found_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person", "ground"], condition=Q(lifted_at=None), name="one_conflict_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | ~Q(lifted_because=""), name="a_lifted_conflict_has_a_reason"
            ),
        ]
