"""Whose papers a person sees: staff all, a company's people those of the workplaces they act for."""

from typing import Any

from django.db import models

from kosetsu.foundation.parties.standing import standing


class OwnQuerySet(models.QuerySet[Any]):
    """Questions over papers that belong to an organisation and perhaps to one workplace of it."""

    def visible_to(self, user: Any) -> Any:
        """Staff see all; a company's person what belongs to the workplaces acted for; anyone else nothing."""
        place = standing(user)
        if place.is_staff:
            return self
        if not place.organisations:
            return self.none()
        own = self.filter(organisation__in=place.organisations)
        return own if place.workplaces is None else own.filter(workplace__in=place.workplaces)
