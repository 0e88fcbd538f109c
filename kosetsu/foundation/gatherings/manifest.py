from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuItem

MANIFEST = Manifest(
    key="gatherings",
    title=_("催し"),
    prefix="events",
    portal_menu=(MenuItem(_("催し"), "gatherings:list", order=40),),
    tables="kosetsu.foundation.gatherings.tables.TABLES",
    search_sources="kosetsu.foundation.gatherings.sources.SEARCH_SOURCES",
    relations="kosetsu.foundation.gatherings.relations.RELATIONS",
)
