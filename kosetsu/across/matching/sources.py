"""From a call's page to the composition of its cohorts, and from a panel's to who reviews what."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.across.matching.models import PanelProposal
from kosetsu.across.matching.permissions.cohorts import can_compose
from kosetsu.across.matching.permissions.panels import can_ask
from kosetsu.foundation.reviews.models import Panel
from kosetsu.services.circles.models import Intake


def composition_link(user: Any, intake: Intake, at: dt.datetime) -> Iterator[tuple[Any, str]]:
    """Once there is, or may be, a proposal."""
    if intake.proposals.exists() or can_compose(user, intake, at):
        yield _("グループ編成の案"), reverse("matching-desk:cohort_proposals", args=[intake.public_id])


def assignment_link(user: Any, panel: Panel, at: dt.datetime) -> Iterator[tuple[Any, str]]:
    """Once there is, or may be, a proposal of who reviews what."""
    if PanelProposal.objects.visible_to(user).filter(panel=panel).exists() or can_ask(user, panel, at):
        yield _("割り当て案"), reverse("matching-desk:panel_proposals", args=[panel.public_id])


INTAKE_LINKS = [composition_link]
PANEL_LINKS = [assignment_link]
