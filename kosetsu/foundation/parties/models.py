"""Who takes part: the institute and its branches, organisations and their workplaces, and who acts for whom."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import Named, PublicRecord
from kosetsu.foundation.parties import states


class Dated(models.Model):
    """A fact with a first and a last day; an empty last day means "until further notice"."""

    valid_from = models.DateField(_("開始日"), null=True, blank=True)
    valid_to = models.DateField(_("終了日"), null=True, blank=True)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions about facts with a first and a last day (both inclusive)."""

    def on(self, day: dt.date) -> "DatedQuerySet":
        """The rows in force on ``day``."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))


class Area(Named):
    """One row for every municipality, prefecture or country a workplace can stand in."""

    code = models.CharField(max_length=6, unique=True)
    kind = models.CharField(max_length=12, choices=states.AreaKind)
    name_kana = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["code"]


class Institute(Named):
    """One row: the institute that runs this installation, and the rules that hold everywhere in it."""

    key = models.CharField(max_length=40, unique=True)
    corporate_number = models.CharField(max_length=13, blank=True)
    prefecture = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    timezone = models.CharField(max_length=40, default="Asia/Tokyo")
    short_name = models.CharField(max_length=40, blank=True)
    settings = models.JSONField(default=dict)
    """Dated and sourced rules of institute.yaml: closing days, response deadlines, personal-data regime …"""


class Branch(Named):
    """One row for every site of the institute, open or not; its dated status says what it is today."""

    code = models.CharField(max_length=10, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    timezone = models.CharField(max_length=40, default="Asia/Tokyo")
    opened_on = models.DateField(null=True, blank=True)
    features = models.TextField(blank=True)
    focus = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code"]


class BranchStatus(Dated):
    """One row for every period in which a branch was open, closed for works, planned or merged."""

    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=20, choices=states.BranchState)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    objects = DatedQuerySet.as_manager()


class Group(Named, Dated):
    """One row for every technical or office group of a branch, in its period."""

    code = models.CharField(max_length=20, unique=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="groups")
    field = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions over organisations."""

    def partners(self) -> "OrganisationQuerySet":
        """Everyone who is not a client company."""
        return self.exclude(kind__in=[states.OrganisationKind.COMPANY, states.OrganisationKind.SOLE_TRADER])


class Organisation(PublicRecord):
    """One row for every legal body: a client company, a ward, a bank, a university …"""

    code = models.CharField(max_length=30, unique=True, null=True, blank=True)
    kind = models.CharField(_("種別"), max_length=24, choices=states.OrganisationKind)
    corporate_number = models.CharField(_("法人番号"), max_length=13, unique=True, null=True, blank=True)
    name = models.CharField(_("名称"), max_length=200)
    name_kana = models.CharField(_("名称カナ"), max_length=200, blank=True)
    name_folded = models.CharField(max_length=200, db_index=True, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    industry = models.CharField(_("業種"), max_length=6, blank=True)
    capital_yen = models.BigIntegerField(_("資本金"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("常用従業員数"), null=True, blank=True)
    large_owned = models.BooleanField(_("みなし大企業"), default=False)
    verified_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class OrganisationName(Dated):
    """One row for every name an organisation bore, with its period: names change, history stays."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    objects = DatedQuerySet.as_manager()


class Workplace(PublicRecord):
    """One row for every place of business (事業所): the unit the KPI counts, the place a ward's relief looks at."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workplaces")
    name = models.CharField(_("事業所名"), max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    postal_code = models.CharField(_("郵便番号"), max_length=8, blank=True)
    address = models.CharField(_("住所"), max_length=200, blank=True)
    telephone = models.CharField(_("電話番号"), max_length=30, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation.name} {self.name}".strip()


class Membership(models.Model):
    """One row for every person who acts for an organisation (or one workplace of it), in a period."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=12, choices=states.MembershipRole)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "workplace", "role"], name="one_membership_each")
        ]


class StaffPost(models.Model):
    """One row for every post a person of the institute holds: role, branch and group, in a period."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=states.StaffRole)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, blank=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
