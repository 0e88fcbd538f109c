"""Who may declare, decide, consent, and read the logs."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.accounts.posts import holds, is_staff
from kosetsu.foundation.governance.models import ExportDeclaration

EXPORT_CONTROL, ADMINISTRATOR, EXECUTIVE, PLANNING = "export_control", "administrator", "executive", "planning"


def can_declare(user: Any, person: Person) -> Decision:
    """A person declares for themselves; the counter enters what was handed in on paper."""
    if user == person or is_staff(user):
        return YES
    return no(_("輸出管理の申告は、本人が行います。"), _("本人がログインして申告してください。"))


def can_read_declarations(user: Any) -> Decision:
    """The queue belongs to export control."""
    if holds(user, EXPORT_CONTROL):
        return YES
    return no(_("輸出管理の担当者だけが開けます。"), _("担当者の登録は、システム管理者に依頼してください。"))


def can_decide(user: Any, declaration: ExportDeclaration) -> Decision:
    """Export control decides, but nobody about themselves."""
    if user == declaration.person:
        return no(_("自分の申告は、自分では判断できません。"), _("ほかの輸出管理担当者に依頼してください。"))
    if not declaration.is_newest:
        return no(_("この人には、これより新しい申告があります。"), _("新しい申告を開いて判断してください。"))
    return can_read_declarations(user)


def can_read_access_log(user: Any) -> Decision:
    """Who read what is itself confidential."""
    if holds(user, ADMINISTRATOR, EXECUTIVE):
        return YES
    return no(
        _("閲覧の記録は、システム管理者と役員だけが開けます。"), _("必要なときは、システム管理者に依頼してください。")
    )


def can_read_audit(user: Any) -> Decision:
    """The log of changes names who did what everywhere: it belongs to the administrator and the planning office."""
    if holds(user, ADMINISTRATOR, PLANNING):
        return YES
    return no(
        _("監査記録は、システム管理者と経営企画の担当者だけが開けます。"),
        _("必要なときは、システム管理者に依頼してください。"),
    )


def can_consent(user: Any, person: Person) -> Decision:
    """Nobody consents for another person."""
    if user == person:
        return YES
    return no(_("同意は、本人だけが行えます。"), _("本人がログインして手続きしてください。"))
