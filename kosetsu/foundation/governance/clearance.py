"""May technology be passed to this person? The answer is read from the declaration and from what a person decided."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance.models import ExportDeclaration
from kosetsu.foundation.governance.rules import covers
from kosetsu.foundation.governance.states import DeclarationState


def export_clearance(person: Person, technology: str, on: dt.date) -> Decision:
    """Whether guidance or use of equipment that passes on ``technology`` may begin on that day."""
    declaration = ExportDeclaration.objects.latest_of(person, on)
    if declaration is None:
        return no(
            _("安全保障輸出管理の申告がありません。"),
            _("利用する本人が、マイページの「輸出管理の申告」から申告してください。"),
        )
    if on > declaration.good_until:
        return no(
            _("安全保障輸出管理の申告の有効期間（1年）が過ぎています。"),
            _("利用する本人が、もう一度申告してください。"),
        )
    return _ANSWERS[DeclarationState(declaration.state)](declaration, technology)


def _clear(declaration: ExportDeclaration, technology: str) -> Decision:
    return YES


def _held(declaration: ExportDeclaration, technology: str) -> Decision:
    return no(
        _("輸出管理の担当者が、申告の内容を確認しています。"),
        _("結果の連絡があるまで、技術の提供は始められません。"),
    )


def _refused(declaration: ExportDeclaration, technology: str) -> Decision:
    return no(
        _("輸出管理の担当者が、提供できないと判断しました。"),
        _("くわしくは、輸出管理の担当者に問い合わせてください。"),
    )


def _cleared(declaration: ExportDeclaration, technology: str) -> Decision:
    if covers(declaration.cleared_technology, technology):
        return YES
    return no(
        _("確認が済んでいるのは「%(cleared)s」です。「%(technology)s」は、まだ確認されていません。")
        % {"cleared": declaration.cleared_technology, "technology": technology},
        _("この技術について、輸出管理の担当者に確認を依頼してください。"),
    )


_ANSWERS: dict[DeclarationState, Callable[[ExportDeclaration, str], Decision]] = {
    DeclarationState.CLEAR: _clear,
    DeclarationState.HELD: _held,
    DeclarationState.CLEARED: _cleared,
    DeclarationState.REFUSED: _refused,
}
