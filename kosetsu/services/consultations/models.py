"""Records of a consultation: the matter itself, its thread and files, what was proposed, visited, answered, mailed."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import MAX_FILE_BYTES, RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.models import Case, Entry, Satisfaction
from kosetsu.foundation.catalogue.models import Offering, TechnologyField
from kosetsu.foundation.catalogue.states import ClientClass
from kosetsu.foundation.parties.models import Group, Workplace
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations import states

PERSON = settings.AUTH_USER_MODEL


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Questions over consultations; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> "ConsultationQuerySet":
        """Staff see every consultation; a company's person those of the workplaces acted for; anyone else none."""
        if standing(user).is_staff:
            return self
        return self.filter(case__in=Case.objects.visible_to(user))

    def open(self) -> "ConsultationQuerySet":
        """Those that wait for someone."""
        return self.filter(case__closed_at=None)

    def of_groups(self, groups: frozenset[int]) -> "ConsultationQuerySet":
        """Those that lie with one of these groups."""
        return self.filter(case__group__in=groups)

    def unassigned(self) -> "ConsultationQuerySet":
        """Open ones that nobody has taken."""
        return self.open().filter(case__state__in=states.UNASSIGNED)

    def our_turn(self) -> "ConsultationQuerySet":
        """Open ones whose first answer, or next one, the institute owes."""
        return self.open().filter(case__state__in=states.UNASSIGNED | {states.State.ASSIGNED})

    def overdue(self, today: dt.date) -> "ConsultationQuerySet":
        """Ours to act on, with a deadline before today."""
        return self.our_turn().filter(case__due_on__lt=today)

    def due_between(self, first: dt.date, last: dt.date) -> "ConsultationQuerySet":
        """Ours to act on, with a deadline in the period (both days included)."""
        return self.our_turn().filter(case__due_on__gte=first, case__due_on__lte=last)

    def for_lists(self) -> "ConsultationQuerySet":
        """With everything a list row shows."""
        return self.select_related(
            "case__organisation",
            "case__workplace__organisation",
            "case__branch",
            "case__group",
            "case__assignee",
            "field",
        )


class Consultation(PublicRecord):
    """One row for every technical consultation; number, parties, state and deadline stand in its case."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="consultation")
    question = models.TextField(_("相談内容"))
    understood = models.TextField(_("整理した内容"), blank=True)
    field = models.ForeignKey(TechnologyField, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wished_on = models.DateField(_("希望する回答期限"), null=True, blank=True)
    confidential = models.BooleanField(_("特に秘密を要する"), default=False)
    caller_name = models.CharField(_("相談者"), max_length=100, blank=True)
    caller_telephone = models.CharField(_("電話番号"), max_length=30, blank=True)
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    delivered = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    """The one entry of this consultation, written with the first answer or visit."""
    outcome = models.CharField(_("結果"), max_length=14, choices=states.Outcome, blank=True)
    outcome_note = models.TextField(_("結果の補足"), blank=True)
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("技術相談")
        verbose_name_plural = _("技術相談")
        indexes = [models.Index(fields=["caller_name"])]

    def __str__(self) -> str:
        return str(self.case)


class ChosenOffering(models.Model):
    """One row for every offering the client chose in the plan before asking."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="chosen")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "offering"], name="an_offering_is_chosen_once")]


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions over messages."""

    def visible_to(self, user: Any) -> "MessageQuerySet":
        """What this person may read: the institute's notes are for staff alone."""
        if standing(user).is_staff:
            return self
        return self.filter(consultation__in=Consultation.objects.visible_to(user)).exclude(side=states.Side.NOTE)


class Message(models.Model):
    """One row for every utterance in a consultation's thread, by either side, or a note among staff."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=states.Side)
    kind = models.CharField(max_length=10, choices=states.MessageKind)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]


class Attachment(PublicRecord):
    """One row for every file of a message; its bytes lie under a random name outside the web root."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to=RandomPlace("consultations"), max_length=120)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=12, choices=states.Scan, default=states.Scan.NOT_SCANNED)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__lte=MAX_FILE_BYTES), name="an_attachment_is_not_too_large")
        ]


class Proposal(PublicRecord):
    """One row for every offering proposed to the client, with the quantity and the price of that day.

    ``amount_yen`` is empty where the offering has no tariff or the client's class of price is not known yet;
    ``lines`` are the parts of the price as shown. A change of the tariff changes no proposal.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="proposals")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="proposals")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    copies = models.PositiveSmallIntegerField(default=0)
    english = models.PositiveSmallIntegerField(default=0)
    client_class = models.CharField(max_length=8, choices=ClientClass, blank=True)
    priced_on = models.DateField()
    amount_yen = models.PositiveBigIntegerField(null=True)
    lines = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="a_proposal_has_a_quantity")]


class OnSiteVisit(PublicRecord):
    """One row for every visit of the institute's people to a workplace; each is one entry of on-site support."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="visits")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    visited_on = models.DateField(_("訪問日"))
    visitors = models.CharField(_("訪問した職員"), max_length=200)
    report = models.TextField(_("訪問の記録"))
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SurveyAnswer(Satisfaction):
    """One row for every consultation whose client said how satisfied they are, once."""

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="survey")

    class Meta:
        constraints = [Satisfaction.one_to_five("satisfaction_is_one_to_five")]


class CannedAnswer(models.Model):
    """One row for every prepared answer, of one group or (no group) of everyone."""

    title = models.CharField(_("見出し"), max_length=100)
    text = models.TextField(_("文面"))
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    in_use = models.BooleanField(_("使用中"), default=True)

    class Meta:
        verbose_name = _("回答の文例")
        verbose_name_plural = _("回答の文例")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Notice(OwedMail):
    """One row for every mail of a consultation, written with the change it tells of and sent by a job."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=states.NoticeKind)
