"""Companies to which an opportunity is brought, the talks on the way, and the help towards a product."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.alliances.models.liaisons import Liaison
from kosetsu.services.alliances.models.opportunities import Opportunity
from kosetsu.services.alliances.states import PAIRING_OPEN, ContactKind, PairingState

PERSON = settings.AUTH_USER_MODEL


class PairingQuerySet(models.QuerySet["Pairing"]):
    """Questions over pairings; whatever a person sees passes through :meth:`visible_to` or :meth:`brought_to`."""

    def visible_to(self, user: Any) -> Self:
        """At the desk: those of the programmes one works on."""
        return self.filter(opportunity__liaison__in=Liaison.objects.worked_on_by(user))

    def brought_to(self, user: Any) -> Self:
        """A company's own that it was told of; a candidate is nobody's but ours."""
        place = standing(user)
        told = self.exclude(told_at=None).filter(organisation__in=place.organisations)
        return told if place.workplaces is None else told.filter(workplace__in=place.workplaces)

    def for_lists(self) -> Self:
        """With everything a list row or a page shows."""
        return self.select_related(
            "opportunity__case",
            "opportunity__liaison",
            "opportunity__source",
            "organisation",
            "workplace__organisation",
        )

    def open(self) -> Self:
        """Something may still come of them."""
        return self.filter(state__in=PAIRING_OPEN)


class Pairing(PublicRecord):
    """One row for every company (or workplace of it) to which an opportunity is, or may be, brought.

    From ``told_at`` on the company reads ``shown_…``, a copy of what the opportunity said then; ``shown_detail`` is
    filled when it agreed to secrecy.
    """

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, related_name="pairings", verbose_name=_("ニーズ・シーズ")
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("企業"))
    workplace = models.ForeignKey(
        Workplace, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("事業所")
    )
    state = models.CharField(_("状態"), max_length=12, choices=PairingState, default=PairingState.CANDIDATE)
    why = models.CharField(_("候補にした理由"), max_length=300, blank=True)
    """Ours alone."""
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("登録した人"))
    made_at = models.DateTimeField(_("登録日時"))
    told_at = models.DateTimeField(_("紹介日時"), null=True)
    shown_title = models.CharField(_("題名"), max_length=120, blank=True)
    shown_summary = models.TextField(_("概要"), blank=True)
    shown_source = models.CharField(_("提供元"), max_length=200, blank=True)
    shown_detail = models.TextField(_("詳細"), blank=True)
    secrecy_on = models.DateField(_("秘密保持に合意した日"), null=True)
    secrecy_file = models.FileField(upload_to=RandomPlace("secrecy"), max_length=120, blank=True)
    secrecy_name = models.CharField(_("ファイル名"), max_length=150, blank=True)
    interested_at = models.DateTimeField(_("関心ありの返事"), null=True)
    matched_on = models.DateField(_("成立した日"), null=True)
    agreement = models.CharField(_("双方の合意の内容"), max_length=300, blank=True)
    match_entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("マッチング")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "organisation"], condition=Q(state__in=sorted(PAIRING_OPEN)),
                name="one_open_pairing_with_a_company",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=False) | Q(state__in=["candidate", "dropped"], shown_title=""),
                name="who_was_not_told_knows_nothing",
            ),
            models.CheckConstraint(
                condition=Q(secrecy_on__isnull=False) | Q(shown_detail=""), name="no_detail_without_secrecy"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["matched", "ended"], match_entry__isnull=False, matched_on__isnull=False)
                | Q(match_entry=None, matched_on=None) & ~Q(state__in=["matched", "ended"]),
                name="a_match_is_an_entry",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.opportunity.case.number} {self.organisation}"

    @property
    def company(self) -> str:
        """Whom it was brought to, by workplace where one is said."""
        return str(self.workplace or self.organisation)

    def get_absolute_url(self) -> str:
        return reverse("alliances-desk:pairing", args=[self.public_id])


class DeedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions over talks and supports; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(liaison__in=Liaison.objects.worked_on_by(user))

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)

    def for_lists(self) -> Self:
        """With everything a list row or a page shows."""
        return self.select_related("liaison", "organisation", "workplace__organisation", "by")


class Deed(PublicRecord):
    """What talks and supports have in common: one day with one body, counted as one entry, or taken back."""

    liaison = models.ForeignKey(
        Liaison, on_delete=models.PROTECT, related_name="+", verbose_name=_("連携コーディネーター事業")
    )
    on_date = models.DateField(_("日付"))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("相手"))
    workplace = models.ForeignKey(
        Workplace, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("事業所")
    )
    note = models.TextField(_("内容"), blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+", verbose_name=_("実績"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("記録した人"))
    at = models.DateTimeField(_("記録日時"))
    taken_back_at = models.DateTimeField(_("取り消した日時"), null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    objects = DeedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-on_date", "-pk"]

    def __str__(self) -> str:
        return f"{self.on_date:%Y/%m/%d} {self.partner}"

    @property
    def partner(self) -> str:
        """With whom, by workplace where one is said."""
        return str(self.workplace or self.organisation)


class LiaisonContact(Deed):
    """One row for every contact or interview of a coordinator with a source or a company on a day."""

    kind = models.CharField(_("種別"), max_length=10, choices=ContactKind)
    channel = models.CharField(_("手段"), max_length=10, choices=Channel)
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, null=True, related_name="contacts", verbose_name=_("ニーズ・シーズ")
    )
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, null=True, related_name="contacts", verbose_name=_("マッチング")
    )

    class Meta(Deed.Meta):
        verbose_name = verbose_name_plural = _("接触・面談")

    def get_absolute_url(self) -> str:
        return reverse("alliances-desk:contact", args=[self.public_id])


class ProductSupport(Deed):
    """One row for every day on which a coordinator helped a company on the way to a product."""

    topic = models.CharField(_("支援の内容"), max_length=30)
    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, null=True, related_name="supports", verbose_name=_("マッチング")
    )

    class Meta(Deed.Meta):
        verbose_name = verbose_name_plural = _("製品化支援")

    @property
    def topic_name(self) -> str:
        """Its key where the folder lost it."""
        topic = self.liaison.said.topic(self.topic)
        return str(topic.name) if topic else self.topic

    def get_absolute_url(self) -> str:
        return reverse("alliances-desk:support", args=[self.public_id])
