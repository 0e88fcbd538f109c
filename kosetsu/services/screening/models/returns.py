"""What goes back to a body, and who was sent to its committee."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.screening.models.programmes import APPROVERS, MANAGERS, ScreeningProgramme
from kosetsu.services.screening.states import DispatchState

PERSON = settings.AUTH_USER_MODEL


class ReturnPaper(PublicRecord):
    """One row for every return: the file and the letter as they went; neither ever changes."""

    programme = models.OneToOneField(ScreeningProgramme, on_delete=models.PROTECT, related_name="returned")
    number = models.CharField(_("文書番号"), max_length=30, unique=True)
    form = models.CharField(max_length=30)
    file = models.FileField(upload_to=RandomPlace("screening"), max_length=120)
    name = models.CharField(_("ファイル名"), max_length=150)
    size = models.PositiveBigIntegerField(_("大きさ"))
    sha256 = models.CharField(max_length=64)
    letter: Any = models.JSONField(default=dict)
    """All that the cover letter prints."""
    items = models.PositiveIntegerField(_("審査対象"))
    withdrawn = models.PositiveIntegerField(_("取り下げ"))
    reviews = models.PositiveIntegerField(_("延べ件数"))
    returned_on = models.DateField(_("返却日"))
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("審査結果の返却")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number


class DispatchQuerySet(models.QuerySet["CommitteeDispatch"]):
    """Questions over dispatches; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Whoever runs or approves the screening sees all; a colleague the own ones; anyone else none."""
        place = standing(user)
        if place.has(*MANAGERS, *APPROVERS):
            return self
        return self.filter(person=user) if place.is_staff else self.none()

    def for_lists(self) -> Self:
        return self.select_related(
            "programme__body__organisation", "programme__case", "person", "requested_by", "decided_by"
        )


class CommitteeDispatch(PublicRecord):
    """One row for every colleague who is to sit on a body's committee on a day: asked for, decided, attended.

    ``reviewed`` is how many applications the person reviewed there: as many entries of the casebook.
    """

    programme = models.ForeignKey(ScreeningProgramme, on_delete=models.PROTECT, related_name="dispatches")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("審査委員"))
    committee = models.CharField(_("委員会の名称"), max_length=150)
    on_date = models.DateField(_("開催日"))
    place = models.CharField(_("場所"), max_length=200, blank=True)
    state = models.CharField(_("状態"), max_length=10, choices=DispatchState, default=DispatchState.REQUESTED)
    reviewed = models.PositiveIntegerField(_("審査した件数"), null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    requested_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("依頼日時"))
    decided_by: Any = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("決定日時"), null=True)
    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("審査委員の派遣")
        ordering = ["on_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")), name="another_one_decides_a_committee"
            ),
            models.CheckConstraint(
                condition=~Q(state="attended") | Q(reviewed__gte=1), name="an_attended_committee_reviewed_something"
            ),
            models.UniqueConstraint(
                fields=["programme", "person", "on_date"], condition=~Q(state__in=["refused", "called_off"]),
                name="one_seat_a_person_and_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.committee} {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("screening-desk:dispatch", args=[self.public_id])
