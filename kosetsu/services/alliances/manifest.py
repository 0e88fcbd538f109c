from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem

MANIFEST = Manifest(
    key="alliances",
    title=_("連携"),
    prefix="alliances",
    menu_group=MenuGroup.SUPPORT,
    portal_menu=(MenuItem(_("連携機関"), "alliances:agreements", order=80),),
    tables="kosetsu.services.alliances.tables.TABLES",
    search_sources="kosetsu.services.alliances.sources.SEARCH_SOURCES",
    relations="kosetsu.services.alliances.relations.RELATIONS",
    api_router="kosetsu.services.alliances.api.endpoints.router",
)
