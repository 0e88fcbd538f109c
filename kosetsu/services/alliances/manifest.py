from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuItem

MANIFEST = Manifest(
    key="alliances",
    title=_("連携"),
    prefix="alliances",
    portal_menu=(MenuItem(_("連携機関"), "alliances:agreements", order=80),),
    tables="kosetsu.services.alliances.tables.TABLES",
    search_sources="kosetsu.services.alliances.sources.SEARCH_SOURCES",
    relations="kosetsu.services.alliances.relations.RELATIONS",
    api_router="kosetsu.services.alliances.api.endpoints.router",
)
