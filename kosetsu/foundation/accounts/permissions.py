"""Who looks after people's accounts."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.accounts.posts import holds, is_partner, is_staff

ADMINISTRATOR = "administrator"


def can_keep_people(user: Any) -> Decision:
    """The list of people belongs to the administrator."""
    if holds(user, ADMINISTRATOR):
        return YES
    return no(
        _("利用者の一覧は、システム管理者だけが開けます。"), _("変更が必要なときは、システム管理者に依頼してください。")
    )


def can_close(user: Any, person: Person) -> Decision:
    """Nobody closes their own account from the desk: the institute must keep an administrator."""
    if user == person:
        return no(_("自分の利用は止められません。"), _("ほかのシステム管理者に依頼してください。"))
    return can_keep_people(user)


def needs_second_factor(user: Any) -> bool:
    """Whether this person reads other people's matters: staff, reviewers, partners, the back office."""
    return bool(user.is_staff or user.is_superuser or is_staff(user) or is_partner(user))
