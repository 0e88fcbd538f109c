"""Mails of the coordinators' programmes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.parties.post import OwedMail
from kosetsu.services.alliances.models.meetings import LiaisonMeeting
from kosetsu.services.alliances.models.pairings import Pairing
from kosetsu.services.alliances.states import NoticeKind


class LiaisonNotice(OwedMail):
    """One row for every mail about a pairing or a meeting; it names neither source nor matter."""

    pairing = models.ForeignKey(
        Pairing, on_delete=models.PROTECT, null=True, related_name="notices", verbose_name=_("マッチング")
    )
    meeting = models.ForeignKey(
        LiaisonMeeting, on_delete=models.PROTECT, null=True, related_name="notices", verbose_name=_("会議")
    )
    kind = models.CharField(_("種別"), max_length=12, choices=NoticeKind)
