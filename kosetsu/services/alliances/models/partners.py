"""Whom the institute works with: agreements with their papers, networks and their members, joint activities."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.parties.models import Branch, Dated, DatedQuerySet, Organisation


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Questions over agreements."""

    def on(self, day: dt.date) -> "AgreementQuerySet":
        """The agreements in force on ``day``."""
        return self.filter(Q(started_on=None) | Q(started_on__lte=day), Q(ended_on=None) | Q(ended_on__gte=day))


class Agreement(models.Model):
    """One row for every partnership under an agreement (協定・覚書), of the institute or of one branch."""

    class Scope(models.TextChoices):
        INSTITUTE = "institute", _("機関")
        DEPARTMENT = "department", _("個別部署")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    scope = models.CharField(_("範囲"), max_length=12, choices=Scope)
    number = models.PositiveSmallIntegerField(_("No."))
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, blank=True)
    started_on = models.DateField(_("締結年月日"), null=True, blank=True)
    ended_on = models.DateField(_("終了日"), null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["scope", "number"]
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_agreement_per_number")]

    def __str__(self) -> str:
        return str(self.organisation)


class AgreementDocument(models.Model):
    """One row for every paper signed under an agreement; a day the source does not print stays empty."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("文書名"), max_length=200)
    signed_on = models.DateField(_("締結年月日"), null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["signed_on", "id"]


class NetworkMember(Dated):
    """One row for every body in a network (首都圏公設試連携体 TKF, MTEP) and its part in it, in a period."""

    class Role(models.TextChoices):
        MEMBER = "member", _("連携機関")
        OBSERVER = "observer", _("オブザーバー機関")
        OPERATOR = "operator", _("運営機関")

    network = models.CharField(max_length=10)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="networks")
    role = models.CharField(max_length=10, choices=Role)
    joined_fiscal_year = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    objects = DatedQuerySet.as_manager()


class NetworkField(Dated):
    """One row for every field in which a network's researchers exchange information (partner groups)."""

    network = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    objects = DatedQuerySet.as_manager()


class Activity(models.Model):
    """One row for every activity done with a partner in a fiscal year, as the annual report lists it."""

    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    section = models.CharField(max_length=20)
    region = models.CharField(_("地域・区分"), max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(_("種類"), max_length=30)
    description = models.TextField(_("内容"))
    count = models.PositiveIntegerField(_("回数"), null=True, blank=True)
    count_unit = models.CharField(max_length=60, blank=True)
    months = models.JSONField(default=list)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["fiscal_year", "kind"])]
