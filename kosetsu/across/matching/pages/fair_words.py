"""What clashes and why a wish did not come true, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.across.matching.pages.fair_forms import slot_label
from kosetsu.across.matching.rules.timetables.limits import Kind
from kosetsu.across.matching.rules.timetables.refusing import Cause
from kosetsu.services.exhibitions.models import Fair


def cause_words(cause: str) -> str:
    """Why a pair does not meet."""
    return {
        Cause.APART: _("会わせないことになっています"),
        Cause.AWAY: _("どちらかが来られない枠ばかりです"),
        Cause.SELLER: _("出展者に、ほかの商談があります"),
        Cause.BUYER: _("来場者に、ほかの商談があります"),
        Cause.TABLES: _("卓が足りません"),
        Cause.LUNCH: _("昼食の時間を空けるためです"),
        Cause.PAUSE: _("休憩を入れるためです"),
    }[Cause(cause)]


def limit_words(limit: Mapping[str, Any], names: Mapping[str, str], fair: Fair) -> str:
    """One of the limits that clash."""
    words = {
        Kind.AWAY: _("来られない枠"),
        Kind.LEAST: _("最低限の商談の数"),
        Kind.LUNCH: _("昼食の時間"),
        Kind.RUN: _("続けて行う商談の上限"),
        Kind.MUST: _("必ず行う商談"),
        Kind.APART: _("会わせない組"),
        Kind.LOCK: _("固定した商談"),
        Kind.TABLES: _("卓の数"),
    }[Kind(limit["kind"])]
    slot = next((slot_label(one) for one in fair.slots.all() if one.number == limit["slot"]), "")
    who = [names.get(key, "") for key in limit["parties"]]
    return " ".join(filter(None, [words, *who, slot]))
