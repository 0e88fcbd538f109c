"""Who exhibits: a company's recommendation, its booth, and the page that the institute checked."""

import datetime as dt
import secrets
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.exhibitions import rules
from kosetsu.services.exhibitions.models.exhibitions import PERSON, Exhibition, Invitation
from kosetsu.services.exhibitions.states import (
    PLACED,
    SEEN,
    TAKING_PART,
    BoothKind,
    BoothState,
    LetterKind,
    PanelKind,
    Plan,
    RecommendationState,
)


def reader() -> str:
    """The language of whoever reads."""
    return (get_language() or "ja")[:2]


def new_ticket() -> str:
    """An address that nobody guesses."""
    return secrets.token_urlsafe(24)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Questions over recommendations."""

    def visible_to(self, user: Any) -> Self:
        """The partner sees its own, the institute those whose company consented, the company its own."""
        place = standing(user)
        mine = Q(invitation__partner__in=place.partner_organisations) | Q(
            workplace__organisation__in=place.organisations
        )
        return self.filter(mine | Q(state__in=SEEN)) if place.is_staff else self.filter(mine)


class Recommendation(PublicRecord):
    """One row for every company that a partner body recommends; whoever has ``ticket`` answers for the company.

    ``place`` is one of the partner's quota, which no two recommendations can have.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="recommendations")
    company = models.CharField(_("会社名"), max_length=200)
    email = models.EmailField(_("担当者のメールアドレス"))
    reason = models.TextField(_("推薦の理由"))
    state = models.CharField(_("状態"), max_length=12, choices=RecommendationState, default=RecommendationState.ASKED)
    place = models.PositiveSmallIntegerField(null=True)
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ticket = models.CharField(max_length=40, unique=True, default=new_ticket, editable=False)
    recommended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField(_("推薦日時"))
    consented_at = models.DateTimeField(_("同意日時"), null=True)
    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["recommended_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "place"], name="one_recommendation_per_place"),
            models.CheckConstraint(
                condition=Q(place__isnull=False, state__in=PLACED) | (Q(place=None) & ~Q(state__in=PLACED)),
                name="a_place_exactly_while_recommended",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SEEN) | Q(consented_at__isnull=False, workplace__isnull=False),
                name="a_company_is_seen_once_it_consented",
            ),
        ]

    def __str__(self) -> str:
        return self.company


class BoothQuerySet(models.QuerySet["Booth"]):
    """Questions over booths."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all, a company and a partner body their own."""
        place = standing(user)
        if place.is_staff:
            return self
        own = Q(kind=BoothKind.COMPANY, organisation__in=place.organisations)
        if place.workplaces is not None:
            own &= Q(workplace__in=place.workplaces)
        return self.filter(own | Q(kind=BoothKind.PARTNER, organisation__in=place.partner_organisations))

    def made_by(self, user: Any) -> Self:
        """Those whose page the person writes; of the institute's people, the institute's own."""
        return self.filter(kind=BoothKind.INSTITUTE) if standing(user).is_staff else self.visible_to(user)

    def shown(self, at: dt.datetime) -> Self:
        """What everyone sees from the opening moment on: booths with a page that was checked."""
        shown = Exhibition.objects.shown(at)
        return self.filter(exhibition__in=shown, state__in=TAKING_PART).exclude(editions=None)


class Booth(PublicRecord):
    """One row for every exhibitor of one exhibition; its ``topic`` is what figures call it by (a line of business)."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="booths")
    kind = models.CharField(_("区分"), max_length=10, choices=BoothKind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, null=True, related_name="booth")
    contact = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("出展者名"), max_length=200)
    topic = models.CharField(_("業種（一言で）"), max_length=100, blank=True)
    lead = models.CharField(_("見出し"), max_length=200, blank=True)
    translations = models.JSONField(default=dict)
    """Language → its texts, and the Japanese ones of which they were made (``rules.standing``)."""
    tags = models.JSONField(_("分野の札"), default=list)
    plan = models.CharField(_("出展方法"), max_length=10, choices=Plan, default=Plan.ONLINE)
    state = models.CharField(_("状態"), max_length=10, choices=BoothState)
    remark = models.CharField(_("差し戻しの理由"), max_length=300, blank=True)
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    """What was recorded when it was first in view during the exhibition."""
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True, related_name="+")
    objects = BoothQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "organisation"], condition=~Q(state=BoothState.WITHDRAWN),
                name="one_booth_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(kind=BoothKind.INSTITUTE) | Q(organisation__isnull=False), name="a_booth_is_somebodys"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def head(self) -> dict[str, str]:
        """Its own texts in Japanese, as they will stand on the wall."""
        return {"name": self.name, "topic": self.topic, "lead": self.lead}

    @property
    def page(self) -> "Edition | None":
        """The page in view: the last one that was checked."""
        return self.editions.order_by("-number").first()


class Panel(PublicRecord):
    """One row for every part of a booth's page as it is being written; one that was taken out stays for old pages."""

    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="panels")
    kind = models.CharField(_("種類"), max_length=10, choices=PanelKind)
    title = models.CharField(_("見出し"), max_length=120)
    text = models.TextField(_("本文"), blank=True, max_length=4000)
    translations = models.JSONField(default=dict)
    url = models.URLField(_("リンク"), blank=True)
    file = models.FileField(upload_to=RandomPlace("exhibitions"), blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def head(self) -> dict[str, str]:
        """Its texts in Japanese."""
        return {"title": self.title, "text": self.text}

    def told(self) -> dict[str, Any]:
        """As it stands on a page that was checked, in every language in which it is up to date."""
        return {
            "id": str(self.public_id), "kind": self.kind, **self.head, "url": self.url, "file_name": self.file_name,
            "translations": rules.standing(self.head, self.translations),
        }  # fmt: skip


class EditionQuerySet(models.QuerySet["Edition"]):
    """Questions over checked pages."""

    def found(self, at: dt.datetime) -> Self:
        """The pages that the search finds: in view, and their exhibition not over for too long."""
        return self.in_view(Booth.objects.shown(at).filter(exhibition__in=Exhibition.objects.found(at)))

    def in_view(self, booths: BoothQuerySet) -> Self:
        """The page of each booth that everyone sees: the last one that was checked."""
        newest = Edition.objects.filter(booth=OuterRef("booth")).order_by("-number").values("pk")[:1]
        return self.filter(booth__in=booths, pk=Subquery(newest))


class Edition(models.Model):
    """One row for every page of a booth that the institute checked; never changed, so that a page in view is known."""

    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    topic = models.CharField(max_length=100, blank=True)
    lead = models.CharField(max_length=200, blank=True)
    translations = models.JSONField(default=dict)
    tags = models.JSONField(default=list)
    panels = models.JSONField(default=list)
    words = models.TextField(blank=True)
    """All its text, folded, to be searched."""
    checked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booth", "number"], name="one_edition_per_number")]

    def __str__(self) -> str:
        return self.told("name")

    @property
    def summary(self) -> str:
        return self.told("lead")

    def told(self, field: str) -> str:
        """A text of its head in the reader's language, in Japanese where it has none."""
        own = {name: getattr(self, name) for name in ("name", "topic", "lead")}
        return rules.in_language(own, self.translations, reader())[0][field]

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        return [panel for panel in self.panels if panel["kind"] == kind]


class Letter(OwedMail):
    """One row for every mail about an exhibition."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12, choices=LetterKind)
