"""Workplaces that fit what is being typed; the list shrinks with every letter."""

from django.db.models import Q, QuerySet

from kosetsu.common.text import fold_company
from kosetsu.foundation.parties.models import Workplace

OFFERED = 12


def candidates(typed: str) -> QuerySet[Workplace]:
    """Workplaces of organisations whose name begins with, or holds, what was typed; or its corporate number."""
    folded, plain = fold_company(typed), typed.strip()
    if not folded:
        return Workplace.objects.none()
    wanted = Q(organisation__name_folded__contains=folded) | Q(organisation__name__contains=plain)
    if plain.isdigit() and len(plain) >= 4:
        wanted |= Q(organisation__corporate_number__startswith=plain)
    found = Workplace.objects.filter(wanted, closed_on=None).select_related("organisation", "area")
    return found.order_by("organisation__name_folded", "name", "pk")
