"""Staff sent to other bodies as members of committees, lecturers, reviewers, advisers of schools."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.models import Group, Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training.states import StaffDispatchKind, StaffDispatchState

PERSON = settings.AUTH_USER_MODEL


class StaffDispatchQuerySet(models.QuerySet["StaffDispatch"]):
    """Questions over dispatches of staff."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all; anyone else none."""
        return self if standing(user).is_staff else self.none()

    def for_lists(self) -> Self:
        """With everything a list row shows, and the hours that count."""
        hours = Sum("days__hours", filter=Q(days__taken_back_at=None), default=0)
        found: Self = self.select_related("host", "group__branch", "offering", "entered_by", "decided_by")
        return found.prefetch_related("staff").annotate(hours=hours)


class StaffDispatch(PublicRecord):
    """One row for every request of another body that staff of the institute come: who, when, what for, for what price.

    ``offering`` is what an hour of it costs by; without one it is free.
    """

    number = models.CharField(_("番号"), max_length=30, unique=True)
    kind = models.CharField(_("種類"), max_length=10, choices=StaffDispatchKind)
    state = models.CharField(_("状態"), max_length=10, choices=StaffDispatchState, default=StaffDispatchState.REQUESTED)
    host_name = models.CharField(_("派遣先"), max_length=200)
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(_("用務"), max_length=200)
    place = models.CharField(_("場所"), max_length=200, blank=True)
    reference = models.CharField(_("依頼文書の番号"), max_length=80, blank=True)
    starts_on = models.DateField(_("開始日"))
    ends_on = models.DateField(_("終了日"))
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    staff: Any = models.ManyToManyField(PERSON, related_name="+", verbose_name=_("派遣する職員"))
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("登録日時"))
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    objects = StaffDispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("委員・講師等の派遣")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_dispatch_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")), name="another_one_decides_a_dispatch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.purpose}"

    def get_absolute_url(self) -> str:
        return reverse("training-desk:staff_dispatch", args=[self.public_id])


class StaffDayQuerySet(models.QuerySet["StaffDay"]):
    """Questions over days of dispatches."""

    def counted(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)


class StaffDay(PublicRecord):
    """One row for every day that one person was at the host, with its hours; each is one entry of the casebook."""

    dispatch = models.ForeignKey(StaffDispatch, on_delete=models.PROTECT, related_name="days")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField(_("日付"))
    hours = models.PositiveSmallIntegerField(_("時間"))
    headcount = models.PositiveIntegerField(_("聞いた人の数"), default=0)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    objects = StaffDayQuerySet.as_manager()

    class Meta:
        ordering = ["on_date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "person", "on_date"], condition=Q(taken_back_at=None),
                name="one_day_of_a_dispatch_per_person",
            ),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=24), name="a_day_of_a_dispatch_has_hours"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.dispatch} {self.on_date}"
