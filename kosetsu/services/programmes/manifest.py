from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuItem

MANIFEST = Manifest(
    key="programmes",
    title=_("支援施策"),
    prefix="programmes",
    portal_menu=(MenuItem(_("補助金・施策"), "programmes:list", order=50),),
    tables="kosetsu.services.programmes.tables.TABLES",
    search_sources="kosetsu.services.programmes.sources.SEARCH_SOURCES",
    relations="kosetsu.services.programmes.relations.RELATIONS",
    api_router="kosetsu.services.programmes.api.endpoints.router",
)
