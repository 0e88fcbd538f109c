from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _is_staff(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return standing(user).is_staff


MANIFEST = Manifest(
    key="desk",
    title=_("職員の机"),
    menu_group=MenuGroup.TODAY,
    desk_menu=(MenuItem(_("今日の仕事"), "desk-desk:home", _is_staff, order=0),),
)
