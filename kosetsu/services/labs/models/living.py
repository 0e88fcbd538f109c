"""What happens while a tenant is there: passes for day and night, the lab manager's visits, the yearly check."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.labs.models.tenancies import Tenancy
from kosetsu.services.labs.states import CheckResult

PERSON = settings.AUTH_USER_MODEL


class OfTenancyQuerySet(models.QuerySet[Any]):
    """Questions over what belongs to a tenancy; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """What belongs to a tenancy that the person sees."""
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))


class PassQuerySet(OfTenancyQuerySet):
    """Questions over passes."""

    def wished(self) -> Self:
        """Named by the tenant, no card given yet."""
        return self.filter(given_on=None, ended_on=None)

    def out(self) -> Self:
        """Cards that somebody holds."""
        return self.filter(given_on__isnull=False, ended_on=None)

    def old_names(self, day: dt.date, keep_days: int) -> Self:
        """Ended so long ago that nobody needs the name any more."""
        return self.filter(ended_on__lt=day - dt.timedelta(days=keep_days)).exclude(holder="")


class Pass(PublicRecord):
    """One row for everybody who may come day and night (24時間入館証): named, card given, card returned or lost."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="passes")
    holder = models.CharField(_("氏名"), max_length=100, blank=True)
    """Empty again when the day has come on which names go."""
    telephone = models.CharField(_("緊急連絡先"), max_length=30, blank=True)
    card = models.CharField(_("入館証の番号"), max_length=30, blank=True)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField(_("交付日"), null=True)
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(_("返却日"), null=True)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    lost = models.BooleanField(_("紛失"), default=False)
    objects = PassQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("24時間入館証")
        constraints = [
            models.UniqueConstraint(
                fields=["card"], condition=~Q(card="") & Q(ended_on=None), name="a_card_is_with_one_person"
            ),
            models.CheckConstraint(condition=Q(given_on=None) | ~Q(card=""), name="a_given_pass_has_a_card"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(given_on=None) | Q(ended_on__gte=F("given_on")),
                name="a_card_comes_back_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return self.card or self.holder


class VisitQuerySet(OfTenancyQuerySet):
    """Questions over visits."""

    def to_follow(self) -> Self:
        """What was promised and is not done yet."""
        return self.exclude(follow_up="").filter(followed_at=None)


class Visit(PublicRecord):
    """One row for every visit of the lab manager: what about, what was said, what is to follow."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="visits")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField(_("訪問日"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(_("相談の内容"), max_length=200)
    note = models.TextField(_("助言（入居者にも見えます）"), blank=True)
    internal = models.TextField(_("職員だけの記録"), blank=True)
    follow_up = models.CharField(_("次にすること"), max_length=300, blank=True)
    follow_by = models.DateField(_("いつまでに"), null=True)
    followed_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("結果"), max_length=300, blank=True)
    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-pk"]
        verbose_name = _("ラボマネージャーの訪問")
        constraints = [
            models.CheckConstraint(condition=Q(followed_at=None) | ~Q(outcome=""), name="what_followed_has_an_outcome"),
        ]

    def __str__(self) -> str:
        return self.topic


class YearlyCheck(PublicRecord):
    """One row for every yearly look at a tenant's progress and room, once per due day."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="checks")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("期日"))
    on_date = models.DateField(_("確認日"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("結果"), max_length=10, choices=CheckResult)
    progress = models.TextField(_("開発の進み"))
    findings = models.TextField(_("指摘・助言"), blank=True)
    objects = OfTenancyQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        verbose_name = _("年次確認")
        constraints = [models.UniqueConstraint(fields=["tenancy", "due_on"], name="one_check_per_due_day")]
