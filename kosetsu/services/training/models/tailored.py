"""Courses made for one company: what it asked for, the syllabus, who takes it; and what such a course costs by."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.models import Quote
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings.models import Gathering, Registration
from kosetsu.foundation.parties.models import Dated, DatedQuerySet, Organisation
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training.states import Basis, CoursePlace, TailoredLetter, TailoredState


class TailoredCourseQuerySet(models.QuerySet["TailoredCourse"]):
    """Questions over tailored courses; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Staff see every one; a company's person those of the workplaces acted for; anyone else none."""
        return self if standing(user).is_staff else self.filter(case__in=Case.objects.visible_to(user))

    def for_lists(self) -> Self:
        """With everything a list row or a page shows."""
        return self.select_related(
            "case__organisation", "case__workplace", "case__contact", "case__branch", "case__group", "quote",
            "gathering__branch",
        )  # fmt: skip


class TailoredCourse(PublicRecord):
    """One row for every course a company asked to have made for its own people; its case holds number and state."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    subject = models.TextField(_("学びたいこと"))
    goals = models.TextField(_("目標"), blank=True)
    people = models.PositiveSmallIntegerField(_("受講する人数"), validators=[MinValueValidator(1)])
    wished_from = models.DateField(_("希望する時期（から）"), null=True, blank=True)
    wished_until = models.DateField(_("希望する時期（まで）"), null=True, blank=True)
    place = models.CharField(_("希望する場所"), max_length=10, choices=CoursePlace)
    outline = models.TextField(_("教程のねらい"), blank=True)
    designed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quote = models.OneToOneField(Quote, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    gathering = models.OneToOneField(Gathering, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(_("理由"), max_length=300, blank=True)
    objects = TailoredCourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("オーダーメードセミナー")
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="a_tailored_course_has_people"),
            models.CheckConstraint(
                condition=Q(wished_from=None) | Q(wished_until=None) | Q(wished_until__gte=F("wished_from")),
                name="a_wished_time_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def state(self) -> TailoredState:
        return TailoredState(self.case.state)

    @property
    def organisation(self) -> Organisation:
        """The company it is made for; every such case has one."""
        assert self.case.organisation
        return self.case.organisation

    @property
    def minutes(self) -> int:
        """How long its parts are together."""
        return self.parts.aggregate(all=Sum("minutes"))["all"] or 0

    @property
    def days(self) -> list[int]:
        """The numbers of the days it is held on, as the syllabus divides it."""
        return sorted(set(self.parts.values_list("day", flat=True)))

    @property
    def fee_yen(self) -> int:
        """What was charged for calling it off."""
        return self.case.charges.filter(what="cancellation").aggregate(all=Sum("yen"))["all"] or 0

    def address(self, *, desk: bool) -> str:
        """Its page at the desk, or the company's."""
        return reverse(f"training{'-desk' if desk else ''}:tailored", args=[self.public_id])


class SyllabusPart(models.Model):
    """One row for every part of a tailored course's syllabus: what is taught how long by whom, on which of its days."""

    course = models.ForeignKey(TailoredCourse, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField(_("回"), default=1)
    title = models.CharField(_("内容"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("時間（分）"))
    lecturer = models.CharField(_("講師"), max_length=200, blank=True)

    class Meta:
        ordering = ["day", "position"]
        constraints = [
            models.UniqueConstraint(fields=["course", "position"], name="one_part_per_position_of_a_syllabus"),
            models.CheckConstraint(condition=Q(minutes__gte=1, day__gte=1), name="a_part_of_a_syllabus_takes_time"),
        ]

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """One row for everybody whom the company names for its tailored course; the registration follows."""

    course = models.ForeignKey(TailoredCourse, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(_("氏名"), max_length=100)
    email = models.EmailField(_("メールアドレス"))
    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["course", "email"], name="one_participant_per_address")]

    def __str__(self) -> str:
        return self.name


class TailoredTerms(Dated):
    """One row for every period in which tailored courses are priced by this offering's tariff, counted by ``basis``."""

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=8, choices=Basis)
    step_minutes = models.PositiveSmallIntegerField(default=60)
    """How long a unit of time is."""
    place = models.CharField(max_length=10, choices=CoursePlace, blank=True)
    """Only for courses held there; empty: for all."""
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(step_minutes__gte=1), name="a_unit_of_time_has_a_length")]

    def __str__(self) -> str:
        return f"{self.offering} {self.get_basis_display()}"


class TailoredNotice(OwedMail):
    """One row for every mail about a tailored course, written with the change it tells of and sent by a job."""

    course = models.ForeignKey(TailoredCourse, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("種別"), max_length=10, choices=TailoredLetter)
