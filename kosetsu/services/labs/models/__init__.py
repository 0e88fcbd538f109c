"""Laboratories for rent (製品開発支援ラボ): rooms and terms, tenancies and what happens in them, money, sharing."""

from kosetsu.services.labs.models.asking import Extension, RentRelief
from kosetsu.services.labs.models.leaving import LeavingItem
from kosetsu.services.labs.models.living import Pass, Visit, YearlyCheck
from kosetsu.services.labs.models.papers import Contract, LabNotice, RentMonth
from kosetsu.services.labs.models.rooms import CapacityChange, Lab, PrintedTenancy
from kosetsu.services.labs.models.sharing import RoomUse, SharedRoom
from kosetsu.services.labs.models.tenancies import HeldDay, Tenancy
from kosetsu.services.labs.models.terms import LabTerms, LeavingRule, ReliefRule

__all__ = [
    "CapacityChange", "Contract", "Extension", "HeldDay", "Lab", "LabNotice", "LabTerms", "LeavingItem", "LeavingRule",
    "Pass", "PrintedTenancy", "ReliefRule", "RentMonth", "RentRelief", "RoomUse", "SharedRoom", "Tenancy", "Visit",
    "YearlyCheck",
]  # fmt: skip
