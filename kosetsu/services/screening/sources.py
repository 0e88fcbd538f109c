"""Where a panel's page leads on to: the programme that owns it."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.foundation.reviews.models import Panel
from kosetsu.services.screening.models import ScreeningProgramme


def _programme(user: Any, panel: Panel, at: dt.datetime) -> list[tuple[Any, str]]:
    owners = ScreeningProgramme.objects.visible_to(user).filter(panel=panel).select_related("case")
    return [(_("技術審査の事業 %(number)s") % {"number": one.case.number}, one.get_absolute_url()) for one in owners]


PANEL_LINKS = [_programme]
