"""Anything scarce with a calendar: resources under dated rules, bookings, the cells that make overlap impossible."""

from kosetsu.foundation.bookings.models.bookings import BookedCell, BookedResource, Booking, BookingQuerySet, due
from kosetsu.foundation.bookings.models.resources import (
    AdviserHours,
    BookingRule,
    BookingRuleQuerySet,
    Closure,
    ClosureQuerySet,
    Resource,
    ResourceQuerySet,
)
from kosetsu.foundation.bookings.models.told import Feed, Notice
from kosetsu.foundation.bookings.models.waiting import Waiting, WaitingQuerySet

__all__ = [
    "AdviserHours",
    "BookedCell",
    "BookedResource",
    "Booking",
    "BookingQuerySet",
    "BookingRule",
    "BookingRuleQuerySet",
    "Closure",
    "ClosureQuerySet",
    "Feed",
    "Notice",
    "Resource",
    "ResourceQuerySet",
    "Waiting",
    "WaitingQuerySet",
    "due",
]
