from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads(user: Any) -> bool:
    from kosetsu.services.treasury.permissions import can_read

    return bool(can_read(user))


MANIFEST = Manifest(
    key="treasury",
    title=_("財務"),
    prefix="treasury",
    permissions={
        "read_treasury": _("予算・借入・積立金を見る（経理・経営企画・役員）"),
        "keep_treasury": _("予算の補正・執行・借入・積立金を記録する（経理）"),
        "settle_year": _("決算を確定する（経理・役員）"),
    },
    menu_group=MenuGroup.MONEY,
    desk_menu=(
        MenuItem(_("予算と決算"), "treasury-desk:home", shown=_reads, order=69),
        MenuItem(_("短期借入金"), "treasury-desk:loans", shown=_reads, order=69),
        MenuItem(_("剰余金・積立金"), "treasury-desk:reserves", shown=_reads, order=69),
    ),
    tables="kosetsu.services.treasury.tables.TABLES",
    audited="kosetsu.services.treasury.audited.AUDITED",
)
