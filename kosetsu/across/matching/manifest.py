from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads_fairs(user: Any) -> bool:
    from kosetsu.services.exhibitions.permissions import can_read_exhibitions

    return bool(can_read_exhibitions(user))


MANIFEST = Manifest(
    key="matching",
    title=_("マッチング"),
    prefix="matching",
    intake_links="kosetsu.across.matching.sources.INTAKE_LINKS",
    panel_links="kosetsu.across.matching.sources.PANEL_LINKS",
    opportunity_links="kosetsu.across.matching.sources.OPPORTUNITY_LINKS",
    reviewer_links="kosetsu.across.matching.sources.REVIEWER_LINKS",
    tables="kosetsu.across.matching.tables.TABLES",
    audited="kosetsu.across.matching.audited.AUDITED",
    menu_group=MenuGroup.EVENTS,
    desk_menu=(MenuItem(_("商談会"), "matching-desk:fairs", _reads_fairs, order=36),),
)
