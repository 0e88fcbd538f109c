"""The institute, its branches and groups, and the areas of the country."""

import datetime as dt
from typing import Optional

from django.db import models
from django.urls import reverse

from kosetsu.common.calendars import ClosingDays
from kosetsu.common.models import Named, localized
from kosetsu.foundation.parties import states
from kosetsu.foundation.parties.models.dated import Dated, DatedQuerySet
from kosetsu.foundation.parties.rules.prices import PriceClass, PriceRule


class Area(Named):
    """One row for every municipality, prefecture or country a workplace can stand in."""

    code = models.CharField(max_length=6, unique=True)
    kind = models.CharField(max_length=12, choices=states.AreaKind)
    name_kana = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["code"]


class Institute(Named):
    """One row: the institute that runs this installation, and the rules that hold everywhere in it."""

    key = models.CharField(max_length=40, unique=True)
    corporate_number = models.CharField(max_length=13, blank=True)
    prefecture = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    timezone = models.CharField(max_length=40, default="Asia/Tokyo")
    short_name = models.CharField(max_length=40, blank=True)
    settings = models.JSONField(default=dict)
    """Dated and sourced rules of institute.yaml: closing days, response deadlines, personal-data regime …"""

    @classmethod
    def current(cls) -> Optional["Institute"]:
        """The institute of this installation; None before its folder was loaded."""
        return cls.objects.select_related("prefecture").first()

    @property
    def price_rules(self) -> list[PriceRule]:
        """Who pays which class of price, in which period."""
        return [PriceRule.model_validate(rule) for rule in self.settings.get("price_rules", ())]

    @property
    def price_class_names(self) -> dict[str, str]:
        """What the institute calls its classes of price, in the reader's language."""
        classes = [PriceClass.model_validate(one) for one in self.settings.get("price_classes", ())]
        return {one.key: localized(one, "name") for one in classes}

    @property
    def closing_days(self) -> ClosingDays:
        """The institute's own closing days, besides weekends and holidays."""
        return ClosingDays.read(self.settings.get("closing_days", {}))

    @property
    def mailbox(self) -> str:
        """Where mail goes that no group has a mailbox for; empty where the institute names none."""
        contact = self.settings.get("contact") or {}
        return str(contact.get("email", ""))

    def contains(self, area: Area) -> bool:
        """Whether ``area`` lies in the institute's prefecture."""
        if self.prefecture is None or area.kind == states.AreaKind.COUNTRY:
            return False
        return area.code[:2] == self.prefecture.code[:2]


class Branch(Named):
    """One row for every site of the institute, open or not; its dated status says what it is today."""

    code = models.CharField(max_length=10, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    timezone = models.CharField(max_length=40, default="Asia/Tokyo")
    opened_on = models.DateField(null=True, blank=True)
    features = models.TextField(blank=True)
    focus = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code"]

    def get_absolute_url(self) -> str:
        return reverse("parties:branch", args=[self.code])

    def status_on(self, day: dt.date) -> Optional["BranchStatus"]:
        """What the branch is on ``day``; reads the prefetched statuses, the latest beginning wins."""
        holding = [status for status in self.statuses.all() if status.holds_on(day)]
        return max(holding, key=lambda status: status.valid_from or dt.date.min, default=None)

    def is_open_on(self, day: dt.date) -> bool:
        """Whether clients can come on ``day``; a branch without any status counts as closed."""
        status = self.status_on(day)
        return status is not None and status.status in states.OPEN_BRANCH_STATES


class BranchStatus(Dated):
    """One row for every period in which a branch was open, closed for works, planned or merged."""

    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=20, choices=states.BranchState)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["branch", "valid_from", "pk"]


class Group(Named, Dated):
    """One row for every technical or office group of a branch, in its period."""

    code = models.CharField(max_length=20, unique=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="groups")
    field = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
