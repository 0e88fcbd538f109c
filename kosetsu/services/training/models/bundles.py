"""Courses that are sold together, at a price of their own."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings.models import Gathering, Registration
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training.states import BundlePlaceState, BundleState

PERSON = settings.AUTH_USER_MODEL


class BundleQuerySet(models.QuerySet["Bundle"]):
    """Questions over bundles."""

    def shown(self) -> Self:
        """What everyone may read."""
        return self.exclude(state=BundleState.PLANNED)

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all, anyone else what is not only planned."""
        return self if standing(user).is_staff else self.shown()

    def for_lists(self) -> Self:
        """With everything a list row shows."""
        taken = Count("places", filter=Q(places__state=BundlePlaceState.REGISTERED), distinct=True)
        return self.select_related("offering").annotate(taken=taken, parts=Count("gatherings", distinct=True))


class Bundle(PublicRecord):
    """One row for every set of courses that one registers for as a whole, at the price of ``offering`` per person."""

    title = models.CharField(_("名称"), max_length=200)
    summary = models.TextField(_("概要"), blank=True)
    state = models.CharField(_("状態"), max_length=10, choices=BundleState, default=BundleState.PLANNED)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")
    gatherings = models.ManyToManyField(Gathering, related_name="+", verbose_name=_("講習会"))
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("講習会のセット")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    def address(self, *, desk: bool) -> str:
        """Its page at the desk, or everyone's."""
        return reverse(f"training{'-desk' if desk else ''}:bundle", args=[self.public_id])


class BundlePlaceQuerySet(models.QuerySet["BundlePlace"]):
    """Questions over places of bundles."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all, anyone else their own."""
        if standing(user).is_staff:
            return self
        return self.filter(person=user) if getattr(user, "is_authenticated", False) else self.none()

    def owing(self) -> Self:
        """Who came to one of its courses that is over, and was not charged yet."""
        came = Q(registrations__arrivals__isnull=False, registrations__gathering__state="closed")
        return self.filter(came, state=BundlePlaceState.REGISTERED, charge=None).distinct()


class BundlePlace(PublicRecord):
    """One row for everybody who takes a bundle: a registration in every one of its courses, and one charge for all."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="places")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("氏名"), max_length=100)
    email = models.EmailField(_("メールアドレス"))
    state = models.CharField(_("状態"), max_length=10, choices=BundlePlaceState, default=BundlePlaceState.REGISTERED)
    registrations = models.ManyToManyField(Registration, related_name="+")
    made_at = models.DateTimeField(_("申込日時"))
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True, related_name="+")
    objects = BundlePlaceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bundle", "email"], condition=Q(state=BundlePlaceState.REGISTERED),
                name="one_place_of_a_bundle_per_address",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.bundle} {self.name}"
