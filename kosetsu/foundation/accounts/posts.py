"""Which posts a person holds. A floor above keeps the posts; the settings name the function that answers."""

from collections.abc import Callable
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class Standing(Protocol):
    """What this floor needs to know of a person's place: posts of the institute, partners acted for."""

    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def partner_organisations(self) -> frozenset[int]: ...


def standing(user: Any) -> Standing:
    """Where the person stands today."""
    return cast(Callable[[Any], Standing], import_string(settings.STANDING_OF))(user)


def holds(user: Any, *roles: str) -> bool:
    """Whether the person holds one of these posts today."""
    return not standing(user).roles.isdisjoint(roles)


def is_staff(user: Any) -> bool:
    """Whether the person holds any post of the institute today."""
    return bool(standing(user).roles)


def is_partner(user: Any) -> bool:
    """Whether the person is the officer of a ward, bank, university …"""
    return bool(standing(user).partner_organisations)
