"""Organisations under their dated names, and their workplaces."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.common.text import fold_company, tidy_line
from kosetsu.foundation.parties import states
from kosetsu.foundation.parties.models.dated import Dated, DatedQuerySet
from kosetsu.foundation.parties.models.places import Area, Institute
from kosetsu.foundation.parties.rules.law import thresholds_on
from kosetsu.foundation.parties.rules.prices import PriceFacts, PriceVerdict, price_class
from kosetsu.foundation.parties.rules.sizes import SizeFacts, SizeVerdict, size_of
from kosetsu.foundation.parties.standing import standing

SELF = "self"
"""The source of a body that one of its own people registered."""


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions over organisations; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """Staff see all; anyone else sees the public directory of partner bodies and the bodies acted for."""
        place = standing(user)
        if place.is_staff:
            return self
        return self.filter(Q(listed=True) | Q(pk__in=place.organisations | place.partner_organisations))

    def partners(self) -> "OrganisationQuerySet":
        """Everyone who is not a client company."""
        return self.exclude(kind__in=states.CLIENT_KINDS)

    def similar_to(self, name: str) -> "OrganisationQuerySet":
        """Bodies that bear or bore this name, written in whatever way (株式会社・㈱, kana, variants)."""
        folded = fold_company(name)
        return self.filter(Q(name_folded=folded) | Q(names__name=tidy_line(name))).distinct()

    def to_verify(self) -> "OrganisationQuerySet":
        """Bodies that registered themselves, with a number or (sole traders) without, and wait for staff to look."""
        return self.filter(Q(source=SELF) | ~Q(claimed_number=""), verified_at=None)

    def clients(self) -> "OrganisationQuerySet":
        """Everyone who is in nobody's public directory."""
        return self.filter(listed=False)


class Organisation(PublicRecord):
    """One row for every legal body: a client company, a ward, a bank, a university …"""

    code = models.CharField(max_length=30, unique=True, null=True, blank=True)
    kind = models.CharField(_("種別"), max_length=24, choices=states.OrganisationKind)
    corporate_number = models.CharField(_("法人番号"), max_length=13, unique=True, null=True, blank=True)
    claimed_number = models.CharField(_("申告された法人番号"), max_length=13, blank=True)
    """What a company said at its registration; it becomes ``corporate_number`` once staff have looked."""
    name = models.CharField(_("名称"), max_length=200)
    name_kana = models.CharField(_("名称カナ"), max_length=200, blank=True)
    name_folded = models.CharField(max_length=200, db_index=True, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    industry = models.CharField(_("業種"), max_length=6, blank=True)
    capital_yen = models.BigIntegerField(_("資本金"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("常用従業員数"), null=True, blank=True)
    large_owned = models.BooleanField(_("みなし大企業"), default=False)
    listed = models.BooleanField(_("連携機関として公開"), default=False)
    """The institute itself prints the body (agreements, networks): anyone may see that it exists."""
    incorporated_on = models.DateField(_("法人になった日"), null=True, blank=True)
    """From this day a company; the days before it was a sole trader, under the names of those days."""
    class_decided = models.CharField(_("職員が決めた料金区分"), max_length=8, blank=True)
    class_reason = models.CharField(_("料金区分の理由"), max_length=300, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(_("確認した書類"), max_length=24, choices=states.Evidence, blank=True)
    """What was seen where there is no number to look up; ``evidence_note`` says of which day, by whom issued."""
    evidence_note = models.CharField(_("書類の日付・番号など"), max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("parties-desk:organisation", args=[self.public_id])

    @property
    def awaits_verification(self) -> bool:
        """Whether it stands in :meth:`OrganisationQuerySet.to_verify`."""
        return self.verified_at is None and (self.source == SELF or bool(self.claimed_number))

    def name_on(self, day: dt.date) -> str:
        """The name borne on ``day``; names without any date are variants and never the answer."""
        dated = [one for one in self.names.all() if (one.valid_from or one.valid_to) and one.holds_on(day)]
        return max(dated, key=lambda one: one.valid_from or dt.date.min).name if dated else self.name

    def kind_on(self, day: dt.date) -> states.OrganisationKind:
        """What it was on ``day``."""
        if self.incorporated_on and day < self.incorporated_on:
            return states.OrganisationKind.SOLE_TRADER
        return states.OrganisationKind(self.kind)

    def size_on(self, day: dt.date, acts: tuple[str, ...] = ("basic",)) -> SizeVerdict:
        """The size under the SME Act, with its reason."""
        individual = self.kind_on(day) == states.OrganisationKind.SOLE_TRADER
        facts = SizeFacts(self.industry, self.capital_yen, self.employees, individual)
        return size_of(facts, thresholds_on(day, acts))

    def price_class_on(self, day: dt.date, institute: Institute | None = None) -> PriceVerdict:
        """The class of price, by the institute's rule or as a member of staff decided with a reason."""
        if self.class_decided:
            return PriceVerdict(self.class_decided, self.class_reason)  # type: ignore[arg-type]
        institute = institute or Institute.current()
        rules = [rule for rule in institute.price_rules if rule.holds_on(day)] if institute else []
        acts = rules[0].acts if rules else ("basic",)
        facts = PriceFacts(
            self.kind_on(day),
            self.size_on(day, acts).size,
            self._inside(institute, day) if institute else None,
            self.large_owned,
        )
        return price_class(facts, rules, day)

    def _inside(self, institute: Institute, day: dt.date) -> bool | None:
        """Whether an open workplace lies in the institute's prefecture; None while no place is known."""
        areas = [place.area for place in self.workplaces.select_related("area").open_on(day) if place.area]
        areas = areas or [area for area in [self.area] if area]
        return any(institute.contains(area) for area in areas) if areas else None


class OrganisationName(Dated):
    """One row for every name an organisation bore, with its period: names change, history stays.

    A row without any date is another way of writing the name; it is found, but never printed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=200, blank=True)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "pk"]


class Affiliation(Dated):
    """One row for every company that belongs to another (parent and subsidiary), in the period it did."""

    parent = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="subsidiaries")
    subsidiary = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="parents")
    source = models.CharField(_("出典"), max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("親会社と子会社")
        constraints = [
            models.UniqueConstraint(fields=["parent", "subsidiary", "valid_from"], name="one_affiliation_a_period"),
            models.CheckConstraint(condition=~Q(parent=models.F("subsidiary")), name="nobody_is_the_own_parent"),
        ]


class WorkplaceQuerySet(models.QuerySet["Workplace"]):
    """Questions over workplaces; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> "WorkplaceQuerySet":
        """Staff see all; a company's person sees the company's own (or the one acted for); anyone else none."""
        return self if standing(user).is_staff else self.acted_for_by(user)

    def acted_for_by(self, user: Any) -> "WorkplaceQuerySet":
        """Those of the person's companies, or the one the person was given."""
        place = standing(user)
        own = self.filter(organisation__in=place.organisations)
        return own if place.workplaces is None else own.filter(pk__in=place.workplaces)

    def open_on(self, day: dt.date) -> "WorkplaceQuerySet":
        """The places that exist on ``day``; the closing day is the last."""
        return self.filter(
            Q(opened_on=None) | Q(opened_on__lte=day),
            Q(closed_on=None) | Q(closed_on__gte=day),
        )


class Workplace(PublicRecord):
    """One row for every place of business (事業所): the unit the KPI counts, the place a ward's relief looks at."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workplaces")
    name = models.CharField(_("事業所名"), max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    postal_code = models.CharField(_("郵便番号"), max_length=8, blank=True)
    address = models.CharField(_("住所"), max_length=200, blank=True)
    telephone = models.CharField(_("電話番号"), max_length=30, blank=True)
    opened_on = models.DateField(_("開設日"), null=True, blank=True)
    closed_on = models.DateField(_("閉鎖日"), null=True, blank=True)
    objects = WorkplaceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation.name} {self.name}".strip()
