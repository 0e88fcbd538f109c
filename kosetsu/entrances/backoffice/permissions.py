"""Who enters the back office, and what Django's admin may then do for them."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole


def can_enter(user: Any) -> Decision:
    """Administrators of today, and the superuser who set the program up."""
    if standing(user).has(StaffRole.ADMINISTRATOR) or (user.is_active and user.is_superuser):
        return YES
    return no(_("管理画面は、システム管理者だけが開けます。"), _("必要なときは、システム管理者に依頼してください。"))


class AdministratorRights(BaseBackend):
    """Django's model permissions, which only its admin asks: an administrator's post gives them all while it lasts."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return standing(user_obj).has(StaffRole.ADMINISTRATOR)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return standing(user_obj).has(StaffRole.ADMINISTRATOR)
