"""Programmes as they are described: every edition is kept, so that yesterday's answer can be given again.

An edition has two times: the days it holds (``valid_from`` to ``valid_to``) and the moment it was recorded. What was
known at a moment about a day is the newest edition recorded by then, if it holds on the day.
"""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Dated, DatedQuerySet


class Edition(models.Model):
    """What a recorded text has: its content, its digest, when it became known and who recorded it."""

    body = models.JSONField()
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(_("記録日時"), db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who published it; nobody where it came with the institute's folder."""
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta:
        abstract = True


class VocabularyEdition(Edition):
    """One row for every edition of the vocabulary: the facts, kinds of cost and definitions. Append-only."""

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.recorded_at:%Y-%m-%d %H:%M}"


class DescriptionQuerySet(DatedQuerySet):
    """Which editions hold on a day, as far as was known at a moment."""

    def of_round(self, one: Any) -> Self:
        """The editions of the round that an edition, a draft or a description is of, in the order of their numbers."""
        return self.filter(code=one.code, fiscal_year=one.fiscal_year, round=one.round).order_by("number")

    def newest(self, known_at: dt.datetime) -> Self:
        """The last edition of each round recorded by then, withdrawn ones too."""
        later = self.model.objects.filter(
            code=models.OuterRef("code"),
            fiscal_year=models.OuterRef("fiscal_year"),
            round=models.OuterRef("round"),
            recorded_at__lte=known_at,
            number__gt=models.OuterRef("number"),
        )
        return self.filter(~models.Exists(later), recorded_at__lte=known_at)

    def in_force(self, day: dt.date, known_at: dt.datetime) -> Self:
        """What was known at ``known_at`` to hold on ``day``, in the order of the codes."""
        return self.newest(known_at).on(day).filter(withdrawn=False).order_by("code", "fiscal_year", "round")


class DescriptionEdition(PublicRecord, Dated, Edition):
    """One row for every edition of one programme's description (one round of one fiscal year). Append-only."""

    code = models.CharField(_("番号"), max_length=20)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    round = models.CharField(_("回"), max_length=40, blank=True)
    number = models.PositiveIntegerField(_("版"))
    withdrawn = models.BooleanField(_("取り下げ"), default=False)
    objects = DescriptionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "fiscal_year", "round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "fiscal_year", "round", "number"], name="one_text_per_edition")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.fiscal_year} {self.round} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("programmes-desk:edition", args=[self.public_id])

    @property
    def title(self) -> str:
        """The programme's name in Japanese, as its description says."""
        return str(self.body["words"]["ja"])


class EditionCases(models.Model):
    """One row for every edition that was published with worked cases: the programme's own, as YAML. Append-only."""

    edition = models.OneToOneField(DescriptionEdition, on_delete=models.PROTECT, related_name="cases")
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.edition)


class Draft(PublicRecord):
    """One row for every description somebody is writing: it becomes an edition when it is published."""

    code = models.CharField(_("番号"), max_length=20)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    round = models.CharField(_("回"), max_length=40, blank=True)
    text = models.TextField(_("記述"))
    """YAML, as the institute's folder has it."""
    cases = models.TextField(_("確認用の例"), blank=True)
    """Worked cases of the programme, YAML."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "fiscal_year", "round"]
        constraints = [models.UniqueConstraint(fields=["code", "fiscal_year", "round"], name="one_draft_per_round")]

    def __str__(self) -> str:
        return f"{self.code} {self.fiscal_year} {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("programmes-desk:draft", args=[self.public_id])
