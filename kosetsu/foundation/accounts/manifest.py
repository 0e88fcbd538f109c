from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _may_keep_people(user: Any) -> bool:
    from kosetsu.foundation.accounts.permissions import can_keep_people

    return bool(can_keep_people(user))


MANIFEST = Manifest(
    key="accounts",
    title=_("利用者"),
    prefix="people",
    permissions={"keep_people": _("利用者の一覧を見て、利用を止めたり再開したりする（システム管理）")},
    menu_group=MenuGroup.OFFICE,
    desk_menu=(MenuItem(_("利用者の一覧"), "accounts-desk:people", _may_keep_people, order=90),),
    list_blocks="kosetsu.foundation.accounts.pages.filters.BLOCKS",
    audited="kosetsu.foundation.accounts.audited.AUDITED",
)
