"""What must be provable later: every change, every declaration, every consent, every confidential read."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord, localized
from kosetsu.foundation.governance.rules import last_day
from kosetsu.foundation.governance.states import DeclarationState


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

    @property
    def changed(self) -> list[tuple[str, Any, Any]]:
        """What is different: the name of each value, as it was and as it became (None where it did not exist)."""
        names = dict.fromkeys([*self.before, *self.after])
        return [(name, self.before.get(name), self.after.get(name)) for name in names]


class Verification(models.Model):
    """One row for every time the whole chain was read again: what was read, and how much of it did not fit."""

    SHOWN = 100

    at = models.DateTimeField(_("確認した日時"))
    rows = models.BigIntegerField(_("監査記録の行数"))
    anchors = models.PositiveIntegerField(_("控えの件数"))
    faults = models.PositiveIntegerField(_("不一致の件数"))
    findings = models.JSONField(default=list)
    """The first of them, as [row number, what is wrong]."""

    class Meta:
        ordering = ["at", "pk"]
        get_latest_by = ["at", "pk"]


class RestoreDrill(models.Model):
    """One row for every time a backup was restored for practice, beside the running program: whether it lives."""

    at = models.DateTimeField(_("訓練した日時"))
    archive = models.CharField(_("バックアップ"), max_length=40)
    made_at = models.DateTimeField(_("バックアップの日時"))
    rows = models.BigIntegerField(_("復元した行数"))
    seconds = models.PositiveIntegerField(_("かかった秒数"))
    passed = models.BooleanField(_("復元できた"))
    said = models.TextField(_("記録"), blank=True)
    """What each step said; of one that failed, why."""

    class Meta:
        ordering = ["at", "pk"]
        get_latest_by = ["at", "pk"]

    def __str__(self) -> str:
        return self.archive


class ExportDeclarationQuerySet(models.QuerySet["ExportDeclaration"]):
    """Questions over declarations."""

    def latest_of(self, person: Any, on: dt.date) -> "ExportDeclaration | None":
        """The declaration that speaks for the person on that day, good or not."""
        return self.filter(person=person, declared_on__lte=on).order_by("-declared_on", "-pk").first()

    def waiting(self) -> "ExportDeclarationQuerySet":
        """Those on which a person of export control must decide: only the newest of each person counts."""
        newer = ExportDeclaration.objects.filter(
            Q(declared_on__gt=models.OuterRef("declared_on"))
            | Q(declared_on=models.OuterRef("declared_on"), pk__gt=models.OuterRef("pk")),
            person=models.OuterRef("person"),
        )
        return self.filter(~models.Exists(newer), state=DeclarationState.HELD)


class ExportDeclaration(PublicRecord):
    """One row for every export-control declaration a person made (役務通達, in force 2022-05-01).

    Valid for one year from ``declared_on``. ``types`` holds the 特定類型 (1, 2, 3) the person says apply.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="export_declarations")
    resident = models.BooleanField(_("居住者"))
    types = models.JSONField(_("特定類型"), default=list)
    technology = models.CharField(_("対象技術"), max_length=200, blank=True)
    declared_on = models.DateField(_("申告日"))
    state = models.CharField(_("状態"), max_length=10, choices=DeclarationState.choices)
    cleared_technology = models.CharField(_("提供を認めた技術"), max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("判断の理由"), blank=True)
    objects = ExportDeclarationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "declared_on"]), models.Index(fields=["state", "declared_on"])]
        ordering = ["declared_on", "pk"]

    @property
    def is_newest(self) -> bool:
        """Whether this is what speaks for the person: a later declaration takes its place."""
        later = Q(declared_on__gt=self.declared_on) | Q(declared_on=self.declared_on, pk__gt=self.pk)
        return not ExportDeclaration.objects.filter(later, person=self.person_id).exists()

    @property
    def good_until(self) -> dt.date:
        """The last day of its year."""
        return last_day(self.declared_on)


class ConsentText(models.Model):
    """One row for every version of a text that people are asked to agree to."""

    purpose = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    valid_from = models.DateField()
    title_ja = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    title_th = models.CharField(max_length=200, blank=True)
    text_ja = models.TextField()
    text_en = models.TextField(blank=True)
    text_th = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="one_text_per_version")]
        ordering = ["purpose", "valid_from"]

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def text(self) -> str:
        return localized(self, "text")


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Questions over consents."""

    def in_force(self) -> "ConsentQuerySet":
        """Given and not withdrawn."""
        return self.filter(withdrawn_at=None)


class Consent(PublicRecord):
    """One row for every consent given: to what, in which version of the text, when, and when it was withdrawn."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=60)
    text_version = models.CharField(max_length=20)
    subject = models.CharField(max_length=80, blank=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "subject"], condition=Q(withdrawn_at=None), name="one_consent_in_force"
            )
        ]


class AccessRecord(models.Model):
    """One row for every time a person of the institute or a partner read something confidential."""

    at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=60)
    page = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["thing", "thing_id", "at"]), models.Index(fields=["person", "at"])]
