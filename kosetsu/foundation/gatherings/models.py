"""Anything with a date, organisers and attendees: seminars, meetings, exhibitions, forums, drills."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.parties.models import Branch, Organisation


class Gathering(PublicRecord):
    """One row for every event; a date the source did not print stays empty."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=30)
    title = models.CharField(_("名称"), max_length=200)
    summary = models.TextField(_("概要"), blank=True)
    starts_on = models.DateField(_("開始日"), null=True, blank=True)
    ends_on = models.DateField(_("終了日"), null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField(null=True, blank=True)
    format = models.CharField(_("開催形式"), max_length=10, choices=Format, blank=True)
    place = models.CharField(_("会場"), max_length=200, blank=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, blank=True)
    sessions = models.PositiveSmallIntegerField(_("回数"), default=1)
    cancelled = models.BooleanField(_("中止"), default=False)
    public = models.BooleanField(default=True)
    source = models.CharField(max_length=10, default="recorded")
    reference = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-starts_on", "code"]

    def __str__(self) -> str:
        return self.title


class Organiser(models.Model):
    """One row for every body that hosts, co-hosts, backs, sponsors or speaks at a gathering."""

    class Role(models.TextChoices):
        HOST = "host", _("主催")
        COHOST = "cohost", _("共催")
        BACKER = "backer", _("後援")
        SPONSOR = "sponsor", _("協賛")
        PARTNER = "partner", _("連携機関")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=8, choices=Role)


class Attendance(models.Model):
    """One row for every count of attendees (a headcount) or one attending person of a gathering."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    on_date = models.DateField(null=True, blank=True)
    headcount = models.PositiveIntegerField(default=1)
    headcount_online = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=20, default="名")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person", "on_date"],
                condition=models.Q(person__isnull=False),
                name="one_attendance_per_person_and_day",
            )
        ]
