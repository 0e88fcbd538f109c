"""What the night found: for every company on record which programmes are open to it, and what changed."""

from typing import Any, Self

from django.db import models
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.standing import standing

YES, UNKNOWN, NO, NONE = "y", "u", "n", "-"
"""A verdict as one letter; "-" where the programme did not hold, or the company was not on record."""


class FitRun(models.Model):
    """One row for every night the programmes were asked for every company: of which day, how many, how long."""

    day = models.DateField(_("基準日"), db_index=True)
    known_at = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    """Empty while it runs, or where it was broken off: the next one begins anew."""
    codes = models.JSONField(default=list)
    """The programmes by their place in :attr:`Fit.verdicts`; places are only ever added."""
    companies = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.day}"

    @classmethod
    def last_finished(cls) -> "FitRun | None":
        """The newest that came to its end."""
        return cls.objects.exclude(finished_at=None).last()


class FitCount(models.Model):
    """One row for every programme and night: to how many companies it was open, unknown or closed, and what moved."""

    run = models.ForeignKey(FitRun, on_delete=models.CASCADE, related_name="counts")
    code = models.CharField(_("番号"), max_length=20)
    title = models.CharField(_("施策"), max_length=200)
    yes = models.PositiveIntegerField(_("使える"), default=0)
    unknown = models.PositiveIntegerField(_("わからない"), default=0)
    no = models.PositiveIntegerField(_("使えない"), default=0)
    newly = models.PositiveIntegerField(_("新たに使える"), default=0)
    no_longer = models.PositiveIntegerField(_("使えなくなった"), default=0)
    opened = models.PositiveIntegerField(_("新たに対象になりうる"), default=0)
    """It was ruled out for them, and is not any more."""
    ruled_out = models.PositiveIntegerField(_("対象外になった"), default=0)

    class Meta:
        ordering = ["run", "code"]
        constraints = [models.UniqueConstraint(fields=["run", "code"], name="one_count_per_programme_and_night")]

    def __str__(self) -> str:
        return f"{self.run} {self.code}"


class FitQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Whose fits a person may see, and to whom a programme is open."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all of them; anyone else none (a company asks the finder itself)."""
        return self if standing(user).is_staff else self.none()

    def open_to(self, place: int) -> Self:
        """Those to whom the programme at this place of ``verdicts`` is open."""
        return self.alias(letter=Substr("verdicts", place + 1, 1)).filter(letter=YES)


class Fit(models.Model):
    """One row for every company on record: a letter for each programme, in the order of ``FitRun.codes``."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="fit")
    verdicts = models.CharField(max_length=2000)
    objects = FitQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class FitChangeQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Who newly fits, and who no longer."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people."""
        return self if standing(user).is_staff else self.none()

    def newly(self) -> Self:
        """Those who fit now and did not before."""
        return self.filter(after=YES)


class FitChange(models.Model):
    """One row for every company whose verdict on a programme changed, with the night it was found.

    A programme that begins or ends changes nothing of a company: it is counted, and writes no row for each.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(FitRun, on_delete=models.CASCADE, related_name="changes")
    code = models.CharField(max_length=20)
    day = models.DateField()
    before = models.CharField(max_length=1)
    after = models.CharField(max_length=1)
    objects = FitChangeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["code", "day"])]
        constraints = [
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="a_fit_change_changes")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.day} {self.before}{self.after}"
