"""What kinds of calls there are, each in editions; a call keeps the one it began with."""

import datetime as dt
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.calls.rules.kinds import Kind

PERSON = settings.AUTH_USER_MODEL


class KindEditionQuerySet(models.QuerySet["KindEdition"]):
    """Questions over editions."""

    def current(self, day: dt.date) -> Self:
        """The one of each kind that a call planned on this day begins with."""
        begun = KindEdition.objects.filter(kind=OuterRef("kind"), valid_from__lte=day).order_by(
            "-valid_from", "-number"
        )
        return self.filter(pk=Subquery(begun.values("pk")[:1])).order_by("kind")


class KindEdition(models.Model):
    """One row for every edition of a kind of call, append-only: ``definition`` is the kind as data, checked before."""

    kind = models.CharField(_("種類"), max_length=30)
    number = models.PositiveIntegerField(_("版"))
    title = models.CharField(_("名称"), max_length=200)
    valid_from = models.DateField(_("適用開始"))
    definition = models.JSONField(_("定義"))
    source = models.CharField(_("出典"), max_length=300)
    made_at = models.DateTimeField(_("登録日時"))
    made_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("登録した人")
    )
    """None: read from the institute's folder."""
    objects = KindEditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公募の種類")
        ordering = ["kind", "number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="one_edition_a_number")]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    @cached_property
    def said(self) -> Kind:
        """The kind itself."""
        return Kind.model_validate(self.definition)
