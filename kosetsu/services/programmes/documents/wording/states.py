"""The words for verdicts and for kinds of programme."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.services.programmes.rules.deciding import Verdict
from kosetsu.services.programmes.rules.language import Description

VERDICT_WORDS: Mapping[Verdict, Any] = {
    Verdict.YES: _("使える"),
    Verdict.UNKNOWN: _("わからない"),
    Verdict.NO: _("使えない"),
}
VERDICT_STATES: Mapping[Verdict, str] = {Verdict.YES: "done", Verdict.UNKNOWN: "waiting", Verdict.NO: "stopped"}
"""The colours of ``c-state``."""

KINDS: Mapping[str, Any] = {
    "grant": _("助成金・補助金"),
    "incentive": _("奨励金"),
    "expert_dispatch": _("専門家派遣"),
    "consultation": _("相談窓口"),
    "seminar": _("講座・セミナー"),
    "hands_on": _("伴走支援"),
    "exhibition": _("展示会"),
    "matching": _("商談・マッチング"),
    "technical_support": _("技術支援"),
    "venue": _("施設・拠点"),
    "certification": _("認定・承認"),
    "award": _("表彰"),
    "publication": _("冊子・情報提供"),
    "partner_body": _("連携機関"),
    "other": _("そのほか"),
}
"""The kinds of component the booklet knows; a kind an institute adds is shown as it wrote it."""


def kind_name(description: Description) -> str:
    return str(KINDS.get(description.kind, description.kind))
