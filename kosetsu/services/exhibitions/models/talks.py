"""The programme of a research presentation (研究発表会): talks with their abstracts, beside each other in tracks."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.gatherings.models import Gathering, Material
from kosetsu.foundation.gatherings.states import SHOWN
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.standing import standing


class TalkQuerySet(models.QuerySet["Talk"]):
    """Questions over talks."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all, anyone else those of what is public."""
        return self if standing(user).is_staff else self.shown()

    def shown(self) -> Self:
        """What everyone may read."""
        return self.filter(gathering__public=True, gathering__state__in=SHOWN)

    def given(self) -> Self:
        """Those that take place."""
        return self.filter(withdrawn_at=None)


class Talk(PublicRecord):
    """One row for every talk of a research presentation; one that was withdrawn stays on the programme as such.

    Of an invited body's talk ``invited_as`` says among whom it was invited: by it the annual report counts.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="talks")
    track = models.CharField(_("会場・トラック"), max_length=60, blank=True)
    starts_at = models.DateTimeField(_("開始"))
    ends_at = models.DateTimeField(_("終了"))
    title = models.CharField(_("発表の題名"), max_length=200)
    speaker = models.CharField(_("発表者"), max_length=200)
    affiliation = models.CharField(_("所属"), max_length=200, blank=True)
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    invited_as = models.CharField(_("招いた枠"), max_length=60, blank=True)
    abstract = models.TextField(_("要旨"), max_length=2000)
    material = models.ForeignKey(Material, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "track", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_talk_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(invited_as="") | Q(partner__isnull=False), name="an_invited_talk_is_a_partners"
            ),
            models.UniqueConstraint(
                fields=["gathering", "track", "starts_at"], condition=Q(withdrawn_at=None),
                name="one_talk_per_track_and_time",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
