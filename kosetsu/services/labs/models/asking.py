"""What a tenant asks for and somebody else decides: more years, less rent."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.accounts.models import Person
from kosetsu.services.labs.models.tenancies import Tenancy
from kosetsu.services.labs.models.terms import ReliefRule
from kosetsu.services.labs.states import AskState

PERSON = settings.AUTH_USER_MODEL


class AskedQuerySet(models.QuerySet[Any]):
    """Questions over what was asked for; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """What belongs to a tenancy that the person sees."""
        return self.filter(tenancy__in=Tenancy.objects.visible_to(user))

    def waiting(self) -> Self:
        """What waits for somebody to decide."""
        return self.filter(state=AskState.ASKED)

    def granted(self) -> Self:
        return self.filter(state=AskState.GRANTED)


class AskedFor(PublicRecord):
    """What both have in common: one asks, another one decides with a reason."""

    state = models.CharField(_("状態"), max_length=10, choices=AskState, default=AskState.ASKED)
    reason = models.CharField(_("申請の理由"), max_length=300)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by: Any = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(_("決定の理由"), max_length=300, blank=True)
    objects = AskedQuerySet.as_manager()

    class Meta:
        abstract = True

    @staticmethod
    def rules(name: str) -> list[models.BaseConstraint]:
        """The constraints that each table has under a name of its own."""
        return [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name=f"somebody_else_decides_{name}"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"]) | Q(decided_by__isnull=False) & ~Q(decision=""),
                name=f"a_decision_of_{name}_has_its_reason",
            ),
            models.UniqueConstraint(fields=["tenancy"], condition=Q(state="asked"), name=f"one_{name}_waits"),
        ]

    @property
    def last_words(self) -> str:
        """Who decided what and why."""
        by: Person | None = self.decided_by
        return f"{by} {self.decision}".strip() if by else ""


class Extension(AskedFor):
    """One row for every time a tenant asked for more years, and what was decided."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="extensions")
    until_before = models.DateField()
    until = models.DateField(_("延長後の終了日"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("契約期間の延長")
        constraints = [
            *AskedFor.rules("extension"),
            models.CheckConstraint(condition=Q(until__gt=F("until_before")), name="an_extension_is_longer"),
        ]


class RentRelief(AskedFor):
    """One row for every time rent was to be let off (減免): by which rule, how much, from when to when."""

    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="reliefs")
    rule = models.ForeignKey(ReliefRule, on_delete=models.PROTECT, related_name="+")
    rate = models.CharField(_("減免の割合"), max_length=12)
    """That of the rule when it was asked for."""
    first = models.DateField(_("減免の開始日"))
    last = models.DateField(_("減免の終了日"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("使用料の減免")
        constraints = [
            *AskedFor.rules("relief"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="a_relief_ends_after_it_begins"),
        ]
