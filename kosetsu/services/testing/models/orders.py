"""Orders: what a client commissions, part by part."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.models import Quote, QuoteLine
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.models import Group, Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing import states

PERSON = settings.AUTH_USER_MODEL


class OrderQuerySet(models.QuerySet["Order"]):
    """Questions over orders; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> "OrderQuerySet":
        """Staff see every order; a company's person those of the workplaces acted for; anyone else none."""
        if standing(user).is_staff:
            return self
        return self.filter(case__in=Case.objects.visible_to(user))

    def open(self) -> "OrderQuerySet":
        """Those that are neither completed nor given up."""
        return self.filter(case__closed_at=None)

    def for_lists(self) -> "OrderQuerySet":
        """With everything a list row shows."""
        return self.select_related(
            "case__organisation", "case__workplace__organisation", "case__branch", "case__group", "case__assignee",
            "quote",
        )  # fmt: skip


class Order(PublicRecord):
    """One row for every commissioned order; number, parties, state and deadline stand in its case.

    The case's kind tells an ordinary commissioned test (``test``) from commissioned support (``support``).
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="test_order")
    purpose = models.TextField(_("依頼の目的・内容"))
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, null=True, related_name="test_order")
    """The version that counts; its earlier ones are the quote's own history."""
    wished_on = models.DateField(_("希望納期"), null=True, blank=True)
    addressee = models.CharField(_("成績書の宛名"), max_length=200, blank=True)
    wants_report = models.BooleanField(_("成績書を発行する"), default=True)
    afterwards = models.CharField(
        _("試験後の試料"), max_length=8, choices=states.Afterwards, default=states.Afterwards.RETURN
    )
    applicant_name = models.CharField(_("申込者"), max_length=100, blank=True)
    export_note = models.CharField(_("輸出管理の申告"), max_length=300, blank=True)
    """What the applicant declared about export control, when the application was made."""
    applied_at = models.DateTimeField(_("申込日時"), null=True)
    applied_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("受理日時"), null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(_("理由"), max_length=300, blank=True)
    cancelled_for = models.CharField(_("取消しの事情"), max_length=10, choices=states.Side, blank=True)
    fee_yen = models.PositiveBigIntegerField(_("取消し料"), default=0)
    """What the client was charged for calling it off; its charges stand in billing."""
    delivered = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    """The composite order's one entry, written at completion; an ordinary order has one per part."""
    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("依頼試験")
        verbose_name_plural = _("依頼試験")

    def __str__(self) -> str:
        return str(self.case)

    def get_absolute_url(self) -> str:
        return reverse("testing:order", args=[self.public_id])

    @property
    def state(self) -> states.OrderState:
        return states.OrderState(self.case.state)

    @property
    def organisation(self) -> Organisation:
        """Whose order it is: none is opened without a workplace."""
        assert self.case.organisation is not None
        return self.case.organisation

    @property
    def is_composite(self) -> bool:
        """Commissioned support: parts of several groups under one quote."""
        return self.case.kind == "support"


class Batch(PublicRecord):
    """One row for every set of parts that a group measures in one go."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="batches")
    name = models.CharField(_("バッチ名"), max_length=100)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class OrderItemQuerySet(models.QuerySet["OrderItem"]):
    """Questions over the parts of orders: the work board."""

    def visible_to(self, user: Any) -> "OrderItemQuerySet":
        return self.filter(order__in=Order.objects.visible_to(user))

    def on_the_board(self) -> "OrderItemQuerySet":
        """Accepted work that is not verified yet, the most urgent first."""
        return (
            self.filter(order__case__state__in=states.AT_WORK)
            .exclude(state=states.ItemState.VERIFIED)
            .order_by("due_on", "pk")
        )

    def of_groups(self, groups: frozenset[int]) -> "OrderItemQuerySet":
        return self.filter(group__in=groups)

    def overdue(self, today: dt.date) -> "OrderItemQuerySet":
        return self.on_the_board().filter(due_on__lt=today)


class OrderItem(PublicRecord):
    """One row for every part of an order: an offering, how often, who does it, until when."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("種別"), max_length=10, choices=states.PartKind, default=states.PartKind.TEST)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("内容"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("数量"))
    copies = models.PositiveSmallIntegerField(_("成績書の謄本"), default=0)
    english = models.PositiveSmallIntegerField(_("英文成績書"), default=0)
    urgent = models.BooleanField(_("至急"), default=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="test_items")
    due_on = models.DateField(_("期限"), null=True)
    state = models.CharField(_("状態"), max_length=10, choices=states.ItemState, default=states.ItemState.WAITING)
    verifiers = models.PositiveSmallIntegerField(_("確認者の人数"), default=1)
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, related_name="items")
    quote_line = models.ForeignKey(QuoteLine, on_delete=models.PROTECT, null=True, related_name="+")
    delivered_on = models.DateField(_("実施日"), null=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    objects = OrderItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_part_per_position"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="a_part_has_a_quantity"),
            models.CheckConstraint(condition=Q(verifiers__gte=1), name="somebody_verifies"),
        ]
        indexes = [models.Index(fields=["group", "state", "due_on"]), models.Index(fields=["assignee", "state"])]

    def __str__(self) -> str:
        return self.label or str(self.offering)
