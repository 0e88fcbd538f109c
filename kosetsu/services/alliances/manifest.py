from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _is_staff(user: Any) -> bool:
    """By the post alone, so that no page asks the database; the page leads on to what the person coordinates."""
    from kosetsu.foundation.parties.standing import standing

    return standing(user).is_staff


def _is_client(user: Any) -> bool:
    from kosetsu.services.alliances.permissions import can_use_company_side

    return bool(can_use_company_side(user))


def _is_officer(user: Any) -> bool:
    from kosetsu.services.alliances.permissions import can_use_partner_side

    return bool(can_use_partner_side(user))


MANIFEST = Manifest(
    key="alliances",
    title=_("連携"),
    prefix="alliances",
    menu_group=MenuGroup.SUPPORT,
    number_series={"case:連": "連{era}{year}-{number:05d}"},
    case_kinds={"opportunity": _("ニーズ・シーズ")},
    permissions={
        "manage": _("連携コーディネーターを任命し、どの事業も扱う（連携推進・経営企画）"),
        "coordinate": _("任期のある事業のニーズ・シーズ、企業への紹介、面談、会議を扱う（連携コーディネーター）"),
    },
    portal_menu=(
        MenuItem(_("連携機関"), "alliances:agreements", order=80),
        MenuItem(
            _("紹介されたニーズ・シーズ"), "alliances:brought_list", _is_client, order=60, group=MenuGroup.COMPANY
        ),
    ),
    desk_menu=(MenuItem(_("連携コーディネーター"), "alliances-desk:liaisons", _is_staff, order=58),),
    partner_menu=(MenuItem(_("共有されたニーズ・シーズ"), "alliances-partner:shared", _is_officer, order=60),),
    tables="kosetsu.services.alliances.tables.TABLES",
    search_sources="kosetsu.services.alliances.sources.SEARCH_SOURCES",
    relations="kosetsu.services.alliances.relations.RELATIONS",
    audited="kosetsu.services.alliances.audited.AUDITED",
    api_router="kosetsu.services.alliances.api.endpoints.router",
)
