"""From a call's page to the composition of its cohorts."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.across.matching.permissions.cohorts import can_compose
from kosetsu.services.circles.models import Intake


def composition_link(user: Any, intake: Intake, at: dt.datetime) -> Iterator[tuple[Any, str]]:
    """Once there is, or may be, a proposal."""
    if intake.proposals.exists() or can_compose(user, intake, at):
        yield _("グループ編成の案"), reverse("matching-desk:cohort_proposals", args=[intake.public_id])


INTAKE_LINKS = [composition_link]
