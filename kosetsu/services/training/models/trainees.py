"""Trainee students of universities: counted in numbers; their names apart, and only for as long as they are needed."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Dated, DatedQuerySet, Group, Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training.states import TraineeState

PERSON = settings.AUTH_USER_MODEL


class TraineeStayQuerySet(models.QuerySet["TraineeStay"]):
    """Questions over stays of trainees."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all; anyone else none."""
        return self if standing(user).is_staff else self.none()

    def for_lists(self) -> Self:
        """With everything a list row shows: numbers, never names."""
        return self.select_related("university", "group__branch", "entered_by", "decided_by")


class TraineeStay(PublicRecord):
    """One row for every time a university sends so many trainees to a group; who they are stands elsewhere."""

    number = models.CharField(_("番号"), max_length=30, unique=True)
    state = models.CharField(_("状態"), max_length=10, choices=TraineeState, default=TraineeState.OFFERED)
    university_name = models.CharField(_("大学・学校"), max_length=200)
    university = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    theme = models.CharField(_("研修の内容"), max_length=200)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("開始日"))
    ends_on = models.DateField(_("終了日"))
    count = models.PositiveSmallIntegerField(_("人数"), validators=[MinValueValidator(1)])
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("登録日時"))
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    objects = TraineeStayQuerySet.as_manager()

    class Meta:
        verbose_name = _("研修学生の受入れ")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_stay_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(count__gte=1), name="a_stay_is_of_somebody"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")), name="another_one_decides_a_stay"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, state__in=[TraineeState.STAYING, TraineeState.ENDED])
                | (Q(entry=None) & ~Q(state__in=[TraineeState.STAYING, TraineeState.ENDED])),
                name="a_stay_that_began_has_its_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.university_name}"

    def get_absolute_url(self) -> str:
        return reverse("training-desk:trainee_stay", args=[self.public_id])


class TraineeNameQuerySet(models.QuerySet["TraineeName"]):
    """Questions over names of trainees."""

    def outlived(self, day: dt.date) -> Self:
        """Those whose day has come."""
        return self.filter(purge_on__lte=day)


class TraineeName(models.Model):
    """One row for every trainee by name, until ``purge_on``; in no list, export, figure or audit row."""

    stay = models.ForeignKey(TraineeStay, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("氏名"), max_length=100)
    purge_on = models.DateField(_("消去する日"), db_index=True)
    objects = TraineeNameQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        """The row's number: whoever prints it by mistake prints no name."""
        return f"{self.stay_id}-{self.pk}"


class TraineeTerms(Dated):
    """One row for every period in which names of trainees are kept for so many days after the end of their stay."""

    keep_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "pk"]

    def __str__(self) -> str:
        return f"{self.keep_days} {self.source}"
