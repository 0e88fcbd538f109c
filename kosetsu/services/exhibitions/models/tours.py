"""Being shown round the institute (見学): a group asks, a day and a guide are proposed, who came is counted."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.exhibitions.models.booths import new_ticket
from kosetsu.services.exhibitions.models.exhibitions import PERSON
from kosetsu.services.exhibitions.states import GUIDED, TourLetterKind, TourState


class TourQuerySet(models.QuerySet["Tour"]):
    """Questions over tours."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people; whoever asked has the ticket."""
        return self if standing(user).is_staff else self.none()


class Tour(PublicRecord):
    """One row for every group that asked to be shown round; whoever has ``ticket`` answers for the group.

    ``partner`` is the partner body that the group comes from, as the annual report counts tours.
    """

    group = models.CharField(_("団体名"), max_length=200)
    contact = models.CharField(_("代表者の氏名"), max_length=100)
    email = models.EmailField(_("メールアドレス"))
    people = models.PositiveSmallIntegerField(_("人数"))
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+", verbose_name=_("拠点"))
    wishes = models.CharField(_("希望する日時"), max_length=300)
    interest = models.TextField(_("見たいもの・目的"), max_length=2000)
    language = models.CharField(_("案内の言語"), max_length=2, choices=settings.LANGUAGES, default="ja")
    state = models.CharField(_("状態"), max_length=10, choices=TourState, default=TourState.ASKED)
    ticket = models.CharField(max_length=40, unique=True, default=new_ticket, editable=False)
    asked_at = models.DateTimeField(_("申込日時"))
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField(_("開始"), null=True)
    ends_at = models.DateTimeField(_("終了"), null=True)
    guide = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("案内者"))
    words = models.CharField(_("団体への連絡"), max_length=300, blank=True)
    came = models.PositiveSmallIntegerField(_("来た人数"), null=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    objects = TourQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=GUIDED)
                | Q(starts_at__isnull=False, guide__isnull=False, ends_at__gt=F("starts_at")),
                name="a_tour_has_its_time_and_guide",
            ),
            models.CheckConstraint(
                condition=~Q(state=TourState.HELD) | Q(came__isnull=False, entry__isnull=False),
                name="who_came_on_a_tour_is_counted",
            ),
            models.UniqueConstraint(
                fields=["guide", "starts_at"], condition=Q(state__in=GUIDED), name="a_guide_begins_one_tour_at_a_time"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.group


class TourLetter(OwedMail):
    """One row for every mail about a tour."""

    tour = models.ForeignKey(Tour, on_delete=models.PROTECT, related_name="letters", verbose_name=_("見学"))
    kind = models.CharField(max_length=12, choices=TourLetterKind)
