"""Help for going abroad (MTEP): the fields of its advisers and its texts on foreign rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AdviserField(models.Model):
    """One row for every line of the printed list of advisers: a field as printed, and how many advise in it."""

    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    field = models.CharField(_("技術分野"), max_length=200)
    advisers = models.PositiveSmallIntegerField(_("人数"))
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["fiscal_year", "field"]
        constraints = [models.UniqueConstraint(fields=["fiscal_year", "field"], name="one_line_per_field")]


class GuideText(models.Model):
    """One row for every explanatory text on foreign rules; a title the source does not print is numbered."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("題名"), max_length=200)
    published_on = models.DateField(_("公開日"), null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField()
    converted = models.BooleanField(_("冊子からウェブ化"), default=False)
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title
