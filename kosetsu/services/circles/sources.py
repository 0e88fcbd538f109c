"""What circles hold for everyone, as gatherings: the joint meeting of all groups, and the way to its committee."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.sources import GatheringKind
from kosetsu.services.circles.models import Circle
from kosetsu.services.circles.permissions import can_run
from kosetsu.services.circles.states import JOINT_MEETING, CircleKind

GATHERING_KINDS = [
    GatheringKind(JOINT_MEETING.removeprefix("circles."), _("異業種交流グループ合同交流会"), "circles", "joint_meeting")
]


def committee_link(user: Any, gathering: Gathering) -> Iterator[tuple[Any, str]]:
    """To the committee of a joint meeting, or to its founding."""
    if gathering.kind_key != JOINT_MEETING:
        return
    committee = Circle.objects.filter(gathering=gathering).first()
    if committee:
        yield _("実行委員会"), reverse("circles-desk:circle", args=[committee.public_id])
    elif can_run(user) and not gathering.called_off:
        asked = f"?kind={CircleKind.COMMITTEE}&gathering={gathering.code}"
        yield _("実行委員会をつくる"), reverse("circles-desk:found_circle") + asked


GATHERING_LINKS = [committee_link]
