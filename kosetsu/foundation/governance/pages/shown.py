"""How a declaration is shown, to its person and to export control alike."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.eras import long_text
from kosetsu.foundation.governance.models import ExportDeclaration
from kosetsu.foundation.governance.states import DeclarationState, SpecificType

KINDS = {
    DeclarationState.CLEAR: "done",
    DeclarationState.HELD: "waiting",
    DeclarationState.CLEARED: "done",
    DeclarationState.REFUSED: "danger",
}


def state_kind(declaration: ExportDeclaration) -> str:
    """The colour beside the state's word."""
    return KINDS[DeclarationState(declaration.state)]


def types_text(declaration: ExportDeclaration) -> str:
    """The types that the person says apply."""
    labels = [str(SpecificType(one).label) for one in declaration.types]
    return "\n".join(labels) or _("あてはまるものはありません")


def facts_of(declaration: ExportDeclaration) -> list[tuple[str, Any]]:
    """The declaration as label and value."""
    facts = [
        (_("申告日"), long_text(declaration.declared_on)),
        (_("有効期間の最後の日"), long_text(declaration.good_until)),
        (_("居住者"), _("はい") if declaration.resident else _("いいえ")),
        (_("特定類型"), types_text(declaration)),
        (_("利用したい技術・機器"), declaration.technology),
        (_("提供を認めた技術"), declaration.cleared_technology),
        (_("判断の理由"), declaration.reason),
    ]
    return [(label, value) for label, value in facts if value]
