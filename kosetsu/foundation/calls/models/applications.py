"""Who applied: what was answered, what became of it and why, and what was said against it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.calls.models.calls import Call, Round
from kosetsu.foundation.calls.states import (
    GONE,
    SEATED,
    AppealState,
    ApplicationState,
    Channel,
    LetterKind,
    Rule,
)
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.reviews.models import Conflict, Item

PERSON = settings.AUTH_USER_MODEL


class CallApplicationQuerySet(models.QuerySet["Application"]):
    """Questions over applications; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and to the institute's people what was handed in, but nothing one has a conflict of interest with.

        What of it they read the kind says (``permissions.papers``).
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        own = self.own_of(user)
        if not standing(user).is_staff:
            return own
        handed_in = Q(submitted_at__isnull=False) & ~Q(Exists(_conflicts_of(user)))
        return self.filter(handed_in | Q(pk__in=own.values("pk")))

    def own_of(self, user: Any) -> Self:
        """Those of the workplaces somebody acts for, and a member of staff's own."""
        places = Workplace.objects.acted_for_by(user)
        return self.filter(Q(workplace__in=places) | Q(workplace=None, made_by=user))

    def handed_in(self) -> Self:
        """What was handed in and neither withdrawn nor lapsed."""
        return self.exclude(state=ApplicationState.DRAFT).exclude(state__in=GONE)

    def on_reserve(self) -> Self:
        """Who is called up next, the first first."""
        return self.filter(state=ApplicationState.RESERVE).order_by("place", "pk")

    def for_lists(self) -> Self:
        return self.select_related("call__edition", "workplace__organisation", "made_by")


def _conflicts_of(user: Any) -> Any:
    return Conflict.objects.in_force().filter(item__entrant__application=OuterRef("pk"), person=user)


class Application(PublicRecord):
    """One row for every application to a call, from its draft to its outcome.

    Whoever is accepted has a ``seat`` of the call, which no two can have and no call has more of than its capacity;
    ``place`` is the place on the reserve list. A call to the institute's own people has no workplace.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(_("番号"), max_length=30, unique=True, null=True, blank=True)
    title = models.CharField(_("題名"), max_length=200, blank=True)
    state = models.CharField(_("状態"), max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT)
    channel = models.CharField(_("応募の方法"), max_length=8, choices=Channel, default=Channel.WEB)
    posted_on = models.DateField(_("消印の日"), null=True, blank=True)
    answers = models.JSONField(_("応募の内容"), default=dict)
    contact_name = models.CharField(_("担当者"), max_length=100)
    contact_email = models.EmailField(_("メールアドレス"))
    language = models.CharField(max_length=5, default="ja")
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("作成日時"))
    submitted_at = models.DateTimeField(_("応募日時"), null=True, blank=True)
    missing = models.TextField(_("足りないもの"), blank=True)
    missing_until = models.DateTimeField(_("補正の期限"), null=True, blank=True)
    seat = models.PositiveIntegerField(null=True, blank=True)
    place = models.PositiveIntegerField(null=True, blank=True)
    rule = models.CharField(_("適用した規則"), max_length=10, choices=Rule, blank=True)
    reason = models.TextField(_("決定の理由"), blank=True)
    objects = CallApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("応募")
        ordering = ["call", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "workplace"], condition=~Q(state__in=GONE), name="one_application_a_workplace"
            ),
            models.UniqueConstraint(
                fields=["call", "made_by"],
                condition=Q(workplace=None) & ~Q(state__in=GONE),
                name="one_application_a_colleague",
            ),
            models.UniqueConstraint(fields=["call", "seat"], name="one_application_a_seat"),
            models.UniqueConstraint(fields=["call", "place"], name="one_application_a_place"),
            models.CheckConstraint(
                condition=Q(seat__isnull=False, seat__gte=1, state__in=SEATED) | (Q(seat=None) & ~Q(state__in=SEATED)),
                name="a_seat_exactly_while_accepted",
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.RESERVE, place__isnull=False)
                | (~Q(state=ApplicationState.RESERVE) & Q(place=None)),
                name="a_place_exactly_while_on_reserve",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*SEATED, ApplicationState.RESERVE, ApplicationState.REFUSED]) | ~Q(reason=""),
                name="every_decision_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
                | Q(submitted_at__isnull=False, number__isnull=False),
                name="what_was_handed_in_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number or "", self.title or str(self.applicant)) if part)

    @property
    def applicant(self) -> Any:
        """Who applies: the workplace, or the member of staff."""
        return self.workplace or self.made_by

    def get_absolute_url(self) -> str:
        return reverse("calls:application", args=[self.public_id])


class ApplicationFile(PublicRecord):
    """One row for every file of an application, by the field of the form it answers."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=30)
    file = models.FileField(upload_to=RandomPlace("calls"), max_length=120)
    name = models.CharField(_("ファイル名"), max_length=150)
    size = models.PositiveBigIntegerField(_("大きさ"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("応募のファイル")
        ordering = ["pk"]


class Entrant(models.Model):
    """One row for every application that a round reviews: its item there, and what the round's choice said of it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="entrants")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="heard")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="entrant")
    rank = models.PositiveIntegerField(_("順位"), null=True)
    numerator = models.IntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    rule = models.CharField(_("適用した規則"), max_length=10, choices=Rule, blank=True)
    tie = models.CharField(_("同点の扱い"), max_length=60, blank=True)

    class Meta:
        ordering = ["round", "rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "application"], name="one_entrant_a_round")]


class Appeal(PublicRecord):
    """One row for every appeal against a decision, and how another person decided it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField(_("異議の内容"))
    state = models.CharField(_("状態"), max_length=10, choices=AppealState, default=AppealState.MADE)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("申立日時"))
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("審理した日時"), null=True)
    reason = models.TextField(_("審理の理由"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("異議の申立て")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], name="one_appeal_an_application"),
            models.CheckConstraint(
                condition=Q(state=AppealState.MADE) | ~Q(reason=""), name="a_decided_appeal_has_a_reason"
            ),
        ]


class Letter(OwedMail):
    """One row for every mail about an application."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=16, choices=LetterKind)
