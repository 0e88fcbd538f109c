"""What reporting keeps of its own: frozen editions with their changes, and sheets of evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord


class Edition(PublicRecord):
    """One row for every frozen state of a fiscal year's figures: 1 when the year is closed, more after corrections."""

    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("版"))
    frozen_at = models.DateTimeField(_("確定日時"))
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()
    """Measure key → [value as a fraction or null, rows behind it, synthetic rows among them]."""
    listings = models.JSONField(default=dict)
    """Outline key → name of each listed table → its columns and rows, as they were printed."""

    class Meta:
        ordering = ["fiscal_year", "number"]
        constraints = [models.UniqueConstraint(fields=["fiscal_year", "number"], name="one_edition_of_each_number")]

    def __str__(self) -> str:
        return f"{self.fiscal_year}-{self.number}"


class FigureChange(models.Model):
    """One row for every figure or listed table that differs from the edition before, with the reasons for it.

    ``measure`` is the figure's key, or the table's section and title.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="changes")
    measure = models.CharField(max_length=80)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "measure"], name="one_change_of_each_figure")]


class Evidence(PublicRecord):
    """One row for every uploaded sheet of evidence that was found whole: checked first, loaded when confirmed."""

    class State(models.TextChoices):
        CHECKED = "checked", _("確認待ち")
        LOADED = "loaded", _("取り込み済み")

    name = models.CharField(_("ファイル名"), max_length=200)
    digest = models.CharField(max_length=64)
    state = models.CharField(_("状態"), max_length=10, choices=State, default=State.CHECKED)
    rows = models.JSONField()
    count = models.PositiveIntegerField(_("行数"))
    uploaded_at = models.DateTimeField(_("アップロード日時"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(_("取り込み日時"), null=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=Q(state="loaded"), name="one_load_of_each_sheet")
        ]

    def __str__(self) -> str:
        return self.name
