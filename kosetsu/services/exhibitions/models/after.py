"""What comes after an exhibition: what became of it, and what it costs to exhibit."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.services.exhibitions.models.booths import Booth
from kosetsu.services.exhibitions.models.exhibitions import PERSON, Exhibition
from kosetsu.services.exhibitions.states import Plan

MOST = 999_999


class FollowUp(PublicRecord):
    """One row for every time an exhibitor is asked, so many months after the end, what became of it; answered once."""

    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField(_("おたずねした日時"))
    contacts = models.PositiveIntegerField(_("引き合いの数"), null=True, validators=[MaxValueValidator(MOST)])
    negotiations = models.PositiveIntegerField(_("商談の数"), null=True, validators=[MaxValueValidator(MOST)])
    contracts = models.PositiveIntegerField(_("成約の数"), null=True, validators=[MaxValueValidator(MOST)])
    contracts_yen = models.PositiveBigIntegerField(_("成約の金額（円）"), null=True)
    comment = models.TextField(_("ご意見"), blank=True, max_length=2000)
    answered_at = models.DateTimeField(_("回答日時"), null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["months", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booth", "months"], name="a_booth_is_asked_once_for_a_month"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(contacts__isnull=False, contracts__isnull=False),
                name="an_answer_has_numbers",
            ),
        ]


class Fee(models.Model):
    """One row for every way to exhibit that costs something: by the tariff of an offering, by size of the company."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="fees")
    plan = models.CharField(max_length=10, choices=Plan)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibition", "plan"], name="one_fee_per_way_to_exhibit")]
