"""Reports (成績書): what was issued, its papers and copies, what replaced or withdrew it. Every row is written once."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.testing import states
from kosetsu.services.testing.models.orders import Order
from kosetsu.services.testing.models.records import TestRecord
from kosetsu.services.testing.papers.content import Content, load

PERSON = settings.AUTH_USER_MODEL
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None that is taken for another when read aloud or copied by hand."""


def verification_number() -> str:
    """Four times four letters, some 78 bits: nobody finds a report by trying."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _part in range(4))


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions over reports; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> "ReportQuerySet":
        """Those of the orders that the person sees."""
        return self.filter(order__in=Order.objects.visible_to(user))

    def for_lists(self) -> "ReportQuerySet":
        """With everything a list row and a report's page show."""
        return self.select_related(
            "order__case__organisation", "order__case__workplace", "branch", "issued_by", "revises", "revised_by",
            "withdrawal", "same_measurements_as",
        )  # fmt: skip

    def valid(self) -> "ReportQuerySet":
        """Neither replaced nor withdrawn."""
        return self.filter(revised_by=None, withdrawal=None)


class Report(PublicRecord):
    """One row for every report issued; ``content`` is what it says for ever: the database refuses a change."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="reports")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    number = models.CharField(_("成績書番号"), max_length=40, unique=True)
    kind = models.CharField(_("種別"), max_length=12, choices=states.ReportKind)
    issued_on = models.DateField(_("発行日"))
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    """:class:`papers.content.Content` as JSON."""
    seal = models.CharField(_("公印"), max_length=10, choices=states.Seal)
    verification = models.CharField(_("確認番号"), max_length=19, unique=True, default=verification_number)
    revises = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="revised_by")
    reason = models.CharField(_("変更の理由"), max_length=300, blank=True)
    same_measurements_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reissues")
    """The report whose measurements this one judges against another specification; both stay valid."""
    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["branch", "fiscal_year"])]
        constraints = [
            models.CheckConstraint(condition=Q(revises=None) | ~Q(reason=""), name="a_revision_says_why"),
            models.CheckConstraint(
                condition=Q(revises=None) | Q(same_measurements_as=None), name="a_revision_is_no_reissue"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("testing:report", args=[self.public_id])

    @property
    def said(self) -> Content:
        """What it says."""
        return load(self.content)

    @property
    def validity(self) -> states.Validity:
        """Withdrawn counts before replaced: nothing is right about it any more."""
        if hasattr(self, "withdrawal"):
            return states.Validity.WITHDRAWN
        return states.Validity.REPLACED if hasattr(self, "revised_by") else states.Validity.VALID


class ReportRecord(models.Model):
    """One row for every test record that a report states; the database refuses one that nobody else has verified."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="records")
    record = models.ForeignKey(TestRecord, on_delete=models.PROTECT, related_name="stated_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "record"], name="a_record_is_stated_once")]


class ReportPaper(PublicRecord):
    """One row for every language a report was printed in: its bytes under a random name, their digest for ever."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="papers")
    language = models.CharField(_("言語"), max_length=2)
    file = models.FileField(upload_to=RandomPlace("testing/reports"), max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    signed = models.BooleanField(_("電子署名"), default=False)
    english = models.JSONField(default=dict)
    """Japanese text → its words on an English paper."""

    class Meta:
        ordering = ["-language"]
        constraints = [
            models.UniqueConstraint(fields=["report", "language"], name="one_paper_per_language"),
            models.CheckConstraint(condition=Q(language__in=("ja", "en")), name="a_paper_has_a_language"),
        ]


class ReportCopy(models.Model):
    """One row for every time copies (謄本) of a paper were handed out."""

    paper = models.ForeignKey(ReportPaper, on_delete=models.PROTECT, related_name="copies")
    count = models.PositiveSmallIntegerField(_("部数"))
    handed_at = models.DateTimeField(_("交付日時"))
    handed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("備考"), max_length=200, blank=True)

    class Meta:
        ordering = ["-handed_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="a_copy_is_at_least_one")]


class Withdrawal(models.Model):
    """One row for every report taken back: whoever verifies it is told so, the text itself stays readable."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(_("取下げの理由"), max_length=300)
    withdrawn_at = models.DateTimeField(_("取下げ日時"))
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_withdrawal_says_why")]
