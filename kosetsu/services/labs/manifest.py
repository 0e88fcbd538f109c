from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _is_staff(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return standing(user).is_staff


def _long_empty(user: Any) -> int:
    """Rooms that the lab manager is told of; nobody else's page asks."""
    from kosetsu.common.clock import day_of, now
    from kosetsu.foundation.parties.standing import standing
    from kosetsu.foundation.parties.states import StaffRole
    from kosetsu.services.labs.documents.occupancy import count_long_empty

    watches = standing(user).has(StaffRole.LAB_MANAGER, StaffRole.BRANCH_HEAD)
    return count_long_empty(day_of(now())) if watches else 0


def _is_client(user: Any) -> bool:
    from kosetsu.foundation.parties.standing import standing

    return bool(standing(user).organisations)


MANIFEST = Manifest(
    key="labs",
    title=_("製品開発支援ラボ"),
    prefix="labs",
    menu_group=MenuGroup.SUPPORT,
    number_series={
        "case:室": "室{era}{year}-{number:05d}",
        "labs:contract": "約{era}{year}-{number:05d}",
    },
    case_kinds={"lab_tenancy": _("製品開発支援ラボの入居")},
    entry_kinds={
        "lab_move_in": _("ラボへの入居"),
        "lab_visit": _("ラボマネージャーの訪問"),
        "lab_check": _("ラボの年次確認"),
        "lab_move_out": _("ラボからの退去"),
        "shared_room": _("試作加工室・化学実験室の利用"),
    },
    permissions={
        "manage": _("室を貸し、契約し、入館証を渡し、訪問と年次確認を記録する（ラボマネージャー・窓口・支所長）"),
        "decide": _("契約期間の延長と使用料の減免を決める（支所長・経営企画・役員、申請した本人を除く）"),
        "deposit": _("保証金を請求し、精算する（経理）"),
    },
    portal_menu=(
        MenuItem(_("ラボ"), "labs:list", order=70),
        MenuItem(_("入居中のラボ"), "labs:tenancies", _is_client, order=71, group=MenuGroup.COMPANY),
    ),
    desk_menu=(
        MenuItem(_("ラボの入居者"), "labs-desk:tenancies", _is_staff, order=50),
        MenuItem(_("ラボの室・空室"), "labs-desk:rooms", _is_staff, _long_empty, order=51),
    ),
    tables="kosetsu.services.labs.tables.TABLES",
    relations="kosetsu.services.labs.relations.RELATIONS",
    api_router="kosetsu.services.labs.api.endpoints.router",
    periodic="kosetsu.services.labs.jobs.PERIODIC",
    booking_gates="kosetsu.services.labs.permissions.GATES",
    audited="kosetsu.services.labs.audited.AUDITED",
)
