"""From talk to joint development: what a circle's idea became."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.circles.models.circles import Circle, Member


class DevelopmentQuerySet(models.QuerySet["Development"]):
    """Questions over joint developments."""

    def visible_to(self, user: Any, day: dt.date) -> Self:
        """The institute's people see all; a company's people those in which it takes part; the circle sees none."""
        if standing(user).is_staff:
            return self
        mine = Member.objects.on(day).filter(workplace__in=Workplace.objects.acted_for_by(user)).values("pk")
        partnered = Partner.objects.filter(member__in=mine).values("development")
        return self.filter(Q(lead__in=mine) | Q(pk__in=partnered))


class Development(PublicRecord):
    """One row for every joint development of members of a circle; number, company and state stand in its case."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="development")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="developments")
    lead = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="led_developments")
    text = models.TextField(_("内容"))
    objects = DevelopmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.case)

    def get_absolute_url(self) -> str:
        return reverse("circles:development", args=[self.public_id])


class Partner(models.Model):
    """One row for every member that takes part in a development besides the one that leads it."""

    development = models.ForeignKey(Development, on_delete=models.CASCADE, related_name="partners")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="partnered_developments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["development", "member"], name="a_partner_takes_part_once")]
