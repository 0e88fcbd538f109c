"""The institute's rules of letting its rooms, as dated data."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import Named
from kosetsu.foundation.catalogue.states import TaxClass
from kosetsu.foundation.parties.models import Dated, DatedQuerySet
from kosetsu.services.labs.states import DayShare


class LabTerms(Dated):
    """One row for every period in which rooms are let on these terms; the first one begins the tenancies on record."""

    years = models.PositiveSmallIntegerField(_("契約の年数"))
    extension_years = models.PositiveSmallIntegerField(_("延長の年数"))
    extension_times = models.PositiveSmallIntegerField(_("延長の回数"))
    ask_from_days = models.PositiveSmallIntegerField()
    ask_until_days = models.PositiveSmallIntegerField()
    """Asked for from so many days until so many days before the end."""
    notice_days = models.PositiveSmallIntegerField(_("退去の届出（日前）"))
    deposit_months = models.CharField(_("保証金（月額の倍数）"), max_length=12)
    day_share = models.CharField(_("日割り"), max_length=10, choices=DayShare)
    rounding = models.CharField(max_length=10)
    check_months = models.PositiveSmallIntegerField(_("年次確認（か月ごと）"))
    vacant_days = models.PositiveSmallIntegerField(_("空室の知らせ（日）"))
    passes = models.PositiveSmallIntegerField(_("入館証の枚数"))
    keep_names_days = models.PositiveSmallIntegerField(_("入館者の氏名の保存（日）"))
    restoration_tax = models.CharField(max_length=24, choices=TaxClass)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ask_from_days__gte=models.F("ask_until_days")), name="a_window_of_asking_opens_first"
            )
        ]

    @classmethod
    def of(cls, day: dt.date) -> "LabTerms | None":
        """The terms of a day; None before rooms were let here."""
        found: LabTerms | None = cls.objects.on(day).order_by("-valid_from").first()
        return found


class ReliefRule(Named, Dated):
    """One row for every reason for which rent may be let off (減免): how much, and for how many months at most."""

    code = models.CharField(max_length=30, unique=True)
    rate = models.CharField(max_length=12)
    months_max = models.PositiveSmallIntegerField()
    condition = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]


class LeavingRule(Named, Dated):
    """One row for every item that is looked at before a tenant has left (原状回復)."""

    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
