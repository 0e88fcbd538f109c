"""The casebook: every matter (Case) and every delivered unit of service (Entry), each recorded once."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook import states
from kosetsu.foundation.parties.models import Branch, Dated, DatedQuerySet, Group, Organisation, Workplace
from kosetsu.foundation.parties.standing import standing


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions over cases; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> "CaseQuerySet":
        """Staff see every case; a company's person sees the cases of the workplaces acted for; anyone else none."""
        place = standing(user)
        if place.is_staff:
            return self
        if not place.organisations:
            return self.none()
        own = self.filter(organisation__in=place.organisations)
        return own if place.workplaces is None else own.filter(workplace__in=place.workplaces)

    def open(self) -> "CaseQuerySet":
        """Cases that wait for someone."""
        return self.filter(closed_at=None)


class Case(PublicRecord):
    """One row for every matter of any service, from the first word to the close; ``led_from`` chains them."""

    number = models.CharField(_("案件番号"), max_length=30, unique=True)
    service = models.CharField(max_length=30)
    kind = models.CharField(max_length=30)
    title = models.CharField(_("件名"), max_length=200)
    state = models.CharField(_("状態"), max_length=20)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="cases")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="cases")
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="cases")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, related_name="cases")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="cases")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="assigned_cases"
    )
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="referred_cases")
    channel = models.CharField(_("受付方法"), max_length=10, choices=states.Channel, blank=True)
    language = models.CharField(max_length=5, default="ja")
    opened_at = models.DateTimeField(_("受付日時"))
    due_on = models.DateField(_("期限"), null=True)
    closed_at = models.DateTimeField(_("終了日時"), null=True)
    led_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="led_to")
    joined_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="joined")
    source = models.CharField(max_length=10, choices=states.Source, default=states.Source.RECORDED)
    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["service", "state", "due_on"]),
            models.Index(fields=["group", "closed_at", "due_on"]),
            models.Index(fields=["assignee", "closed_at", "due_on"]),
            models.Index(fields=["organisation", "opened_at"]),
            models.Index(fields=["closed_at", "due_on", "opened_at"]),
            models.Index(fields=["due_on", "opened_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ClosedYear(models.Model):
    """One row for every fiscal year whose entries are frozen: new ones are refused, corrections need a reason."""

    fiscal_year = models.PositiveSmallIntegerField(unique=True)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)


class EntryQuerySet(models.QuerySet["Entry"]):
    """Questions over entries."""

    def visible_to(self, user: Any) -> "EntryQuerySet":
        """Staff see every entry; a company's person those of the workplaces acted for; anyone else none."""
        place = standing(user)
        if place.is_staff:
            return self
        if not place.organisations:
            return self.none()
        own = self.filter(organisation__in=place.organisations)
        return own if place.workplaces is None else own.filter(workplace__in=place.workplaces)

    def update(self, **values: Any) -> int:
        raise TypeError("entries are append-only: reverse the entry and record a new one")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("entries are append-only: reverse the entry and record a new one")


class Entry(models.Model):
    """One row for every delivered unit of service, append-only; a correction is a reversing row with a reason."""

    service = models.CharField(max_length=30)
    kind = models.CharField(max_length=40)
    on_date = models.DateField()
    fiscal_year = models.PositiveSmallIntegerField(db_index=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="entries")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="entries")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=states.Channel, blank=True)
    format = models.CharField(max_length=10, choices=states.Format, blank=True)
    field = models.CharField(max_length=20, blank=True)
    quantity = models.BigIntegerField(default=1)
    unit = models.CharField(max_length=10, default="件")
    amount_yen = models.BigIntegerField(default=0)
    headcount = models.IntegerField(default=0)
    headcount_online = models.IntegerField(default=0)
    reference = models.CharField(max_length=80, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    source = models.CharField(max_length=10, choices=states.Source)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="entries")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["service", "kind", "on_date"]),
            models.Index(fields=["workplace", "on_date"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(reverses=None) | ~Q(reason=""), name="a_reversal_has_a_reason"),
        ]


class Satisfaction(models.Model):
    """One row for every client who said how satisfied they are with one matter; each service has its own table."""

    satisfaction = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    comment = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @staticmethod
    def one_to_five(name: str) -> models.CheckConstraint:
        """The constraint that every such table has, under a name of its own."""
        return models.CheckConstraint(condition=Q(satisfaction__gte=1, satisfaction__lte=5), name=name)


class RobotWord(Dated):
    """One row for every word by which a program names itself, in the period it was known: its looks are not counted."""

    word = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "valid_from"], name="one_robot_word_from_a_day")]

    def __str__(self) -> str:
        return self.word

    @classmethod
    def of(cls, day: dt.date) -> list[str]:
        """The words of a day, in order, as a page prints them."""
        return list(cls.objects.on(day).order_by("word").values_list("word", flat=True))
