"""The life of an export-control declaration, and the words of its law."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class DeclarationState(models.TextChoices):
    CLEAR = "clear", _("該当なし")
    HELD = "held", _("確認待ち")
    CLEARED = "cleared", _("確認済み")
    REFUSED = "refused", _("提供不可")


class SpecificType(models.IntegerChoices):
    """特定類型 of 役務通達: residents whom a foreign government or company can direct."""

    UNDER_CONTRACT = 1, _("類型① 外国政府や外国法人などと雇用契約などを結び、その指揮命令に服している")
    PAID = 2, _("類型② 外国政府などから多額の利益を得ている、または得る約束をしている（目安: 年間所得の25％以上）")
    INSTRUCTED = 3, _("類型③ 日本国内での行動について、外国政府などの指示や依頼を受けている")


DECLARATION = Transitions(
    {
        "hold": ({DeclarationState.CLEAR, DeclarationState.CLEARED}, DeclarationState.HELD),
        "clear": ({DeclarationState.HELD}, DeclarationState.CLEARED),
        "refuse": ({DeclarationState.HELD}, DeclarationState.REFUSED),
    }
)
