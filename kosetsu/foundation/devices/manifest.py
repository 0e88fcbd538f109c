from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads(user: Any) -> bool:
    from kosetsu.foundation.devices.permissions import can_read

    return bool(can_read(user))


MANIFEST = Manifest(
    key="devices",
    title=_("機器台帳"),
    prefix="devices",
    permissions={
        "read": _("機器台帳を見る（職員）"),
        "keep": _("校正・保守・部品を記録し、影響を判断する（研究部門）"),
        "close": _("機器の休止を登録する（研究部門・窓口）"),
    },
    menu_group=MenuGroup.TESTS,
    desk_menu=(MenuItem(_("機器台帳"), "devices-desk:devices", _reads, order=17),),
    tables="kosetsu.foundation.devices.tables.TABLES",
    periodic="kosetsu.foundation.devices.jobs.PERIODIC",
    audited="kosetsu.foundation.devices.audited.AUDITED",
)
