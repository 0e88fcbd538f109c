"""What must be provable later: every change, every declaration, every consent, every confidential read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord


class AuditEvent(models.Model):
    """One row for every change, chained: each row's digest covers the row before it.

    Written in the transaction of the change; UPDATE and DELETE are refused by triggers in the database.
    """

    sequence = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    key_id = models.CharField(max_length=20)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["thing", "thing_id"])]
        ordering = ["sequence"]


class ExportDeclaration(PublicRecord):
    """One row for every export-control declaration a person made (役務通達, in force 2022-05-01).

    Valid for one year from ``declared_on``. ``types`` holds the 特定類型 (1, 2, 3) the person says apply.
    """

    class State(models.TextChoices):
        CLEAR = "clear", _("該当なし")
        HELD = "held", _("確認待ち")
        CLEARED = "cleared", _("確認済み")
        REFUSED = "refused", _("提供不可")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="export_declarations")
    resident = models.BooleanField(_("居住者"))
    types = models.JSONField(_("特定類型"), default=list)
    technology = models.CharField(_("対象技術"), max_length=200, blank=True)
    declared_on = models.DateField(_("申告日"))
    state = models.CharField(_("状態"), max_length=10, choices=State.choices)
    cleared_technology = models.CharField(_("提供を認めた技術"), max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("判断の理由"), blank=True)


class Consent(PublicRecord):
    """One row for every consent given: to what, in which version of the text, when, and when it was withdrawn."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=60)
    text_version = models.CharField(max_length=20)
    subject = models.CharField(max_length=80, blank=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class AccessRecord(models.Model):
    """One row for every time a person of the institute or a partner read something confidential."""

    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=60)
    page = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["thing", "thing_id", "at"]), models.Index(fields=["person", "at"])]
