"""The members' part: what is written on the board, needed and offered, with its files."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import MAX_FILE_BYTES, RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.services.circles.models.circles import Circle
from kosetsu.services.circles.states import NoteKind

PERSON = settings.AUTH_USER_MODEL


class NoteQuerySet(models.QuerySet["Note"]):
    """Questions over notes."""

    def shown(self) -> Self:
        """What its author made public, of circles that are public."""
        return self.filter(public=True, withdrawn_at=None, circle__in=Circle.objects.shown())

    def visible_to(self, user: Any, day: dt.date) -> Self:
        """What the person may read: everything of a circle whose secrecy the person keeps, else the public part."""
        shown, inside = self.shown().values("pk"), Circle.objects.inside(user, day).values("pk")
        return self.filter(Q(pk__in=shown) | Q(circle__in=inside), withdrawn_at=None)


class Note(PublicRecord):
    """One row for every note of a circle's members' part; only its author makes it public."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("種類"), max_length=10, choices=NoteKind)
    title = models.CharField(_("見出し"), max_length=200)
    text = models.TextField(_("本文"), blank=True)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=200)
    """The person and company as they were when it was written."""
    at = models.DateTimeField(_("日時"))
    public = models.BooleanField(_("公開"), default=False)
    withdrawn_at = models.DateTimeField(null=True)
    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]


class NoteFile(PublicRecord):
    """One row for every file of a note; its bytes lie under a random name outside the web root."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to=RandomPlace("circles"), max_length=120)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__lte=MAX_FILE_BYTES), name="a_file_of_a_note_is_not_too_large")
        ]
