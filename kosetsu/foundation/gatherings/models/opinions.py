"""What those who came think of it: without a name, and without a way back to one."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from kosetsu.foundation.gatherings.models.gatherings import Gathering

SATISFIED = 4
"""The lowest grade that says satisfied."""


class Opinion(models.Model):
    """One row for every answer to a gathering's survey: the grade from 1 to 5 and what was written.

    Nothing leads from it to a registration, which only knows that it has answered, not when.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="opinions")
    satisfaction = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    comment = models.TextField(blank=True)
    on_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfaction__gte=1, satisfaction__lte=5), name="an_opinion_is_a_grade_of_five"
            )
        ]
