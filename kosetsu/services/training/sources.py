"""What training holds, which entries a day of it becomes, and where its gatherings and tickets lead on to."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.gatherings.models import Gathering, Registration
from kosetsu.foundation.gatherings.permissions import can_plan
from kosetsu.foundation.gatherings.sources import GatheringKind
from kosetsu.services.training.models import Bundle, OnDemandCourse
from kosetsu.services.training.permissions import can_learn, can_set_up
from kosetsu.services.training.states import BundleState

GATHERING_KINDS = [
    GatheringKind("seminar", _("技術セミナー"), "training", "attendance", together="cohosted_seminar",
                  satisfaction="satisfaction"),
    GatheringKind("course", _("講習会"), "training", "attendance", together="cohosted_seminar",
                  satisfaction="satisfaction"),
    GatheringKind("dissemination_seminar", _("普及セミナー"), "training", "dissemination_attendance",
                  together="cohosted_seminar"),
    GatheringKind("tailored_course", _("オーダーメードセミナー"), "training", "tailored_attendance"),
]  # fmt: skip


def contents_link(user: Any, gathering: Gathering) -> Iterator[tuple[Any, str]]:
    """From a gathering on demand to what it is made of."""
    begun = can_plan(user) and OnDemandCourse.objects.filter(gathering=gathering).exists()
    if begun or can_set_up(user, gathering):
        yield _("オンデマンド講座の内容"), reverse("training-desk:contents", args=[gathering.public_id])


def course_link(registration: Registration, at: dt.datetime) -> Iterator[tuple[Any, str]]:
    """From the ticket to the course, while it can be seen."""
    course = OnDemandCourse.objects.filter(gathering=registration.gathering_id).select_related("gathering").first()
    if course and can_learn(registration, course, at):
        yield _("受講する"), reverse("training:course", args=[registration.ticket])


def bundle_links(gathering: Gathering) -> Iterator[tuple[Any, str]]:
    """From a public gathering to the open bundles that it is part of."""
    for one in Bundle.objects.filter(state=BundleState.OPEN, gatherings=gathering):
        yield _("「%(title)s」としてまとめて申し込めます") % {"title": one}, one.address(desk=False)


GATHERING_LINKS = [contents_link]
EVENT_LINKS = [bundle_links]
TICKET_LINKS = [course_link]
