"""What came of it, asked every year: of the circle, and of each member."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.services.circles.models.circles import Circle, Member

PERSON = settings.AUTH_USER_MODEL


class YearReport(PublicRecord):
    """One row for every fiscal year of a circle's life, as it was reported: its members, its meetings, what it did."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="reports")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    members = models.PositiveIntegerField(_("会員企業の数"))
    meetings = models.PositiveIntegerField(_("例会の回数"))
    text = models.TextField(_("活動の報告"))
    reported_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("報告日時"))

    class Meta:
        ordering = ["-fiscal_year"]
        constraints = [models.UniqueConstraint(fields=["circle", "fiscal_year"], name="one_report_a_year")]


class Outcome(models.Model):
    """One row for every member's answer of a year: what the circle brought, and with whom one can talk openly."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="outcomes")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    contacts = models.PositiveIntegerField(_("新しく知り合った会社"))
    deals = models.PositiveIntegerField(_("取引の件数"))
    developments = models.PositiveIntegerField(_("共同開発の件数"))
    open_talks = models.PositiveIntegerField(_("率直に話せる相手の人数"))
    comment = models.TextField(_("ひとこと"), blank=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["-fiscal_year"]
        constraints = [models.UniqueConstraint(fields=["member", "fiscal_year"], name="one_outcome_a_year")]
