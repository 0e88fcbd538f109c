"""From a call's page to the composition of its cohorts, from a panel's to who reviews what, from that of one's own
reviews to what one is asked about, and from an opportunity's to the companies that fit.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.across.matching.models import Bidding, PanelProposal
from kosetsu.across.matching.permissions.bidding import can_run_bidding
from kosetsu.across.matching.permissions.cohorts import can_compose
from kosetsu.across.matching.permissions.panels import can_ask
from kosetsu.common.clock import day_of
from kosetsu.foundation.reviews.models import Panel
from kosetsu.foundation.reviews.states import RUNNING
from kosetsu.services.alliances.models import Opportunity
from kosetsu.services.alliances.permissions import can_add_company
from kosetsu.services.circles.models import Intake


def composition_link(user: Any, intake: Intake, at: dt.datetime) -> Iterator[tuple[Any, str]]:
    """Once there is, or may be, a proposal."""
    if intake.proposals.exists() or can_compose(user, intake, at):
        yield _("グループ編成の案"), reverse("matching-desk:cohort_proposals", args=[intake.public_id])


def assignment_link(user: Any, panel: Panel, at: dt.datetime) -> Iterator[tuple[Any, str]]:
    """Once there is, or may be, a proposal of who reviews what."""
    if PanelProposal.objects.visible_to(user).filter(panel=panel).exists() or can_ask(user, panel, at):
        yield _("割り当て案"), reverse("matching-desk:panel_proposals", args=[panel.public_id])


def company_link(user: Any, opportunity: Opportunity, _at: dt.datetime) -> Iterator[tuple[Any, str]]:
    """While companies may be added to it."""
    if can_add_company(user, opportunity):
        yield _("合いそうな企業をさがす"), reverse("matching-desk:companies", args=[opportunity.public_id])


def bidding_link(user: Any, panel: Panel, at: dt.datetime) -> Iterator[tuple[Any, str]]:
    """Once the reviewers are, or may be, asked what they want to review."""
    if Bidding.objects.filter(panel=panel).exists() or can_run_bidding(user, panel, "open_bidding", at):
        yield _("審査員の意向"), reverse("matching-desk:panel_bidding", args=[panel.public_id])


def bids_links(user: Any, at: dt.datetime) -> Iterator[tuple[Any, str]]:
    """The panels that ask this reviewer now."""
    mine = Panel.objects.filter(reviewers__person=user, reviewers__left_at=None, state__in=RUNNING)
    for panel in mine.filter(bidding__in=Bidding.objects.open_on(day_of(at))).order_by("bidding__until", "pk"):
        address = reverse("matching:bids", args=[panel.public_id])
        yield _("審査したいもの、避けたいものを伝える（%(panel)s）") % {"panel": panel}, address


INTAKE_LINKS = [composition_link]
PANEL_LINKS = [assignment_link, bidding_link]
REVIEWER_LINKS = [bids_links]
OPPORTUNITY_LINKS = [company_link]
